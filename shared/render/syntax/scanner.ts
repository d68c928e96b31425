import { raiseSyntaxError } from '../errors.ts'
import type { TokenType } from './tokens.ts'

/** First characters of operators, and the operators of two characters. */
const SINGLE: ReadonlySet<string> = new Set('+-/*%~[](){}><=.:|,;')
const DOUBLE: ReadonlySet<string> = new Set(['//', '**', '==', '!=', '>=', '<='])

const SPACE = /\s+/y
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const WORD = /[\p{L}\p{N}\p{Mn}\p{Mc}\p{Pc}]+/uy
const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u

/** The kind of a token and the offset behind it. */
export interface Scanned {
  readonly type: TokenType | 'space'
  readonly end: number
}

/** Sticky patterns read from one place and never search ahead. */
const matchEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** The token inside a tag that starts at `at`; a syntax error where there is none. */
export const scanToken = (text: string, at: number): Scanned => {
  const code = text.charCodeAt(at)
  if (isWordStart(code)) return scanName(text, at)
  if (code === 32 || code === 10 || code === 9) return { type: 'space', end: scanSpace(text, at) }
  if (code === 39 || code === 34) return { type: 'string', end: scanString(text, at, code) }
  const isDigit = code >= 48 && code <= 57
  return (isDigit ? scanNumber(text, at) : undefined) ?? scanOther(text, at)
}

/** ASCII letters and the underscore: nearly every name of nearly every template. */
const isWordStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95

/** Names of ASCII letters, which is nearly all, need no pattern. */
const scanName = (text: string, at: number): Scanned => {
  let end = at + 1
  let code = text.charCodeAt(end)
  while (isWordStart(code) || (code >= 48 && code <= 57)) code = text.charCodeAt(++end)
  return code > 127 ? scanOther(text, at) : { type: 'name', end }
}

/** A run of spaces needs no pattern either. */
const scanSpace = (text: string, at: number): number => {
  let end = at + 1
  while (text.charCodeAt(end) === 32) end++
  const code = text.charCodeAt(end)
  return code > 32 && code < 127 ? end : matchEnd(SPACE, text, at)
}

/** After a dot, `1.5` is an index and then another one: no float starts there. */
const scanNumber = (text: string, at: number): Scanned | undefined => {
  const float = text[at - 1] === '.' ? -1 : matchEnd(FLOAT, text, at)
  if (float > 0) return { type: 'float', end: float }
  const integer = matchEnd(INTEGER, text, at)
  return integer > 0 ? { type: 'integer', end: integer } : undefined
}

/** Two-letter operators come first: `//` is one token. */
const scanOther = (text: string, at: number): Scanned => {
  if (DOUBLE.has(text.slice(at, at + 2))) return { type: 'operator', end: at + 2 }
  if (SINGLE.has(text.charAt(at))) return { type: 'operator', end: at + 1 }
  const word = matchEnd(WORD, text, at)
  if (word > 0) {
    if (IDENTIFIER.test(text.slice(at, word))) return { type: 'name', end: word }
    raiseSyntaxError(`\`${text.slice(at, word)}\` is not a valid name.`)
  }
  const space = matchEnd(SPACE, text, at)
  if (space > 0) return { type: 'space', end: space }
  raiseSyntaxError(`The character \`${text.charAt(at)}\` cannot stand here.`)
}

/** A backslash takes the next character with it, whatever it is. */
const scanString = (text: string, at: number, quote: number): number => {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === quote) return i + 1
    if (code === 92) i++
  }
  raiseSyntaxError('This string has no closing quote.')
}
