import { createRequire } from 'node:module'
import type { CallFacts } from '../rendering/rendered.ts'
import type { ModelAnswer } from '../responses/answer.ts'
import type { RenderedPrompt, RenderResult } from '../types.ts'
import {
  answerAttributes,
  messageAttributes,
  outputAttributes,
  renderAttributes,
  requestAttributes,
} from './attributes.ts'
import type { SpanLike, TelemetryOptions, TracerLike } from './options.ts'

// Numbers of the API's enumerations, which never change: the package may not be there to be asked.
const KIND_CLIENT = 2
const STATUS_ERROR = 2

/** What a span of a model call is told while it is open. */
export interface ModelSpan {
  answered(answer: ModelAnswer, isCached: boolean, text: string | null): void
  failed(type: string, message: string): void
}

const SILENT: ModelSpan = { answered: () => {}, failed: () => {} }

/** Makes the client's spans; null instead of one where none are wanted. */
export function openTelemetry(options: TelemetryOptions | undefined): Telemetry | null {
  if (options === undefined || options === false) return null
  const { tracer, withTexts = false } = options === true ? {} : options
  return new Telemetry(tracer ?? installedTracer(), withTexts)
}

/** The application's own copy of the API: it carries on whatever tracing the application set up. */
function installedTracer(): TracerLike {
  try {
    const require = createRequire(import.meta.url)
    const api = require('@opentelemetry/api') as { trace: { getTracer(name: string): TracerLike } }
    return api.trace.getTracer('galley')
  } catch (cause) {
    throw new TypeError(
      '"telemetry" needs the package @opentelemetry/api: install it, or give a tracer as "telemetry.tracer".',
      { cause },
    )
  }
}

export class Telemetry {
  readonly #tracer: TracerLike
  readonly #withTexts: boolean

  constructor(tracer: TracerLike, withTexts: boolean) {
    this.#tracer = tracer
    this.#withTexts = withTexts
  }

  /** A span around one render. Rendering is no operation of a model, so the conventions have no name for it. */
  render(
    name: string,
    label: string,
    work: () => RenderResult | Promise<RenderResult>,
  ): Promise<RenderResult> {
    return this.#tracer.startActiveSpan(`render_prompt ${name}`, {}, async (span) => {
      const result = await work()
      span.setAttributes(renderAttributes(result, label))
      if (result.kind === 'failure') fail(span, result.message)
      span.end()
      return result
    })
  }

  /** A span around one model call, named and described as the conventions say. */
  call<Result>(
    prompt: RenderedPrompt,
    facts: CallFacts | null,
    work: (span: ModelSpan) => Promise<Result>,
  ): Promise<Result> {
    const attributes = requestAttributes(prompt, facts)
    if (this.#withTexts) Object.assign(attributes, messageAttributes(prompt.messages))
    const name = prompt.model.model === undefined ? 'chat' : `chat ${prompt.model.model}`
    return this.#tracer.startActiveSpan(name, { kind: KIND_CLIENT, attributes }, async (span) => {
      try {
        return await work(this.#model(span))
      } finally {
        span.end()
      }
    })
  }

  #model(span: SpanLike): ModelSpan {
    return {
      answered: (answer, isCached, text) => {
        span.setAttributes(answerAttributes(answer, isCached))
        if (this.#withTexts && text !== null) span.setAttributes(outputAttributes(text, answer))
      },
      failed: (type, message) => {
        span.setAttributes({ 'error.type': type })
        fail(span, message)
      },
    }
  }
}

const fail = (span: SpanLike, message: string) => span.setStatus({ code: STATUS_ERROR, message })

/** The same as {@link Telemetry.call}, for a client without telemetry. */
export const withoutSpan = <Result>(work: (span: ModelSpan) => Promise<Result>): Promise<Result> =>
  work(SILENT)
