import type { Cue } from '../text/context.ts'
import type { DigitGroup } from '../text/digits.ts'
import type { Reading, Tokens } from '../text/reading.ts'
import { piiCues } from './cue-words.ts'

/** A folded text with the anchors all numeric detectors share. */
export class PiiSource {
  readonly text: string
  readonly groups: readonly DigitGroup[]
  readonly tokens: Tokens
  readonly #reading: Reading
  #cues: readonly Cue[] | null = null

  constructor(reading: Reading) {
    this.text = reading.text
    this.groups = reading.groups
    this.tokens = reading.tokens
    this.#reading = reading
  }

  /** The words that tell numbers apart: looked for when the first number asks. */
  get cues(): readonly Cue[] {
    this.#cues ??= piiCues.find(this.#reading)
    return this.#cues
  }
}

/** The groups `from` to `to` inclusive as one digit string. */
export function digitsOf(source: PiiSource, from: number, to: number): string {
  let digits = ''
  for (let at = from; at <= to; at += 1) {
    const group = source.groups[at]
    if (group !== undefined) digits += source.text.slice(group.start, group.end)
  }
  return digits
}

/** The text between group `at` and the next one. */
export function gapAfter(source: PiiSource, at: number): string {
  const here = source.groups[at]
  const next = source.groups[at + 1]
  return here === undefined || next === undefined ? '\n\n' : source.text.slice(here.end, next.start)
}
