import { raiseSyntaxError } from '../errors.ts'
import type { BinaryOperator, CompareOperator, ConstValue, Expr, NamespaceRef } from './ast.ts'
import {
  type Cursor,
  expect,
  expectName,
  is,
  isAhead,
  isOneOf,
  list,
  nested,
  raiseUnexpected,
  skip,
  skipPair,
  take,
} from './cursor.ts'
import { decodeFloat, decodeInteger } from './literals.ts'
import { parseFilters, parsePostfix } from './postfix.ts'
import { describe } from './tokens.ts'

/** Parses an expression; without `withConditional`, `if` belongs to the statement around it. */
export const parseExpression = (cursor: Cursor, withConditional = true): Expr =>
  nested(cursor, () => (withConditional ? parseConditional(cursor) : parseOr(cursor)))

/** Without an else, a false condition gives an undefined value. */
const parseConditional = (cursor: Cursor): Expr => {
  let left = parseOr(cursor)
  while (is(cursor, 'if')) {
    const { at } = take(cursor)
    const test = parseOr(cursor)
    const otherwise = skip(cursor, 'else') ? nested(cursor, () => parseConditional(cursor)) : null
    left = { kind: 'conditional', test, value: left, otherwise, at }
  }
  return left
}

type Parse = (cursor: Cursor) => Expr

/** One level of the grammar: operands of the next level, joined from the left. */
const leftToRight =
  (operators: readonly string[], next: Parse): Parse =>
  (cursor) => {
    let left = next(cursor)
    while (isOneOf(cursor, operators)) {
      const { text, at } = take(cursor)
      const right = next(cursor)
      left =
        text === 'or' || text === 'and'
          ? { kind: text, left, right, at }
          : { kind: 'binary', operator: text as BinaryOperator, left, right, at }
    }
    return left
  }

/** A signed value. A filter behind it applies to the signed value, so only the outermost call takes filters. */
const parseUnary = (cursor: Cursor, withFilter: boolean): Expr => {
  let node: Expr
  if (isOneOf(cursor, ['-', '+'])) {
    const { text, at } = take(cursor)
    const operand = nested(cursor, () => parseUnary(cursor, false))
    node = { kind: text === '-' ? 'neg' : 'pos', operand, at }
  } else {
    node = parsePrimary(cursor)
  }
  node = parsePostfix(cursor, node)
  return withFilter ? parseFilters(cursor, node) : node
}

/** Unlike in Python, `**` groups from the left and binds weaker than a sign: Jinja2's grammar. */
const parsePower = leftToRight(['**'], (cursor) => parseUnary(cursor, true))
const parseProduct = leftToRight(['*', '/', '//', '%'], parsePower)

/** One node for a whole chain: Jinja2 decides on Markup for all parts together. */
const parseConcat = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const items = [parseProduct(cursor)]
  while (skip(cursor, '~')) items.push(parseProduct(cursor))
  return items.length === 1 && items[0] ? items[0] : { kind: 'concat', items, at }
}

const parseSum = leftToRight(['+', '-'], parseConcat)

const COMPARE = ['==', '!=', '<', '<=', '>', '>=', 'in']

/** One node for a chain: `a < b < c` evaluates `b` once. */
const parseCompare = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const first = parseSum(cursor)
  const rest: { operator: CompareOperator; value: Expr }[] = []
  for (;;) {
    const operator = isOneOf(cursor, COMPARE)
      ? (take(cursor).text as CompareOperator)
      : skipPair(cursor, 'not', 'in') && 'not in'
    if (!operator) break
    rest.push({ operator, value: parseSum(cursor) })
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, at }
}

/** Binds weaker than a comparison, unlike a sign. */
const parseNot = (cursor: Cursor): Expr => {
  if (!is(cursor, 'not')) return parseCompare(cursor)
  const { at } = take(cursor)
  return { kind: 'not', operand: nested(cursor, () => parseNot(cursor)), at }
}

const parseOr = leftToRight(['or'], leftToRight(['and'], parseNot))

