import { Judgement, type Memory } from './judgements.ts'
import { type Reading, read } from './text/reading.ts'
import type { Finding } from './types.ts'
import { type Holder, pathOf } from './variables.ts'

/** One text to be judged. Reading it is shared by all rules and done only when a rule asks for it. */
export class Subject {
  readonly text: string
  /** Whether rules that look at words will judge it, so that reading it is not for one rule alone. */
  readonly isForWords: boolean
  readonly #memory: Memory | null
  readonly #holder: Holder | null
  readonly #key: string | number
  #judgement: Judgement | null = null
  #reading: Reading | null = null

  /** `memory`: where what rules find is kept for the next call that brings the same text. */
  constructor(
    text: string,
    isForWords: boolean,
    memory: Memory | null,
    holder: Holder | null = null,
    key: string | number = '',
  ) {
    this.text = text
    this.isForWords = isForWords
    this.#memory = memory
    this.#holder = holder
    this.#key = key
  }

  /** Path of the variable it is the value of, null for the text of the call. */
  get variable(): string | null {
    return this.#holder === null ? null : pathOf(this.#holder, this.#key)
  }

  /** What depends on the text alone is found once for all calls that bring it. `slot`: the rule's number. */
  findings(slot: number, find: (subject: Subject) => readonly Finding[]): readonly Finding[] {
    const judgement = this.judgement()
    const known = judgement.found(slot)
    if (known !== undefined) return known
    const found = find(this)
    judgement.keep(slot, found)
    return found
  }

  judgement(): Judgement {
    this.#judgement ??=
      this.#memory === null ? new Judgement(this.text) : this.#memory.of(this.text)
    return this.#judgement
  }

  reading(): Reading {
    this.#reading ??= read(this.text)
    return this.#reading
  }
}
