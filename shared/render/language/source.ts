import type { Analysis } from '../analysis.ts'

/** What is known about the template that is edited. */
export interface LanguageSource {
  /** The texts in order; null for a placeholder of messages. */
  readonly texts: readonly (string | null)[]
  readonly declared: readonly { readonly name: string; readonly description?: string }[]
  /** Sample values by variable. */
  readonly sample: Readonly<Record<string, unknown>>
  /** Names of the templates that can be included. */
  readonly partials: readonly string[]
  /** What the texts use; asked for only where it is needed. */
  readonly analysis: () => Analysis
}

/** One thing that may be written. */
export interface Completion {
  readonly label: string
  readonly kind:
    | 'variable'
    | 'attribute'
    | 'method'
    | 'filter'
    | 'test'
    | 'global'
    | 'macro'
    | 'partial'
    | 'keyword'
  /** A signature, a type or a sample value. */
  readonly detail: string
  /** One line, may be empty. */
  readonly doc: string
  /** What most likely comes next. */
  readonly isFirst?: boolean
}

/** What may be written, and the part of the text that it replaces. */
export interface Completions {
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

/** A part of one text, as offsets. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A part of one of the texts. */
export interface TextRange extends Range {
  readonly textIndex: number
}
