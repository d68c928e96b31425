import { budgetError, syntaxError, type TemplateError } from '../errors.ts'
import { describe, type Token } from './tokens.ts'

/** Walks over the tokens of one template, on behalf of the parsers. */
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

  /** The token after the current one. */
  get ahead(): Token {
    return this.#tokens[Math.min(this.#index + 1, this.#tokens.length - 1)] as Token
  }

  /** Returns the current token and moves on. */
  take(): Token {
    const token = this.current
    if (this.#index < this.#tokens.length - 1) this.#index++
    return token
  }

  isOperator(text: string): boolean {
    const token = this.current
    return token.type === 'operator' && token.text === text
  }

  isName(text: string): boolean {
    const token = this.current
    return token.type === 'name' && token.text === text
  }

  isNameAhead(text: string): boolean {
    return this.ahead.type === 'name' && this.ahead.text === text
  }

  isOperatorAhead(text: string): boolean {
    return this.ahead.type === 'operator' && this.ahead.text === text
  }

  skipOperator(text: string): boolean {
    const isThere = this.isOperator(text)
    if (isThere) this.take()
    return isThere
  }

  skipName(text: string): boolean {
    const isThere = this.isName(text)
    if (isThere) this.take()
    return isThere
  }

  expectOperator(text: string): Token {
    if (!this.isOperator(text)) throw this.unexpected(`\`${text}\``)
    return this.take()
  }

  expectKeyword(text: string): Token {
    if (!this.isName(text)) throw this.unexpected(`\`${text}\``)
    return this.take()
  }

  expectName(): Token {
    if (this.current.type !== 'name') throw this.unexpected('a name')
    return this.take()
  }

  expectEnd(type: 'block_end' | 'variable_end'): Token {
    if (this.current.type !== type) throw this.unexpected('the end of the tag')
    return this.take()
  }

  /** A syntax error at the current token. */
  fail(message: string): TemplateError {
    return syntaxError(message)
  }

  unexpected(wanted: string): TemplateError {
    return this.fail(`Expected ${wanted}, found ${describe(this.current)}.`)
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
}
