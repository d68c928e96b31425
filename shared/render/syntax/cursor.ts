import { raiseBudgetError, raiseSyntaxError } from '../errors.ts'
import { describe, type Token, type TokenType } from './tokens.ts'

/** Tags beyond Jinja2's core that an environment may switch on. */
export type Extension = 'loopcontrols' | 'do'

/** Where the parsers are in the tokens of one template. */
export interface Cursor {
  readonly tokens: readonly Token[]
  readonly extensions: readonly Extension[]
  readonly maxNesting: number
  /** End tags that the open statements wait for, innermost last; for error messages only. */
  readonly open: (readonly string[])[]
  current: Token
  index: number
  depth: number
}

/** Returns the current token and moves on. */
export const take = (cursor: Cursor): Token => {
  const token = cursor.current
  const next = cursor.tokens[cursor.index + 1]
  if (next) {
    cursor.current = next
    cursor.index++
  }
  return token
}

/** Words and operators are asked for by their text alone: no word looks like an operator. */
const isWord = ({ type }: Token): boolean => type === 'operator' || type === 'name'

/** Whether the current token is one of these words or operators. */
export const isOneOf = ({ current }: Cursor, texts: readonly string[]): boolean =>
  isWord(current) && texts.includes(current.text)

export const is = ({ current }: Cursor, text: string): boolean =>
  current.text === text && isWord(current)

/** Whether the token after the current one is this word or operator. */
export const isAhead = (cursor: Cursor, text: string): boolean => {
  const ahead = cursor.tokens[cursor.index + 1]
  return ahead?.text === text && isWord(ahead)
}

export const skip = (cursor: Cursor, text: string): boolean => {
  const isThere = is(cursor, text)
  if (isThere) take(cursor)
  return isThere
}

/** Skips two words that belong together; one alone is something else. */
export const skipPair = (cursor: Cursor, first: string, second: string): boolean => {
  const isThere = is(cursor, first) && isAhead(cursor, second)
  if (isThere) {
    take(cursor)
    take(cursor)
  }
  return isThere
}

export const expect = (cursor: Cursor, text: string): Token => {
  if (!is(cursor, text)) raiseUnexpected(cursor, `\`${text}\``)
  return take(cursor)
}

const expectType = (cursor: Cursor, type: TokenType, wanted: string): Token => {
  if (cursor.current.type !== type) raiseUnexpected(cursor, wanted)
  return take(cursor)
}

export const expectName = (cursor: Cursor): Token => expectType(cursor, 'name', 'a name')

export const expectEnd = (cursor: Cursor, type: 'block_end' | 'variable_end'): Token =>
  expectType(cursor, type, 'the end of the tag')

/** A syntax error at the current token. */
export const raiseUnexpected: (cursor: Cursor, wanted: string) => never = ({ current }, wanted) =>
  raiseSyntaxError(`Expected ${wanted}, found ${describe(current)}.`)

/** Runs one level of nested grammar; too many levels end with a budget error, not a stack overflow. */
export const nested = <T>(cursor: Cursor, parse: (cursor: Cursor) => T): T => {
  if (++cursor.depth > cursor.maxNesting) {
    raiseBudgetError(`The template is nested deeper than ${cursor.maxNesting} levels.`)
  }
  const result = parse(cursor)
  cursor.depth--
  return result
}

/**
 * Items between commas up to a closing bracket, which is consumed, or up to the end of the tag for null.
 * `mayTrail` allows a comma behind the last one.
 */
export const list = <T>(
  cursor: Cursor,
  closer: string | null,
  item: (cursor: Cursor, earlier: readonly T[]) => T,
  mayTrail = false,
): T[] => {
  const isEnd = (): boolean =>
    closer === null ? cursor.current.type === 'block_end' : is(cursor, closer)
  const items: T[] = []
  while (!isEnd()) {
    if (items.length > 0) expect(cursor, ',')
    if (mayTrail && isEnd()) break
    items.push(item(cursor, items))
  }
  if (closer !== null) take(cursor)
  return items
}
