import { place, syntaxError, type TemplateError } from '../errors.ts'
import { isSpace, stripEnd } from '../values/text.ts'
import { decodeString } from './literals.ts'
import { type Opening, OpeningFinder } from './openings.ts'
import { scanToken } from './scanner.ts'
import type { Delimiters, Token, TokenType, Whitespace } from './tokens.ts'

/** Unifies line ends and drops one trailing newline, as Jinja2 does before it reads anything. */
export const normalize = (source: string, keepTrailingNewline: boolean): string => {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source
  return !keepTrailingNewline && text.endsWith('\n') ? text.slice(0, -1) : text
}

/** Splits a normalized template into tokens; white space control is settled here. */
export const tokenize = (
  text: string,
  delimiters: Delimiters,
  whitespace: Whitespace,
  templateName: string | null,
): Token[] => new Lexer(text, delimiters, whitespace, templateName).run()

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

class Lexer {
  readonly #text: string
  readonly #delimiters: Delimiters
  readonly #whitespace: Whitespace
  readonly #name: string | null
  readonly #finder: OpeningFinder
  readonly #tokens: Token[] = []
  #at = 0
  /** True where the text so far ends a line: only there may lstrip_blocks remove leading space. */
  #isLineStart = true

  constructor(text: string, delimiters: Delimiters, whitespace: Whitespace, name: string | null) {
    this.#text = text
    this.#delimiters = delimiters
    this.#whitespace = whitespace
    this.#name = name
    this.#finder = new OpeningFinder(text, delimiters)
  }

  run(): Token[] {
    try {
      while (this.#at < this.#text.length) this.#next()
    } catch (error) {
      throw place(error as TemplateError, 'compile', this.#name, this.#text, this.#at)
    }
    this.#push('eof', '', this.#text.length)
    return this.#tokens
  }

  #push(type: TokenType, text: string, at: number): void {
    this.#tokens.push({ type, text, at })
  }

  /** Reads the data up to the next opening, and then the tag it opens. */
  #next(): void {
    const opening = this.#finder.next(this.#at)
    if (opening === undefined) {
      this.#data(this.#text.slice(this.#at))
      this.#at = this.#text.length
      return
    }
    this.#data(this.#beforeOpening(this.#text.slice(this.#at, opening.start), opening))
    this.#at = opening.end
    const isLeftOpen = opening.kind === 'comment' || opening.kind === 'raw'
    // Jinja2 forgives a comment or raw block that is opened by the very last characters.
    if (isLeftOpen && opening.end === this.#text.length) return
    if (opening.kind === 'comment') this.#comment(opening)
    else if (opening.kind === 'raw') this.#raw(opening)
    else if (opening.kind === 'linecomment') this.#lineComment()
    else this.#tag(opening)
  }

  /** The data before a tag, with `-` and lstrip_blocks applied. */
  #beforeOpening(data: string, opening: Opening): string {
    if (opening.sign === '-') return stripEnd(data)
    if (opening.sign === '+' || opening.kind === 'variable' || !this.#whitespace.lstripBlocks)
      return data
    const lineStart = data.lastIndexOf('\n') + 1
    if (lineStart === 0 && !this.#isLineStart) return data
    return isBlank(data, lineStart) ? data.slice(0, lineStart) : data
  }

  #data(text: string): void {
    if (text === '') return
    const { newlineSequence } = this.#whitespace
    const value = newlineSequence === '\n' ? text : text.replaceAll('\n', newlineSequence)
    this.#push('data', value, this.#at)
  }

  /** Moves on to `end` and remembers whether a line ended just before it. */
  #advance(end: number): void {
    this.#isLineStart = this.#text.charAt(end - 1) === '\n'
    this.#at = end
  }

