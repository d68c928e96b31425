import type { Codes } from './codes.ts'

/** What a text has that detectors start from; where it is missing they need not look. */
export const mark = {
  /** `@`. */
  at: 1,
  /** Two colons with at most four characters between them: `:0db8:`. */
  colons: 2,
  /** A bracket that may hide an `@`: `(at)`, `[arroba]`, `< chez >`. */
  bracketedAt: 4,
  /** The beginning of `%40`, `&#64;` or `&commat;`. */
  escapedAt: 8,
  /** `*` or `!`, behind which words are half hidden. */
  hidden: 16,
  /** "dot" and "at" as words. */
  dotWord: 32,
  atWord: 64,
  digitWord: 128,
} as const

/** Marks and counts of a folded text. */
export interface Anchors {
  /** Bits of {@link mark}. */
  marks: number
  /** All digits. */
  digits: number
  /** Most digits in runs that stand near enough to each other to be one number. */
  joined: number
  /** Digits that stand alone, as figures or as words. */
  dictated: number
}

const widestColonPair = 5
const blank = 32

const isLetterAt = (codes: Codes, at: number, letter: number): boolean =>
  ((codes[at] ?? 0) | 32) === letter
const [a, c, h, r, t] = [97, 99, 104, 114, 116]

/** What a bracket may hide an `@` behind; letters such as ä count. */
function opensAt(codes: Codes, bracketAt: number): boolean {
  const at = codes[bracketAt + 1] === blank ? bracketAt + 2 : bracketAt + 1
  if (isLetterAt(codes, at, a)) return isLetterAt(codes, at + 1, t) || isLetterAt(codes, at + 1, r)
  return (codes[at] ?? 0) > 127 || (isLetterAt(codes, at, c) && isLetterAt(codes, at + 1, h))
}

function followsColon(codes: Codes, at: number): boolean {
  for (let back = 1; back <= widestColonPair && back <= at; back += 1)
    if (codes[at - back] === codes[at]) return true
  return false
}

/** What the mark at `at` says. */
export function markAt(codes: Codes, at: number): number {
  switch (codes[at]) {
    case 33: // !
    case 42: // *
      return mark.hidden
    case 58: // :
      return followsColon(codes, at) ? mark.colons : 0
    case 37: // %, then 4
      return codes[at + 1] === 52 ? mark.escapedAt : 0
    case 38: // &, then # or c
      return codes[at + 1] === 35 || isLetterAt(codes, at + 1, c) ? mark.escapedAt : 0
    default:
      return opensAt(codes, at) ? mark.bracketedAt : 0
  }
}
