/** What the client uses of a tracer of `@opentelemetry/api`, which need not be installed. */
export interface TracerLike {
  startActiveSpan<Result>(
    name: string,
    options: { readonly kind?: number; readonly attributes?: Attributes },
    work: (span: SpanLike) => Result,
  ): Result
}

export interface SpanLike {
  setAttributes(attributes: Attributes): unknown
  setStatus(status: { readonly code: number; readonly message?: string }): unknown
  end(): void
}

export type Attributes = Record<string, string | number | boolean | string[]>

/** `true` takes the tracer of the application's own `@opentelemetry/api`. */
export type TelemetryOptions =
  | boolean
  | {
      readonly tracer?: TracerLike
      /** Whether spans hold prompts and answers. Default false: traces are read by many. */
      readonly withTexts?: boolean
    }
