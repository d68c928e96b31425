import { valueError } from '../errors.ts'
import { lengthOf, strip } from '../values/text.ts'

export interface WrapRules {
  readonly width: number
  readonly breakLong: boolean
  readonly breakOnHyphens: boolean
}

/** Breaks one line into lines of at most `width` characters, where Python's textwrap would. */
export function wrapText(text: string, rules: WrapRules): string[] {
  if (rules.width <= 0) throw valueError(`invalid width ${rules.width} (must be > 0)`)
  const chunks = splitChunks(text, rules.breakOnHyphens).reverse()
  const lines: string[] = []
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop()
    const line = fillLine(chunks, rules)
    if (isBlank(line.at(-1))) line.pop()
    if (line.length > 0) lines.push(line.join(''))
  }
  return lines
}

const isBlank = (chunk: string | undefined): boolean => chunk !== undefined && strip(chunk) === ''

/** Takes chunks from the end of the reversed list until the line is full. */
function fillLine(chunks: string[], rules: WrapRules): string[] {
  const line: string[] = []
  let used = 0
  for (let next = chunks.at(-1); next !== undefined; next = chunks.at(-1)) {
    const size = lengthOf(next)
    if (used + size > rules.width) {
      if (size > rules.width) breakLongWord(chunks, line, used, rules)
      break
    }
    line.push(next)
    chunks.pop()
    used += size
  }
  return line
}

function breakLongWord(chunks: string[], line: string[], used: number, rules: WrapRules): void {
  const word = Array.from(chunks.at(-1) ?? '')
  if (rules.breakLong) {
    const space = rules.width - used
    const hyphen = rules.breakOnHyphens ? word.slice(0, space).lastIndexOf('-') : -1
    const isUseful = hyphen > 0 && word.slice(0, hyphen).some((char) => char !== '-')
    const end = isUseful ? hyphen + 1 : space
    line.push(word.slice(0, end).join(''))
    chunks[chunks.length - 1] = word.slice(end).join('')
  } else if (line.length === 0) {
    line.push(chunks.pop() ?? '')
  }
}

/** The white space that textwrap knows: ASCII only. */
const isGap = (char: string | undefined): boolean => char !== undefined && ' \t\n\v\f\r'.includes(char)
const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}_]/u.test(char)
const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_]/u.test(char)
const isPunctuated = (char: string | undefined): boolean =>
  char !== undefined && (isWord(char) || '!"\'&.,?'.includes(char))

/** Words and the white space between them; words also end behind hyphens and around dashes. */
function splitChunks(text: string, breakOnHyphens: boolean): string[] {
  const chars = Array.from(text)
  const chunks: string[] = []
  let start = 0
  while (start < chars.length) {
    const end = chunkEnd(chars, start, breakOnHyphens)
    chunks.push(chars.slice(start, end).join(''))
    start = end
  }
  return chunks
}

function chunkEnd(chars: readonly string[], start: number, breakOnHyphens: boolean): number {
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
function dashEnd(chars: readonly string[], start: number): number {
  let end = start
  while (chars[end] === '-') end++
  return end - start >= 2 && isWord(chars[end]) ? end : 0
}

/** Whether a word may be broken before `at`: behind a hyphen in a compound, or before a dash. */
function isBreak(chars: readonly string[], start: number, at: number): boolean {
  if (isPunctuated(chars[at - 1]) && dashEnd(chars, at) > 0) return true
  if (chars[at - 1] !== '-' || at - 1 <= start) return false
  const isAfterLetters = isLetter(chars[at - 2]) && (isLetter(chars[at - 3]) || (chars[at - 3] === '-' && isLetter(chars[at - 4])))
  if (!isAfterLetters || !isLetter(chars[at])) return false
  return isLetter(chars[at + 1]) || (chars[at + 1] === '-' && isLetter(chars[at + 2]))
}
