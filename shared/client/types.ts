import type { GuardrailAction, Violation } from '#shared/domain/guardrails/types.ts'

/** What a version renders, frozen when it was published. */
export interface PromptContent {
  readonly body:
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'messages'
        /** A placeholder stands for a list of messages that the caller gives under that name. */
        readonly messages: readonly (
          | { readonly role: MessageRole; readonly content: string }
          | { readonly placeholder: string }
        )[]
      }
  readonly dialect: 'jinja2' | 'nunjucks'
  /** Whether a variable that is not given is an error or an empty text. */
  readonly undefinedPolicy: 'strict' | 'lenient'
  readonly variables: readonly {
    readonly name: string
    readonly type: string
    readonly required: boolean
    readonly description: string
    readonly example?: unknown
    /** JSON Schema of the value beyond its type. */
    readonly schema?: Readonly<Record<string, unknown>> | undefined
  }[]
  readonly modelSettings: ModelSettings
  /** Texts of other templates that this one includes, by name. */
  readonly partials?: Readonly<Record<string, { readonly text: string }>> | undefined
}

export type MessageRole = 'system' | 'user' | 'assistant' | 'tool'

/** The model a version was tested with and its settings; what is left out is the model's own default. */
export interface ModelSettings {
  readonly model?: string | undefined
  readonly temperature?: number | undefined
  readonly maxOutputTokens?: number | undefined
  readonly topP?: number | undefined
  readonly seed?: number | undefined
  readonly stopSequences?: readonly string[] | undefined
}

/** A version as the shared store holds it. */
export interface StoredVersion {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly category: string | null
  readonly templateText: string
  /** Names of the variables, as the publisher declared them. */
  readonly variables: unknown
  /** Null where a service inserted the row itself and the text is all there is. */
  readonly content: PromptContent | null
  readonly contentHash: string | null
}

/** What a call gets to render: the version a label or an experiment's arm stands for. */
export interface ActivePrompt extends StoredVersion {
  readonly label: string
  /** The arm of the running experiment that the unit falls into; null outside of one. */
  readonly arm: string | null
  readonly experiment: string | null
  /** True while the shared store cannot be reached: a newer version may exist. */
  readonly isStale: boolean
}

export interface PromptRequest {
  /** The unit that experiments assign; without it nobody is in an experiment. */
  readonly userId?: string
  readonly label?: string
}

export interface RenderRequest extends PromptRequest {
  readonly sessionId?: string
  readonly requestId?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  /** `false`: `respond` or `logExecution` records the call as a whole, so the render does not. */
  readonly record?: boolean
}

/** Values for a template's variables, by name. */
export type Variables = Readonly<Record<string, unknown>>

export interface RenderedMessage {
  readonly role: string
  readonly content: string
}

interface Served {
  readonly name: string
  readonly version: number
  readonly arm: string | null
  readonly isStale: boolean
}

/** A prompt that is ready to be sent to a model. */
export interface RenderedPrompt extends Served {
  readonly kind: 'success'
  /** The text of a text template; null for a template of messages. */
  readonly text: string | null
  /** The messages; a text template is one message of the user. */
  readonly messages: readonly RenderedMessage[]
  /** Id of the recorded execution; null when recording is off or its buffer is full. */
  readonly executionId: string | null
  readonly violations: readonly Violation[]
  /** Model and its settings as published. */
  readonly model: ModelSettings
}

/** Blocked and failed renders are outcomes a caller must look at, so they are values, not throws. */
export type RenderResult =
  | RenderedPrompt
  | (Served & {
      readonly kind: 'blocked'
      readonly executionId: string | null
      readonly violations: readonly Violation[]
    })
  | {
      readonly kind: 'failure'
      readonly code: FailureCode
      readonly message: string
      /** With `rate_limited`: after this time the user may render again. */
      readonly retryAfterMs?: number
      readonly name: string
      readonly version: number | null
      readonly arm: string | null
      readonly executionId: string | null
      readonly violations: readonly Violation[]
    }

export type FailureCode =
  | 'not_published'
  | 'store_unreachable'
  /** The user has used up the rate limit for now. */
  | 'rate_limited'
  | 'template_syntax'
  | 'undefined_variable'
  | 'template_failed'

/** One production render or model call. All but `templateName` may be left out. */
export interface ExecutionRecord {
  readonly id?: string
  readonly templateName: string
  readonly templateId?: string | null
  readonly templateVersion?: number | null
  readonly arm?: string | null
  readonly userId?: string | null
  readonly sessionId?: string | null
  readonly requestId?: string | null
  readonly inputVariables?: unknown
  readonly renderedPrompt?: string | null
  readonly responseText?: string | null
  readonly model?: string | null
  readonly responseTimeMs?: number | null
  readonly tokenCount?: number | null
  readonly costUsd?: number | null
  /** `success` unless told: anything else counts as a failure. */
  readonly status?: string
  readonly errorType?: string | null
  readonly errorMessage?: string | null
  readonly violations?: readonly Violation[]
  readonly guardrailAction?: GuardrailAction | null
  /** Whether the answer came from the response cache; null where none was asked. */
  readonly cacheHit?: boolean | null
  readonly metadata?: unknown
  readonly executedAt?: Date
}

/** Figures of one template over the last hours; null where nothing was measured. */
export interface TemplatePerformance {
  readonly executions: number
  /** 0 to 1. */
  readonly successRate: number | null
  readonly violations: number
  readonly averageResponseTimeMs: number | null
  /** Percentiles are off by at most 13 %: they are read from a histogram, not from the executions. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly p99Ms: number | null
  readonly tokens: number
  readonly costUsd: number
}

/** What goes wrong in the background, told to `onProblem`; serving goes on. */
export interface ClientProblem {
  readonly kind:
    | 'load'
    | 'listen'
    | 'record'
    | 'snapshot'
    | 'content'
    | 'guardrail'
    | 'spool'
    | 'responses'
  readonly message: string
  readonly cause?: unknown
}

export interface RecordingCounters {
  readonly recorded: number
  readonly written: number
  /** Not taken because the buffer was full, or given up at close. */
  readonly dropped: number
  /** Refused by the database for what they hold. */
  readonly rejected: number
  readonly waiting: number
  /** Left in the spool by an earlier process and sent by this one. */
  readonly replayed: number
  /** Lines of the spool that were not what had been written. */
  readonly damaged: number
}
