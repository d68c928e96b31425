import type { Judgement } from './judgements.ts'
import { type Reading, read } from './text/reading.ts'

/** One text to be judged. Reading it is shared by all rules and done only when a rule asks for it. */
export class Subject {
  readonly text: string
  /** Path of the variable it is the value of, null for the text of the call. */
  readonly variable: string | null
  /** What rules found in the very same text before. */
  readonly judgement: Judgement
  #reading: Reading | null = null

  constructor(text: string, variable: string | null, judgement: Judgement = []) {
    this.text = text
    this.variable = variable
    this.judgement = judgement
  }

  reading(): Reading {
    this.#reading ??= read(this.text)
    return this.#reading
  }
}
