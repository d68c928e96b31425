import type { Finding } from './types.ts'

/** What the rules of one set found in one text, by the number of the rule; holes where none has looked yet. */
export type Judgement = (readonly Finding[] | undefined)[]

/** Texts that are kept at most; a power of two. */
const places = 1024
/** Characters of all texts that are kept. */
const mostCharacters = 131_072
/** Longer texts are not kept at all: two megabytes stay at most, whatever is checked. */
const longestText = 1_000_000
const samples = 8

/** Where a text is kept: by its length and a few of its characters, which costs the same for every text. */
function placeOf(text: string): number {
  const { length } = text
  const step = Math.max(1, Math.trunc(length / samples))
  let hash = length
  for (let at = length - 1; at >= 0; at -= step)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & (places - 1)
}

/**
 * What rules found in texts of late. A call shows the same variables before rendering and again beside
 * every message, and a template's fixed messages come back with each call: every text is judged once.
 * A text has one place, and the next one of that place takes it over: most texts come once and never
 * again, and keeping them must cost next to nothing. A table of its own size would grow and be thrown away.
 */
export class Judgements {
  readonly #texts: (string | null)[] = new Array<string | null>(places).fill(null)
  readonly #judgements: Judgement[] = new Array<Judgement>(places).fill([])
  #characters = 0

  /** The judgement of exactly this text, empty when it was not met of late. */
  of(text: string): Judgement {
    const place = placeOf(text)
    if (this.#texts[place] === text) return this.#judgements[place] ?? []
    const judgement: Judgement = []
    if (text.length <= longestText) this.#keep(place, text, judgement)
    return judgement
  }

  #keep(place: number, text: string, judgement: Judgement): void {
    this.#characters += text.length - (this.#texts[place]?.length ?? 0)
    if (this.#characters > mostCharacters) {
      this.#texts.fill(null)
      this.#characters = text.length
    }
    this.#texts[place] = text
    this.#judgements[place] = judgement
  }
}
