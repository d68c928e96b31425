import type { Violation } from '#shared/domain/guardrails/types.ts'
import type { RenderedPrompt } from '../types.ts'

/** What a model answered. Only the text is needed; the rest is recorded as far as it is known. */
export interface ModelAnswer {
  readonly text: string
  /** The model that answered, which may be more exact than the one asked for. */
  readonly model?: string
  /** As OpenTelemetry names providers: `openai`, `anthropic`, `gcp.gemini`, … */
  readonly provider?: string
  readonly responseId?: string
  readonly finishReasons?: readonly string[]
  readonly inputTokens?: number
  readonly outputTokens?: number
  readonly costUsd?: number
}

/** A model's answer as it may be shown, or why it may not. */
export type FilteredOutput =
  | {
      readonly kind: 'success'
      /** Redacted by the output guardrails, then with the values of this call's own placeholders put back. */
      readonly text: string
      readonly violations: readonly Violation[]
    }
  | { readonly kind: 'blocked'; readonly violations: readonly Violation[] }

/** What came of asking a model. Never a throw: all three are for the caller to look at. */
export type AnsweredPrompt =
  | {
      readonly kind: 'success'
      readonly text: string
      readonly answer: ModelAnswer
      readonly isCached: boolean
      readonly executionId: string | null
      readonly violations: readonly Violation[]
    }
  | {
      readonly kind: 'blocked'
      readonly isCached: boolean
      readonly executionId: string | null
      readonly violations: readonly Violation[]
    }
  | {
      readonly kind: 'failure'
      readonly code: 'model_failed'
      readonly message: string
      readonly cause: unknown
      readonly executionId: string | null
    }

/** Asks a model, in whatever way the application does; a bare text is an answer, too. */
export type AskModel = (prompt: RenderedPrompt) => Promise<ModelAnswer | string>

export interface RespondRequest {
  /** `false`: neither looks for a kept answer nor keeps this one. */
  readonly cache?: boolean
  /** Answers are shared within a scope alone, e.g. a user's id. Default: one for all. */
  readonly cacheScope?: string
}
