import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { Content } from '#shared/contract/template.ts'
import type { Violation } from './found.ts'
import type { Subject } from './protocol.ts'

/** A place in the author's text that a guardrail has something to say about. */
export interface Flag {
  /** `text`: the author wrote it, nothing is blocked. `variable`: a value that comes in here is judged. */
  readonly kind: 'text' | 'variable'
  readonly action: Violation['action']
  readonly title: string
  /** Null in a template of one text. */
  readonly messageIndex: number | null
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** One text at rest, with what the guardrails found in its sample values. */
export interface FlagJob {
  readonly views: readonly GuardrailView[]
  readonly content: Content
  readonly template: Subject
  readonly violations: readonly Violation[]
}
