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
export function foldAstral(point: number): string | null {
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
export function foldUnit(unit: number, char: string): string {
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const nonAscii = /[^\x00-\x7f]/

const same = (offset: number): number => offset
/** A plain ASCII text: nothing to fold. */
export const unfolded = (text: string): FoldedText => ({
  text,
  isAscii: true,
  start: same,
  end: same,
})

/** Collects folded text and where it came from. */
class FoldedBuilder {
  readonly #original: string
  readonly #starts: Int32Array
  readonly #ends: Int32Array
  #length = 0
  #text = ''

  constructor(original: string) {
    this.#original = original
    this.#starts = new Int32Array(original.length)
    this.#ends = new Int32Array(original.length)
  }

  /** Takes a stretch as it is. */
  keep(from: number, to: number): void {
    this.#text += this.#original.slice(from, to)
    for (let at = from; at < to; at += 1) {
      this.#starts[this.#length] = at
      this.#ends[this.#length] = at + 1
      this.#length += 1
    }
  }

  /** Puts `piece` in place of the character at `at`. */
  replace(at: number, width: number, piece: string): void {
    this.#text += piece
    for (let unit = 0; unit < piece.length; unit += 1) {
      // An astral character that stays keeps both units, each pointing at the whole character.
      this.#starts[this.#length] = at
      this.#ends[this.#length] = at + width
      this.#length += 1
    }
  }

  build(): FoldedText {
    const length = this.#length
    return {
      text: this.#text,
      isAscii: false,
      start: (offset) => (offset < length ? (this.#starts[offset] ?? 0) : this.#original.length),
      end: (offset) => (offset > 0 ? (this.#ends[offset - 1] ?? this.#original.length) : 0),
    }
  }
}

/** Folds `text`; plain ASCII costs one scan. */
export function fold(text: string): FoldedText {
  if (!nonAscii.test(text)) return unfolded(text)
  const builder = new FoldedBuilder(text)
  let kept = 0
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80 || staysAsIs(unit)) {
      at += 1
      continue
    }
    builder.keep(kept, at)
    const point = text.codePointAt(at) ?? unit
    const width = point > 0xffff ? 2 : 1
    const piece = width === 2 ? foldAstral(point) : foldUnit(unit, text.charAt(at))
    builder.replace(at, width, piece ?? text.slice(at, at + width))
    at += width
    kept = at
  }
  builder.keep(kept, text.length)
  return builder.build()
}