const CONSTANTS: ReadonlyMap<string, ConstValue> = new Map(
  ['true', 'false', 'none'].flatMap((name): [string, ConstValue][] => {
    const value: ConstValue =
      name === 'none' ? { type: name } : { type: 'bool', value: name === 'true' }
    return [
      [name, value],
      [name.charAt(0).toUpperCase() + name.slice(1), value],
    ]
  }),
)

/** Words that look like names but are literals. */
export const isConstantName = (name: string): boolean => CONSTANTS.has(name)

/** The node of an integer literal. */
export const integerNode = (text: string, at: number): Expr => ({
  kind: 'const',
  value: { type: 'int', value: decodeInteger(text) },
  at,
})

/** Parses a name, literal, or bracketed expression. */
export const parsePrimary = (cursor: Cursor): Expr => {
  const { type, text, at } = cursor.current
  if (type === 'string') return parseStrings(cursor)
  if (type === 'operator') return parseBracketed(cursor, at)
  if (type !== 'name' && type !== 'integer' && type !== 'float') raiseMisplaced(cursor)
  take(cursor)
  if (type === 'integer') return integerNode(text, at)
  if (type === 'float') {
    return { kind: 'const', value: { type, value: decodeFloat(text) }, at }
  }
  const value = CONSTANTS.get(text)
  return value ? { kind: 'const', value, at } : { kind: 'name', name: text, at }
}

const raiseMisplaced = (cursor: Cursor): never =>
  raiseSyntaxError(`${describe(cursor.current)} cannot stand here; a value was expected.`)

/** Adjacent strings are one string. */
const parseStrings = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  let value = ''
  while (cursor.current.type === 'string') value += take(cursor).text
  return { kind: 'const', value: { type: 'str', value }, at }
}

const parseBracketed = (cursor: Cursor, at: number): Expr => {
  if (skip(cursor, '(')) {
    const inner = nested(cursor, () => parseTuple(cursor, { isParenthesized: true }))
    expect(cursor, ')')
    return inner
  }
  if (skip(cursor, '[')) {
    return { kind: 'list', items: list(cursor, ']', () => parseExpression(cursor), true), at }
  }
  if (!skip(cursor, '{')) raiseMisplaced(cursor)
  const items = list(
    cursor,
    '}',
    () => {
      const key = parseExpression(cursor)
      expect(cursor, ':')
      return [key, parseExpression(cursor)] as const
    },
    true,
  )
  return { kind: 'dict', items, at }
}

/** Where a tuple stands decides what may be in it. */
export interface TupleRules {
  /** Only names and literals as items: the targets of set and for. */
  readonly isSimple?: boolean
  /** `ns.name` is allowed as an item. */
  readonly withNamespace?: boolean
  readonly withConditional?: boolean
  readonly isParenthesized?: boolean
}

/** Parses one expression, or a tuple where commas follow. */
export const parseTuple = (cursor: Cursor, rules: TupleRules = {}): Expr => {
  const { at } = cursor.current
  const items: Expr[] = []
  let isTuple = false
  for (;;) {
    if (items.length > 0) expect(cursor, ',')
    if (isTupleEnd(cursor)) break
    items.push(parseTupleItem(cursor, rules))
    if (!is(cursor, ',')) break
    isTuple = true
  }
  if (!isTuple && items[0]) return items[0]
  if (isTuple || rules.isParenthesized) return { kind: 'tuple', items, at }
  raiseUnexpected(cursor, 'an expression')
}

/** A comma may stand before the end: `(1,)` is a tuple. Not before `in`: `for k, in xs` is an error in Jinja2 too. */
const isTupleEnd = (cursor: Cursor): boolean =>
  cursor.current.type.endsWith('_end') || is(cursor, ')')

const parseTupleItem = (cursor: Cursor, rules: TupleRules): Expr => {
  if (!rules.isSimple) return parseExpression(cursor, rules.withConditional ?? true)
  const isReference = rules.withNamespace && cursor.current.type === 'name' && isAhead(cursor, '.')
  return isReference ? parseNamespaceRef(cursor) : parsePrimary(cursor)
}

const parseNamespaceRef = (cursor: Cursor): NamespaceRef => {
  const { text, at } = take(cursor)
  take(cursor)
  return { kind: 'nsref', name: text, attribute: expectName(cursor).text, at }
}
