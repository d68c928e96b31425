import { place, raiseSyntaxError, type TemplateError } from '../errors.ts'
import { isSpace, stripEnd } from '../values/text.ts'
import { decodeString } from './literals.ts'
import {
  candidatesOf,
  findNamed,
  lineStatementEnd,
  nextOpening,
  type Opening,
  type Openings,
  skipSpace,
} from './openings.ts'
import { scanToken } from './scanner.ts'
import type { Delimiters, Token, TokenType, Whitespace } from './tokens.ts'

/** Unifies line ends and drops one trailing newline, as Jinja2 does before it reads anything. */
export const normalize = (source: string, keepTrailingNewline: boolean): string => {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source
  return !keepTrailingNewline && text.endsWith('\n') ? text.slice(0, -1) : text
}

interface Lexer extends Openings {
  readonly whitespace: Whitespace
  readonly tokens: Token[]
  at: number
  /** True where the text so far ends a line: only there may lstrip_blocks remove leading space. */
  isLineStart: boolean
}

/** Splits a normalized template into tokens; white space control is settled here. */
export const tokenize = (
  text: string,
  delimiters: Delimiters,
  whitespace: Whitespace,
  templateName: string | null,
): Token[] => {
  const candidates = candidatesOf(delimiters)
  const tokens: Token[] = []
  const lexer: Lexer = {
    text,
    delimiters,
    whitespace,
    candidates,
    tokens,
    at: 0,
    isLineStart: true,
  }
  try {
    while (lexer.at < text.length) readNext(lexer)
  } catch (error) {
    throw place(error as TemplateError, 'compile', templateName, text, lexer.at)
  }
  push(lexer, 'eof', '', text.length)
  return tokens
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

const push = (lexer: Lexer, type: TokenType, text: string, at: number): void => {
  lexer.tokens.push({ type, text, at })
}

/** Reads the data up to the next opening, and then the tag it opens. */
const readNext = (lexer: Lexer): void => {
  const opening = nextOpening(lexer, lexer.at)
  if (!opening) {
    pushData(lexer, lexer.text.slice(lexer.at))
    lexer.at = lexer.text.length
    return
  }
  pushData(lexer, beforeOpening(lexer, lexer.text.slice(lexer.at, opening.start), opening))
  lexer.at = opening.end
  const isLeftOpen = opening.kind === 'comment' || opening.kind === 'raw'
  // Jinja2 forgives a comment or raw block that is opened by the very last characters.
  if (isLeftOpen && opening.end === lexer.text.length) return
  if (opening.kind === 'comment') readComment(lexer, opening)
  else if (opening.kind === 'raw') readRaw(lexer, opening)
  else if (opening.kind === 'linecomment') skipLineComment(lexer)
  else readTag(lexer, opening)
}

/** The data before a tag, with `-` and lstrip_blocks applied. */
const beforeOpening = (lexer: Lexer, data: string, opening: Opening): string => {
  if (opening.sign === '-') return stripEnd(data)
  if (opening.sign === '+' || opening.kind === 'variable' || !lexer.whitespace.lstripBlocks)
    return data
  const lineStart = data.lastIndexOf('\n') + 1
  if (lineStart === 0 && !lexer.isLineStart) return data
  return isBlank(data, lineStart) ? data.slice(0, lineStart) : data
}

const pushData = (lexer: Lexer, text: string): void => {
  if (text === '') return
  const { newlineSequence } = lexer.whitespace
  const value = newlineSequence === '\n' ? text : text.replaceAll('\n', newlineSequence)
  push(lexer, 'data', value, lexer.at)
}

/** Moves on to `end` and remembers whether a line ended just before it. */
const advance = (lexer: Lexer, end: number): void => {
  lexer.isLineStart = lexer.text[end - 1] === '\n'
  lexer.at = end
}

/**
 * Offset behind a closing delimiter that starts at `at`, with the white space it swallows:
 * `-` all of it, nothing after `+`, one newline under trim_blocks. -1 if there is no delimiter.
 */
const closingEnd = (lexer: Lexer, closing: string, at: number, isTrimmed: boolean): number => {
  const text = lexer.text
  if (text[at] === '-' && text.startsWith(closing, at + 1)) {
    return skipSpace(lexer, at + 1 + closing.length)
  }
  if (isTrimmed && text[at] === '+' && text.startsWith(closing, at + 1))
    return at + 1 + closing.length
  if (!text.startsWith(closing, at)) return -1
  const end = at + closing.length
  return isTrimmed && lexer.whitespace.trimBlocks && text[end] === '\n' ? end + 1 : end
}

const readComment = (lexer: Lexer, opening: Opening): void => {
  const closing = lexer.delimiters.commentEnd
  const found = lexer.text.indexOf(closing, lexer.at)
  if (found < 0) {
    lexer.at = opening.start
    raiseSyntaxError(`This comment has no closing \`${closing}\`.`)
  }
  const sign = found > lexer.at ? lexer.text.charAt(found - 1) : ''
  const at = sign === '-' || sign === '+' ? found - 1 : found
  advance(lexer, closingEnd(lexer, closing, at, true))
}

const readRaw = (lexer: Lexer, opening: Opening): void => {
  const start = lexer.at
  const { blockEnd } = lexer.delimiters
  for (let at = start; ; at++) {
    const closing = findNamed(lexer, 'endraw', at)
    if (!closing) break
    const end = closingEnd(lexer, blockEnd, skipSpace(lexer, closing.end), true)
    if (end >= 0) {
      lexer.isLineStart = lexer.text[start - 1] === '\n'
      pushData(lexer, beforeOpening(lexer, lexer.text.slice(start, closing.start), closing))
      advance(lexer, end)
      return
    }
    at = closing.start
  }
  lexer.at = opening.start
  raiseSyntaxError('This raw block has no `endraw`.')
}

const skipLineComment = (lexer: Lexer): void => {
  const end = lexer.text.indexOf('\n', lexer.at)
  advance(lexer, end < 0 ? lexer.text.length : end)
}

const readTag = (lexer: Lexer, opening: Opening): void => {
  const isVariable = opening.kind === 'variable'
  const { variableEnd, blockEnd } = lexer.delimiters
  const closing = opening.kind === 'linestatement' ? null : isVariable ? variableEnd : blockEnd
  push(
    lexer,
    isVariable ? 'variable_begin' : 'block_begin',
    lexer.text.slice(opening.start, opening.end),
    opening.start,
  )
  const open: string[] = []
  while (lexer.at < lexer.text.length) {
    const end = open.length > 0 ? -1 : tagEnd(lexer, closing, isVariable)
    if (end >= 0) {
      push(lexer, isVariable ? 'variable_end' : 'block_end', closing ?? '', lexer.at)
      advance(lexer, end)
      return
    }
    readInside(lexer, open)
  }
  // The parser reports the missing end of the tag, except that a line statement ends with the text.
  if (closing === null) push(lexer, 'block_end', '', lexer.at)
}

const tagEnd = (lexer: Lexer, closing: string | null, isVariable: boolean): number => {
  return closing === null
    ? lineStatementEnd(lexer, lexer.at)
    : closingEnd(lexer, closing, lexer.at, !isVariable)
}

const readInside = (lexer: Lexer, open: string[]): void => {
  const { type, end } = scanToken(lexer.text, lexer.at)
  const text = lexer.text.slice(lexer.at, end)
  if (type === 'operator') balance(text, open)
  if (type === 'string')
    push(lexer, type, decodeString(newlines(lexer, text.slice(1, -1))), lexer.at)
  else if (type !== 'space') push(lexer, type, text, lexer.at)
  lexer.at = end
}

const newlines = (lexer: Lexer, text: string): string => {
  const { newlineSequence } = lexer.whitespace
  return newlineSequence === '\n' ? text : text.replaceAll('\n', newlineSequence)
}

/** Keeps track of brackets: `}}` inside a dict literal does not end a variable tag. */
const balance = (operator: string, open: string[]): void => {
  const closer = CLOSERS.get(operator)
  if (closer) open.push(closer)
  else if (operator === ')' || operator === ']' || operator === '}') {
    const expected = open.pop()
    if (expected === operator) return
    const wanted = !expected ? '' : `, \`${expected}\` was expected`
    raiseSyntaxError(`Unexpected \`${operator}\`${wanted}.`)
  }
}

const isBlank = (text: string, from: number): boolean => {
  for (let i = from; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false
  return true
}
