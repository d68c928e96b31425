import type { Finding } from './types.ts'

/** Rules with a number from here on have no bit of their own, and are remembered in the longer way. */
const bits = 31

/** The bit of a rule's number in sets of rules, 0 for numbers that have none. */
export const bitOf = (slot: number): number => (slot < bits ? 1 << slot : 0)

const nothing: readonly Finding[] = []

/** What the rules of one set found in one text, by the number of the rule. */
export class Judgement {
  readonly text: string
  /** Rules that found nothing: what is so of most rules and texts needs no list. */
  #clear = 0
  #found: (readonly Finding[] | undefined)[] | null = null

  constructor(text: string) {
    this.text = text
  }

  /** Undefined where the rule has not looked yet. */
  found(slot: number): readonly Finding[] | undefined {
    if ((this.#clear & bitOf(slot)) !== 0) return nothing
    return this.#found === null ? undefined : this.#found[slot]
  }

  /** Whether all these rules have looked and found nothing. */
  isClear(bits: number): boolean {
    return (this.#clear & bits) === bits
  }

  keep(slot: number, findings: readonly Finding[]): void {
    const bit = bitOf(slot)
    if (findings.length === 0 && bit !== 0) this.#clear |= bit
    else {
      this.#found ??= []
      this.#found[slot] = findings
    }
  }
}

/** Texts that are kept at most; a power of two. */
const places = 1024
/** Characters of all texts that are kept. */
const mostCharacters = 131_072
/** Longer texts are not kept at all: two megabytes stay at most, whatever is checked. */
const longestText = 1_000_000
const samples = 8

/** A number made of a text's length and a few of its characters, which costs the same for every text. */
function signOf(text: string): number {
  const { length } = text
  const step = Math.max(1, Math.trunc(length / samples))
  let hash = length
  for (let at = length - 1; at >= 0; at -= step)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

const placeOf = (sign: number): number => (sign ^ (sign >>> 15)) & (places - 1)

/** Gives the judgement of a text, in which rules put what they find. */
export interface Memory {
  of(text: string): Judgement
}

/**
 * What rules found in texts of late. A call shows the same variables before rendering and again beside
 * every message, and a template's fixed messages come back with each call: every text is judged once.
 * A text has one place, and the next one of that place takes it over: most texts come once and never
 * again, and keeping them must cost next to nothing. A table of its own size would grow and be thrown away.
 */
export class Judgements implements Memory {
  readonly #judgements: (Judgement | null)[] = new Array<Judgement | null>(places).fill(null)
  /**
   * By place, side by side: the sign of the text that is kept there and its length. A text of another sign
   * is told apart here: what is kept was made long ago, and has to be fetched from far.
   */
  readonly #kept = new Int32Array(2 * places)
  /** Signs of the texts that were shown to `ofRepeated`, by place. */
  readonly #signs = new Int32Array(places)
  #characters = 0

  /** The judgement of exactly this text, if it was kept; asking leaves no trace. */
  known(text: string): Judgement | null {
    const sign = signOf(text)
    return this.#knownAt(placeOf(sign), sign, text)
  }

  /** The judgement of exactly this text, empty when it was not met of late. */
  of(text: string): Judgement {
    const sign = signOf(text)
    return this.#at(placeOf(sign), sign, text)
  }

  /**
   * For prompts: with something filled in they come once, and only fixed ones are worth keeping. So one is
   * kept from its second time on, as far as its sign tells that there was a first.
   */
  readonly ofRepeated: Memory = {
    of: (text) => {
      const sign = signOf(text)
      const place = placeOf(sign)
      if (this.#signs[place] === sign) return this.#at(place, sign, text)
      this.#signs[place] = sign
      return new Judgement(text)
    },
  }

  #knownAt(place: number, sign: number, text: string): Judgement | null {
    if (this.#kept[2 * place] !== sign) return null
    const known = this.#judgements[place] ?? null
    return known?.text === text ? known : null
  }

  #at(place: number, sign: number, text: string): Judgement {
    const known = this.#knownAt(place, sign, text)
    if (known !== null) return known
    const judgement = new Judgement(text)
    if (text.length <= longestText) this.#keep(place, sign, judgement)
    return judgement
  }

  #keep(place: number, sign: number, judgement: Judgement): void {
    const { length } = judgement.text
    this.#characters += length - (this.#kept[2 * place + 1] ?? 0)
    if (this.#characters > mostCharacters) {
      this.#judgements.fill(null)
      this.#kept.fill(0)
      this.#characters = length
    }
    this.#kept[2 * place] = sign
    this.#kept[2 * place + 1] = length
    this.#judgements[place] = judgement
  }
}
