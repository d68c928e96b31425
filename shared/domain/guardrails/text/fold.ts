import type { Codes } from './codes.ts'

/**
 * Folding: what a reader takes for "4111" becomes "4111", whatever code points it was written with,
 * and every folded character remembers where it came from. Full NFKC is not used because it changes
 * lengths in ways that no offset map of this size could follow, and because it keeps zero-width characters.
 */
export interface FoldedText {
  /** Same reading, mostly ASCII. Never longer than the original. */
  readonly text: string
  /** Whether the original is plain ASCII, so that nothing had to be folded. */
  readonly isAscii: boolean
  /** Offset in the original of a folded start offset. */
  start(offset: number): number
  /** Offset in the original just behind the last folded character before `offset`. */
  end(offset: number): number
}

/** First code points of decimal digit runs (0 to 9) of other scripts. */
const digitRuns = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
]
/** Marks that are not seen: joiners, direction marks, fillers, variation selectors. */
const dropped =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: every character is meant by itself
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/
const dashes = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\u30fc]/
const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/
const punctuation: Record<string, string> = {
  '\u00b7': '.',
  '\u2022': '.',
  '\u2027': '.',
  '\u2219': '.',
  '\u30fb': '.',
  '\u2024': '.',
  '\u3002': '.',
  '\ufe52': '.',
  '\uff61': '.',
  '\ufe6b': '@',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\ufe55': ':',
  '\u2236': ':',
  '\u2044': '/',
  '\u2215': '/',
}
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const subscripts = '₀₁₂₃₄₅₆₇₈₉'

/** Mathematical and other styled alphabets beyond U+FFFF; '' = dropped, null = keep as it is. */
function foldAstral(point: number): string | null {
  if (point >= 0x1d7ce && point <= 0x1d7ff) return String((point - 0x1d7ce) % 10)
  if (point >= 0x1fbf0 && point <= 0x1fbf9) return String(point - 0x1fbf0)
  if (point >= 0x1d400 && point <= 0x1d6a3) {
    const letter = (point - 0x1d400) % 52
    return String.fromCharCode(letter < 26 ? 65 + letter : 71 + letter)
  }
  // Tag characters are invisible copies of ASCII, used to hide instructions: read them.
  if (point >= 0xe0020 && point <= 0xe007e) return String.fromCharCode(point - 0xe0000)
  if (point >= 0xe0000 && point <= 0xe01ef) return ''
  return null
}

/** What a unit is read as; '' = dropped. */
function foldUnit(unit: number, char: string): string {
  if (unit >= 0xff01 && unit <= 0xff5e && unit !== 0xff0d) return String.fromCharCode(unit - 0xfee0)
  if (dropped.test(char)) return ''
  if (dashes.test(char)) return '-'
  if (spaces.test(char)) return ' '
  const mark = punctuation[char]
  if (mark !== undefined) return mark
  if (unit >= 0x2460 && unit <= 0x2468) return String(unit - 0x245f)
  const small = Math.max(superscripts.indexOf(char), subscripts.indexOf(char))
  if (small >= 0) return String(small)
  for (const first of digitRuns) if (unit >= first && unit < first + 10) return String(unit - first)
  return char
}

/** Per UTF-16 unit: 0 = not met, 1 = stays as it is, 2 = changes (or is half an astral character). */
const fates = new Uint8Array(65_536)

/** Letters dominate non-Latin texts: each costs one lookup. */
function staysAsIs(unit: number): boolean {
  const known = fates[unit] ?? 0
  if (known !== 0) return known === 1
  const char = String.fromCharCode(unit)
  const isKept = (unit < 0xd800 || unit > 0xdbff) && foldUnit(unit, char) === char
  fates[unit] = isKept ? 1 : 2
  return isKept
}

const same = (offset: number): number => offset
/** A text that is read as it is written. */
export const unfolded = (text: string, isAscii: boolean): FoldedText => ({
  text,
  isAscii,
  start: same,
  end: same,
})

/** Whether any of the characters is read as something else. */
export function needsFolding(codes: Codes, length: number): boolean {
  for (let at = 0; at < length; at += 1) {
    const unit = codes[at] ?? 0
    if (unit >= 0x80 && !staysAsIs(unit)) return true
  }
  return false
}

/** `keep` is given stretches that stay, `replace` what is put in place of the character at `at`. */
function eachPiece(
  text: string,
  keep: (from: number, to: number) => void,
  replace: (at: number, width: number, piece: string) => void,
): void {
  let kept = 0
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80 || staysAsIs(unit)) {
      at += 1
      continue
    }
    keep(kept, at)
    const point = text.codePointAt(at) ?? unit
    const width = point > 0xffff ? 2 : 1
    const piece = width === 2 ? foldAstral(point) : foldUnit(unit, text.charAt(at))
    replace(at, width, piece ?? text.slice(at, at + width))
    at += width
    kept = at
  }
  keep(kept, text.length)
}

/** Where each folded character begins and ends in the original. */
interface Origins {
  length: number
  starts: Int32Array
  ends: Int32Array
}

function originsOf(original: string): Origins {
  const starts = new Int32Array(original.length)
  const ends = new Int32Array(original.length)
  let length = 0
  const put = (start: number, end: number): void => {
    starts[length] = start
    ends[length] = end
    length += 1
  }
  eachPiece(
    original,
    (from, to) => {
      for (let at = from; at < to; at += 1) put(at, at + 1)
    },
    (at, width, piece) => {
      // An astral character that stays keeps both units, each pointing at the whole character.
      for (let unit = 0; unit < piece.length; unit += 1) put(at, at + width)
    },
  )
  return { length, starts, ends }
}

/** Most folded texts hold nothing of interest: the way back is worked out when somebody asks for it. */
class Folded implements FoldedText {
  readonly text: string
  readonly isAscii = false
  readonly #original: string
  #origins: Origins | null = null

  constructor(original: string, text: string) {
    this.#original = original
    this.text = text
  }

  #known(): Origins {
    this.#origins ??= originsOf(this.#original)
    return this.#origins
  }

  start(offset: number): number {
    const { length, starts } = this.#known()
    return offset < length ? (starts[offset] ?? 0) : this.#original.length
  }

  end(offset: number): number {
    return offset > 0 ? (this.#known().ends[offset - 1] ?? this.#original.length) : 0
  }
}

/** Folds `text`. */
export function fold(text: string): FoldedText {
  let folded = ''
  eachPiece(
    text,
    (from, to) => {
      folded += text.slice(from, to)
    },
    (_at, _width, piece) => {
      folded += piece
    },
  )
  return new Folded(text, folded)
}
