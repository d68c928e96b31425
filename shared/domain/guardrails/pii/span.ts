import type { Cue } from '../text/context.ts'
import type { DigitGroup } from '../text/digits.ts'
import type { Tokens } from '../text/reading.ts'
import type { PiiEntity } from '../types.ts'

/** A folded text with the anchors all numeric detectors share. */
export interface PiiSource {
  text: string
  groups: readonly DigitGroup[]
  tokens: Tokens
  cues: readonly Cue[]
  /** Length of the longest word of mixed characters. */
  longestMixed: number
}

/**
 * A reading that is certain enough to keep looser readings away, and is not reported itself:
 * an account number with a wrong check digit (no card, no phone number), other numbers in a fixed form (no phone number).
 */
export type Decoy = 'DECOY_ACCOUNT' | 'DECOY_NUMBER'

/** Offsets of the folded text. */
export interface SourceSpan {
  entity: PiiEntity | Decoy
  start: number
  end: number
  /** 1: a checksum or a grammar holds; lower: form and words around it speak for it. */
  score: number
}

export interface PiiSpan extends SourceSpan {
  entity: PiiEntity
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