  /**
   * Offset behind a closing delimiter that starts at `at`, with the white space it swallows:
   * `-` all of it, nothing after `+`, one newline under trim_blocks. -1 if there is no delimiter.
   */
  #closingEnd(closing: string, at: number, isTrimmed: boolean): number {
    const text = this.#text
    if (text.charAt(at) === '-' && text.startsWith(closing, at + 1)) {
      return this.#skipSpace(at + 1 + closing.length)
    }
    if (isTrimmed && text.charAt(at) === '+' && text.startsWith(closing, at + 1))
      return at + 1 + closing.length
    if (!text.startsWith(closing, at)) return -1
    const end = at + closing.length
    return isTrimmed && this.#whitespace.trimBlocks && text.charAt(end) === '\n' ? end + 1 : end
  }

  #skipSpace(at: number): number {
    let end = at
    while (end < this.#text.length && isSpace(this.#text.charCodeAt(end))) end++
    return end
  }

  #comment(opening: Opening): void {
    const closing = this.#delimiters.commentEnd
    const found = this.#text.indexOf(closing, this.#at)
    if (found < 0) {
      this.#at = opening.start
      throw syntaxError(`This comment has no closing \`${closing}\`.`)
    }
    const sign = found > this.#at ? this.#text.charAt(found - 1) : ''
    const at = sign === '-' || sign === '+' ? found - 1 : found
    this.#advance(this.#closingEnd(closing, at, true))
  }

  #raw(opening: Opening): void {
    const start = this.#at
    const { blockEnd } = this.#delimiters
    for (let at = start; ; at++) {
      const closing = this.#finder.findNamed('endraw', at)
      if (closing === undefined) break
      const end = this.#closingEnd(blockEnd, this.#skipSpace(closing.end), true)
      if (end >= 0) {
        this.#isLineStart = this.#text.charAt(start - 1) === '\n'
        this.#data(this.#beforeOpening(this.#text.slice(start, closing.start), closing))
        this.#advance(end)
        return
      }
      at = closing.start
    }
    this.#at = opening.start
    throw syntaxError('This raw block has no `endraw`.')
  }

  #lineComment(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#advance(end < 0 ? this.#text.length : end)
  }

  #tag(opening: Opening): void {
    const isVariable = opening.kind === 'variable'
    const { variableEnd, blockEnd } = this.#delimiters
    const closing = opening.kind === 'linestatement' ? null : isVariable ? variableEnd : blockEnd
    this.#push(
      isVariable ? 'variable_begin' : 'block_begin',
      this.#text.slice(opening.start, opening.end),
      opening.start,
    )
    const open: string[] = []
    while (this.#at < this.#text.length) {
      const end = open.length > 0 ? -1 : this.#tagEnd(closing, isVariable)
      if (end >= 0) {
        this.#push(isVariable ? 'variable_end' : 'block_end', closing ?? '', this.#at)
        this.#advance(end)
        return
      }
      this.#insideTag(open)
    }
    // The parser reports the missing end of the tag, except that a line statement ends with the text.
    if (closing === null) this.#push('block_end', '', this.#at)
  }

  #tagEnd(closing: string | null, isVariable: boolean): number {
    return closing === null
      ? this.#finder.lineStatementEnd(this.#at)
      : this.#closingEnd(closing, this.#at, !isVariable)
  }

  #insideTag(open: string[]): void {
    const { type, end } = scanToken(this.#text, this.#at)
    const text = this.#text.slice(this.#at, end)
    if (type === 'operator') this.#balance(text, open)
    if (type === 'string')
      this.#push(type, decodeString(this.#newlines(text.slice(1, -1))), this.#at)
    else if (type !== 'space') this.#push(type, text, this.#at)
    this.#at = end
  }

  #newlines(text: string): string {
    const { newlineSequence } = this.#whitespace
    return newlineSequence === '\n' ? text : text.replaceAll('\n', newlineSequence)
  }

  /** Keeps track of brackets: `}}` inside a dict literal does not end a variable tag. */
  #balance(operator: string, open: string[]): void {
    const closer = CLOSERS.get(operator)
    if (closer !== undefined) open.push(closer)
    else if (operator === ')' || operator === ']' || operator === '}') {
      const expected = open.pop()
      if (expected === operator) return
      const wanted = expected === undefined ? '' : `, \`${expected}\` was expected`
      throw syntaxError(`Unexpected \`${operator}\`${wanted}.`)
    }
  }
}

const isBlank = (text: string, from: number): boolean => {
  for (let i = from; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false
  return true
}
