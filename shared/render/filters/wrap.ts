import { raiseValueError } from '../errors.ts'
import { codePoints, isSpace } from '../values/text.ts'

/** The options of textwrap that Jinja2 passes on. */
export interface WrapRules {
  readonly width: number
  readonly breakLong: boolean
  readonly breakOnHyphens: boolean
}

/** A word or a gap: the characters of the line from `start` to `end`. */
interface Chunk {
  start: number
  readonly end: number
}

/** Breaks one line into lines of at most `width` characters, where Python's textwrap would. */
export const wrapText = (text: string, rules: WrapRules): string[] => {
  const { width, breakLong, breakOnHyphens } = rules
  if (width <= 0) raiseValueError(`invalid width ${width} (must be > 0)`)
  const chars = codePoints(text)
  /** What is left of the line, the next chunk last. */
  const chunks = splitChunks(chars, breakOnHyphens).reverse()
  const isBlank = (chunk: Chunk | undefined): boolean =>
    chunk !== undefined &&
    (chunk.start === chunk.end || isSpace((chars[chunk.start] ?? '').charCodeAt(0)))
  /** Puts as much of a word as fits on the line, up to its last hyphen if it has one. */
  const breakWord = (word: Chunk, line: Chunk[], space: number): void => {
    if (breakLong) {
      const end = breakOnHyphens ? hyphenEnd(chars, word.start, space) : word.start + space
      // An empty part is pushed too: textwrap then drops it instead of the gap before it.
      line.push({ start: word.start, end })
      word.start = end
    } else if (line.length === 0) {
      chunks.pop()
      line.push(word)
    }
  }
  const fillLine = (): Chunk[] => {
    const line: Chunk[] = []
    let space = width
    for (let next = chunks.at(-1); next; next = chunks.at(-1)) {
      const size = next.end - next.start
      if (size > space) {
        if (size > width) breakWord(next, line, space)
        break
      }
      line.push(next)
      chunks.pop()
      space -= size
    }
    return line
  }
  const lines: string[] = []
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop()
    const line = fillLine()
    if (isBlank(line.at(-1))) line.pop()
    if (line.length > 0) {
      lines.push(line.map(({ start, end }) => chars.slice(start, end).join('')).join(''))
    }
  }
  return lines
}

/** Where a word is broken to fill `space`: behind its last hyphen there, if something stands before it. */
const hyphenEnd = (chars: readonly string[], start: number, space: number): number => {
  let hyphen = start + space - 1
  while (hyphen > start && chars[hyphen] !== '-') hyphen--
  const isUseful = hyphen > start && chars.slice(start, hyphen).some((char) => char !== '-')
  return isUseful ? hyphen + 1 : start + space
}

/** The white space that textwrap knows: ASCII only. */
const isGap = (char = ''): boolean => /[ \t\n\v\f\r]/.test(char)
const isLetter = (char = ''): boolean => /[\p{L}_]/u.test(char)
const isWord = (char = ''): boolean => /[\p{L}\p{N}_]/u.test(char)
const isPunctuated = (char = ''): boolean => /[\p{L}\p{N}_!"'&.,?]/u.test(char)

/** Words and the white space between them; words also end behind hyphens and around dashes. */
const splitChunks = (chars: readonly string[], breakOnHyphens: boolean): Chunk[] => {
  const chunks: Chunk[] = []
  for (let start = 0; start < chars.length; ) {
    const end = chunkEnd(chars, start, breakOnHyphens)
    chunks.push({ start, end })
    start = end
  }
  return chunks
}

const chunkEnd = (chars: readonly string[], start: number, breakOnHyphens: boolean): number => {
  let end = start
  if (isGap(chars[start])) {
    while (isGap(chars[end])) end++
    return end
  }
  if (breakOnHyphens && isPunctuated(chars[start - 1])) {
    const dash = dashEnd(chars, start)
    if (dash > 0) return dash
  }
  for (end = start + 1; end < chars.length && !isGap(chars[end]); end++) {
    if (breakOnHyphens && isBreak(chars, start, end)) return end
  }
  return end
}

/** Offset behind a run of two or more hyphens before a word; 0 if there is none. */
const dashEnd = (chars: readonly string[], start: number): number => {
  let end = start
  while (chars[end] === '-') end++
  return end - start >= 2 && isWord(chars[end]) ? end : 0
}

/** Whether a word may be broken before `at`: behind a hyphen in a compound, or before a dash. */
const isBreak = (chars: readonly string[], start: number, at: number): boolean => {
  if (isPunctuated(chars[at - 1]) && dashEnd(chars, at) > 0) return true
  if (chars[at - 1] !== '-' || at - 1 <= start) return false
  const isAfterLetters =
    isLetter(chars[at - 2]) &&
    (isLetter(chars[at - 3]) || (chars[at - 3] === '-' && isLetter(chars[at - 4])))
  if (!isAfterLetters || !isLetter(chars[at])) return false
  return isLetter(chars[at + 1]) || (chars[at + 1] === '-' && isLetter(chars[at + 2]))
}
