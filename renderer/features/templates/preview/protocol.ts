import type { CheckResultView, GuardrailView } from '#shared/contract/guardrail.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type { Problem } from '../editor/Problems.tsx'
import type { Bindings } from './engine.ts'
import type { Replaced } from './found.ts'
import type { Reading } from './usage.ts'

/** What guardrails know of a template to see whether they apply to it. */
export interface Subject {
  readonly name: string
  readonly category: string
  readonly labels: string[]
}

/** One text with its values, to be rendered and read. */
export interface Job {
  readonly content: Content
  readonly bindings: Bindings
  readonly template: Subject
}

/** What became of a text. */
export type Shown =
  | {
      readonly kind: 'success'
      readonly rendered: Rendered
      readonly checks: CheckResultView
      /** What guardrails replaced in it, to mark it there. */
      readonly replaced: readonly Replaced[]
    }
  | {
      readonly kind: 'blocked'
      readonly checks: CheckResultView
      /** What no model gets, so that its author sees what is wrong with it; null where it is not known. */
      readonly unsent: Rendered | null
    }
  | { readonly kind: 'failure'; readonly problem: Problem }

export type ToPreviewer =
  | { readonly kind: 'guardrails'; readonly views: readonly GuardrailView[] }
  | { readonly kind: 'show'; readonly job: Job }
  | { readonly kind: 'read'; readonly job: Job }

export type FromPreviewer =
  | { readonly kind: 'shown'; readonly shown: Shown }
  | { readonly kind: 'read'; readonly reading: Reading }
  /** A bug of ours, not of the template. */
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string }
