import type { Subject } from '../subject.ts'
import type { CustomScope, Finding } from '../types.ts'

/**
 * A rule ready to run. `content` rules judge each variable apart and the text of the call; `whole`
 * rules judge a text as one thing (its length, its structure); `call` rules see the whole call once.
 */
export type CompiledRule = ContentRule | WholeRule | CallRule | LaterRule

/** What it finds depends on the text alone. */
export interface ContentRule {
  scope: 'content'
  /** Whether it looks at every word of every text. */
  readsWords: boolean
  /** Whether it finds nothing for sure, at first sight; false says nothing. */
  isClearAtOnce?(text: string): boolean
  find(subject: Subject): readonly Finding[]
}

export interface WholeRule {
  scope: 'whole'
  find(subject: Subject): readonly Finding[]
}

export interface CallRule {
  scope: 'call'
  find(subject: Subject, call: CustomScope): readonly Finding[]
}

/** Nothing, the same one every time. */
export const noFindings: readonly Finding[] = []

/** A rule that has to wait for something: a model's answer, a tokenizer. `of` is what it judges. */
export interface LaterRule {
  scope: 'later'
  of: 'content' | 'whole'
  findLater(subject: Subject): Promise<Finding[]>
}

/** A rule that cannot be evaluated here: the engine records the sentence as a failure. */
export class RuleFailure extends Error {
  override name = 'RuleFailure'
}

/** A sentence for the record: our own are meant for users, anything else is named as what it is. */
export const failureMessage = (error: unknown): string => {
  if (error instanceof RuleFailure) return error.message
  return `The rule could not be evaluated: ${error instanceof Error ? error.message : String(error)}`
}
