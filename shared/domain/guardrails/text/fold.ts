/**
 * Folding: what a reader takes for "4111" becomes "4111", whatever code points it was written with,
 * and every folded character remembers where it came from. Full NFKC is not used because it changes
 * lengths in ways that no offset map of this size could follow, and because it keeps zero-width characters.
 */
export interface FoldedText {
  /** Same reading, mostly ASCII. Never longer than the original. */
  readonly text: string
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

const foldedUnits = new Map<number, string>()
/** Letters dominate non-Latin texts; the table keeps each at one lookup. Bounded by the 65536 units. */
function foldUnitOnce(unit: number): string {
  const known = foldedUnits.get(unit)
  if (known !== undefined) return known
  const folded = foldUnit(unit, String.fromCharCode(unit))
  foldedUnits.set(unit, folded)
  return folded
}

const identity = (text: string): FoldedText => ({ text, start: (o) => o, end: (o) => o })

/** Folds `text`; plain ASCII costs one scan. */
export function fold(text: string): FoldedText {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
  if (!/[^\x00-\x7f]/.test(text)) return identity(text)
  const starts = new Int32Array(text.length)
  const ends = new Int32Array(text.length)
  const out: string[] = []
  let length = 0
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) ?? 0
    const width = point > 0xffff ? 2 : 1
    const folded =
      point < 0x80 ? text.charAt(at) : width === 2 ? foldAstral(point) : foldUnitOnce(point)
    const piece = folded ?? text.slice(at, at + width)
    for (let unit = 0; unit < piece.length; unit += 1) {
      // An astral character that stays keeps both units, each pointing at the whole character.
      starts[length] = at
      ends[length] = at + width
      length += 1
    }
    if (piece !== '') out.push(piece)
    at += width
  }
  return {
    text: out.join(''),
    start: (offset) => (offset < length ? (starts[offset] ?? 0) : text.length),
    end: (offset) => (offset > 0 ? (ends[offset - 1] ?? text.length) : 0),
  }
}
