/** Python counts code points where JavaScript counts UTF-16 units; these keep the first way. */

/** What was found out about one long text. */
interface Counted {
  readonly isAstral: boolean
  /** Length in code points. */
  readonly length: number
  points: readonly string[] | null
}

/** Shorter texts are counted anew each time; loops over the characters of longer ones ask again and again. */
const CACHED_LENGTH = 256
/** As many as a template is likely to walk through at once; the characters of a long text take memory. */
const MAX_CACHED = 4
const cache = new Map<string, Counted>()

/** The oldest goes when there are too many: a template walks few long texts at once. */
const counted = (text: string): Counted => {
  let known = cache.get(text)
  if (!known) {
    const length = countPoints(text, text.length)
    known = { isAstral: hasSurrogate(text), length, points: null }
    const [oldest] = cache.keys()
    if (cache.size >= MAX_CACHED && oldest !== undefined) cache.delete(oldest)
    cache.set(text, known)
  }
  return known
}

/** A plain loop: a pattern would be slower on the short texts that are the rule. */
const hasSurrogate = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdfff) return true
  }
  return false
}

/** Number of code points among the first `end` UTF-16 units. */
const countPoints = (text: string, end: number): number => {
  let pairs = 0
  for (let i = 0; i < end; i++) if (isPair(text, i)) pairs++
  return end - pairs
}

/** Whether two units from `i` on make one code point. */
const isPair = (text: string, i: number): boolean => {
  const unit = text.charCodeAt(i)
  if (unit < 0xd800 || unit > 0xdbff) return false
  const next = text.charCodeAt(i + 1)
  return next >= 0xdc00 && next <= 0xdfff
}

/** True if a string holds characters beyond the 16-bit range, so that the two counts differ. */
export const hasAstral = (text: string): boolean =>
  text.length > CACHED_LENGTH ? counted(text).isAstral : hasSurrogate(text)

/** Whether the characters of a text are at hand; otherwise indexing it has to read all of it first. */
export const isAtHand = (text: string): boolean => text.length <= CACHED_LENGTH || cache.has(text)

/** Length in code points. */
export const lengthOf = (text: string): number =>
  text.length > CACHED_LENGTH ? counted(text).length : countPoints(text, text.length)

/** The characters of a text; not to be changed. */
export const codePoints = (text: string): readonly string[] => {
  if (text.length <= CACHED_LENGTH) return Array.from(text)
  const known = counted(text)
  known.points ??= known.isAstral ? Array.from(text) : text.split('')
  return known.points
}

/** The part from `start` up to `end` (code points, neither negative). */
export const sliceText = (text: string, start: number, end: number): string => {
  if (!hasAstral(text)) return text.slice(start, end)
  const from = toUnitIndex(text, start, 0, 0)
  return text.slice(from, toUnitIndex(text, end, from, start))
}

/** Turns an index in code points into one in UTF-16 units, given that unit `unit` is code point `point`. */
const toUnitIndex = (text: string, index: number, unit: number, point: number): number => {
  let at = unit
  for (let i = point; i < index && at < text.length; i++) at += isPair(text, at) ? 2 : 1
  return at
}

/** Turns an index in UTF-16 units into one in code points. */
export const toCodePointIndex = (text: string, index: number): number =>
  index <= 0 ? index : countPoints(text, index)

/** The number of a character. */
export const codeOf = (char: string): number => char.codePointAt(0) ?? 0

/** A number in hexadecimal digits, at least `size` of them. */
export const hex = (code: number, size: number): string => code.toString(16).padStart(size, '0')

/** The escape that Python writes for a character that cannot be seen or is not ASCII. */
export const numericEscape = (char: string): string => {
  const code = codeOf(char)
  const [letter, size] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8]
  return `\\${letter}${hex(code, size)}`
}

/** Python's order of strings: by code point (UTF-16 order differs for characters beyond 16 bits). */
export const compareText = (a: string, b: string): number => {
  if (a === b) return 0
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return orderOf(x) < orderOf(y) ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

/** Surrogates sort after every 16-bit character. */
const orderOf = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

const SPACES = new Set(
  [28, 29, 30, 31, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].concat(
    Array.from({ length: 11 }, (_, i) => 0x2000 + i),
  ),
)

/** Whether Python's str.isspace and strip see the unit as white space. */
export const isSpace = (unit: number): boolean =>
  unit === 32 || (unit >= 9 && unit <= 13) || (unit > 27 && SPACES.has(unit))

/** str.lstrip() without arguments. */
export const stripStart = (text: string): string => {
  let i = 0
  while (i < text.length && isSpace(text.charCodeAt(i))) i++
  return i === 0 ? text : text.slice(i)
}

/** str.rstrip() without arguments. */
export const stripEnd = (text: string): string => {
  let i = text.length
  while (i > 0 && isSpace(text.charCodeAt(i - 1))) i--
  return i === text.length ? text : text.slice(0, i)
}

/** str.strip() without arguments; JavaScript's trim has another idea of white space. */
export const strip = (text: string): string => stripStart(stripEnd(text))

/** Splits on runs of white space, dropping empty ends, as str.split() does. */
export const splitSpaces = (text: string): string[] => {
  const words: string[] = []
  let start = -1
  for (let i = 0; i <= text.length; i++) {
    const isGap = i === text.length || isSpace(text.charCodeAt(i))
    if (!isGap && start < 0) start = i
    if (isGap && start >= 0) {
      words.push(text.slice(start, i))
      start = -1
    }
  }
  return words
}

const LINE_ENDS = new Set([10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029])

/** Python's str.splitlines: also splits at form feeds and Unicode line separators. */
export const splitLines = (text: string, keepEnds = false): string[] => {
  const lines: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (!LINE_ENDS.has(text.charCodeAt(i))) continue
    const next = text.startsWith('\r\n', i) ? i + 2 : i + 1
    lines.push(text.slice(start, keepEnds ? next : i))
    start = next
    i = next - 1
  }
  if (start < text.length) lines.push(text.slice(start))
  return lines
}
