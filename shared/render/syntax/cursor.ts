import { budgetError, syntaxError, type TemplateError } from '../errors.ts'
import { describe, type Token, type TokenType } from './tokens.ts'

/**
 * Walks over the tokens of one template, on behalf of the parsers. Words and operators are asked for by
 * their text alone: no word looks like an operator.
 */
export class Cursor {
  readonly #tokens: readonly Token[]
  readonly #maxNesting: number
  #index = 0
  #depth = 0

  constructor(tokens: readonly Token[], maxNesting: number) {
    this.#tokens = tokens
    this.#maxNesting = maxNesting
  }

  get current(): Token {
    return this.#tokens[this.#index] as Token
  }

  /** Returns the current token and moves on. */
  take(): Token {
    const token = this.current
    if (this.#index < this.#tokens.length - 1) this.#index++
    return token
  }

  /** Whether the current token is one of these words or operators. */
  isOneOf(texts: readonly string[]): boolean {
    const { type, text } = this.current
    return (type === 'operator' || type === 'name') && texts.includes(text)
  }

  is(text: string): boolean {
    const token = this.current
    return token.text === text && (token.type === 'operator' || token.type === 'name')
  }

  /** Whether the token after the current one is this word or operator. */
  isAhead(text: string): boolean {
    const ahead = this.#tokens[this.#index + 1]
    return ahead?.text === text && (ahead.type === 'operator' || ahead.type === 'name')
  }

  skip(text: string): boolean {
    const isThere = this.is(text)
    if (isThere) this.take()
    return isThere
  }

  /** Skips two words that belong together; one alone is something else. */
  skipPair(first: string, second: string): boolean {
    const isThere = this.is(first) && this.isAhead(second)
    if (isThere) {
      this.take()
      this.take()
    }
    return isThere
  }

  expect(text: string): Token {
    if (!this.is(text)) throw this.unexpected(`\`${text}\``)
    return this.take()
  }

  expectType(type: TokenType, wanted: string): Token {
    if (this.current.type !== type) throw this.unexpected(wanted)
    return this.take()
  }

  expectName(): Token {
    return this.expectType('name', 'a name')
  }

  expectEnd(type: 'block_end' | 'variable_end'): Token {
    return this.expectType(type, 'the end of the tag')
  }

  /** A syntax error at the current token. */
  unexpected(wanted: string): TemplateError {
    return syntaxError(`Expected ${wanted}, found ${describe(this.current)}.`)
  }

  /** Runs one level of nested grammar; too many levels end with a budget error, not a stack overflow. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > this.#maxNesting) {
      throw budgetError(`The template is nested deeper than ${this.#maxNesting} levels.`)
    }
    const result = parse()
    this.#depth--
    return result
  }

  /**
   * Items between commas up to a closing bracket, which is consumed, or up to the end of the tag for null.
   * `mayTrail` allows a comma behind the last one.
   */
  list<T>(closer: string | null, item: (earlier: readonly T[]) => T, mayTrail = false): T[] {
    const isEnd = (): boolean =>
      closer === null ? this.current.type === 'block_end' : this.is(closer)
    const items: T[] = []
    while (!isEnd()) {
      if (items.length > 0) this.expect(',')
      if (mayTrail && isEnd()) break
      items.push(item(items))
    }
    if (closer !== null) this.take()
    return items
  }
}
