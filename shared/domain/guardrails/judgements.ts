import type { Finding } from './types.ts'

/** What the rules of one set found in one text, by the number of the rule; holes where none has looked yet. */
export type Judgement = (readonly Finding[] | undefined)[]

/** Characters of each of the two generations that are kept; small enough to stay near the processor. */
const generationCharacters = 65_536
/** Longer texts are not kept at all: four megabytes stay at most, whatever is checked. */
const mostCharacters = 1_000_000
/** An entry is not free, however short its text: a million numbers must not stay either. */
const entryCharacters = 64

/**
 * What rules found in texts of late. A call shows the same variables before rendering and again beside
 * every message, and a template's fixed messages come back with each call: every text is judged once.
 * Two generations instead of an order of use: when the young one is full it becomes the old one, and
 * what is asked for again moves back, which costs nothing on each look.
 */
export class Judgements {
  #young = new Map<string, Judgement>()
  #old = new Map<string, Judgement>()
  #characters = 0

  /** The judgement of exactly this text, empty when it was not met of late. */
  of(text: string): Judgement {
    const known = this.#young.get(text)
    if (known !== undefined) return known
    const judgement = this.#old.get(text) ?? []
    this.#keep(text, judgement)
    return judgement
  }

  #keep(text: string, judgement: Judgement): void {
    if (text.length > mostCharacters) return
    if (this.#characters > generationCharacters) {
      this.#old = this.#young
      this.#young = new Map()
      this.#characters = 0
    }
    this.#young.set(text, judgement)
    this.#characters += text.length + entryCharacters
  }
}
