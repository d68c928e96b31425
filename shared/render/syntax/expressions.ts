import type { BinaryOperator, CompareOperator, Expr, NamespaceRef } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { decodeFloat, decodeInteger } from './literals.ts'
import { parseFilters, parsePostfix } from './postfix.ts'
import { describe, type Token } from './tokens.ts'

const COMPARE: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

/** Parses an expression; without `withConditional`, `if` belongs to the statement around it. */
export const parseExpression = (cursor: Cursor, withConditional = true): Expr =>
  cursor.nested(() => (withConditional ? parseConditional(cursor) : parseOr(cursor)))

const parseConditional = (cursor: Cursor): Expr => {
  let left = parseOr(cursor)
  while (cursor.isName('if')) {
    const { at } = cursor.take()
    const test = parseOr(cursor)
    const otherwise = cursor.skipName('else') ? cursor.nested(() => parseConditional(cursor)) : null
    left = { kind: 'conditional', test, value: left, otherwise, at }
  }
  return left
}

const parseOr = (cursor: Cursor): Expr => {
  let left = parseAnd(cursor)
  while (cursor.isName('or')) {
    const { at } = cursor.take()
    left = { kind: 'or', left, right: parseAnd(cursor), at }
  }
  return left
}

const parseAnd = (cursor: Cursor): Expr => {
  let left = parseNot(cursor)
  while (cursor.isName('and')) {
    const { at } = cursor.take()
    left = { kind: 'and', left, right: parseNot(cursor), at }
  }
  return left
}

const parseNot = (cursor: Cursor): Expr => {
  if (!cursor.isName('not')) return parseCompare(cursor)
  const { at } = cursor.take()
  return { kind: 'not', operand: cursor.nested(() => parseNot(cursor)), at }
}

const parseCompare = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const first = parseSum(cursor)
  const rest: { operator: CompareOperator; value: Expr }[] = []
  for (;;) {
    const operator = takeComparison(cursor)
    if (operator === undefined) break
    rest.push({ operator, value: parseSum(cursor) })
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, at }
}

const takeComparison = (cursor: Cursor): CompareOperator | undefined => {
  const { type, text } = cursor.current
  if (type === 'operator' && COMPARE.has(text)) return cursor.take().text as CompareOperator
  if (cursor.skipName('in')) return 'in'
  if (!cursor.isName('not') || !cursor.isNameAhead('in')) return undefined
  cursor.take()
  cursor.take()
  return 'not in'
}

const parseSum = (cursor: Cursor): Expr => {
  let left = parseConcat(cursor)
  while (cursor.isOperator('+') || cursor.isOperator('-')) {
    const { text, at } = cursor.take()
    left = binary(text, left, parseConcat(cursor), at)
  }
  return left
}

const parseConcat = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const items = [parseProduct(cursor)]
  while (cursor.skipOperator('~')) items.push(parseProduct(cursor))
  return items.length === 1 && items[0] ? items[0] : { kind: 'concat', items, at }
}

const parseProduct = (cursor: Cursor): Expr => {
  let left = parsePower(cursor)
  for (;;) {
    const { type, text, at } = cursor.current
    if (type !== 'operator' || !['*', '/', '//', '%'].includes(text)) return left
    cursor.take()
    left = binary(text, left, parsePower(cursor), at)
  }
}

/** Unlike in Python, `**` groups from the left and binds weaker than a sign: Jinja2's grammar. */
const parsePower = (cursor: Cursor): Expr => {
  let left = parseUnary(cursor, true)
  while (cursor.isOperator('**')) {
    const { text, at } = cursor.take()
    left = binary(text, left, parseUnary(cursor, true), at)
  }
  return left
}

const binary = (operator: string, left: Expr, right: Expr, at: number): Expr => ({
  kind: 'binary',
  operator: operator as BinaryOperator,
  left,
  right,
  at,
})

/** A signed value. A filter behind it applies to the signed value, so only the outermost call takes filters. */
export const parseUnary = (cursor: Cursor, withFilter: boolean): Expr => {
  let node: Expr
  if (cursor.isOperator('-') || cursor.isOperator('+')) {
    const { text, at } = cursor.take()
    const operand = cursor.nested(() => parseUnary(cursor, false))
    node = { kind: text === '-' ? 'neg' : 'pos', operand, at }
  } else {
    node = parsePrimary(cursor)
  }
  node = parsePostfix(cursor, node)
  return withFilter ? parseFilters(cursor, node) : node
}

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
])

/** Words that look like names but are literals. */
export const isConstantName = (name: string): boolean => CONSTANTS.has(name)

/** Parses a name, literal, or bracketed expression. */
export const parsePrimary = (cursor: Cursor): Expr => {
  const token = cursor.current
  switch (token.type) {
    case 'name':
      return parseName(cursor)
    case 'string':
      return parseStrings(cursor)
    case 'integer':
      cursor.take()
      return {
        kind: 'const',
        value: { type: 'int', value: decodeInteger(token.text) },
        at: token.at,
      }
    case 'float':
      cursor.take()
      return {
        kind: 'const',
        value: { type: 'float', value: decodeFloat(token.text) },
        at: token.at,
      }
    default:
      return parseBracketed(cursor, token)
  }
}

const parseName = (cursor: Cursor): Expr => {
  const { text, at } = cursor.take()
  const constant = CONSTANTS.get(text)
  if (constant === undefined) return { kind: 'name', name: text, at }
  if (constant === null) return { kind: 'const', value: { type: 'none' }, at }
  return { kind: 'const', value: { type: 'bool', value: constant }, at }
}

/** Adjacent strings are one string. */
const parseStrings = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  let value = ''
  while (cursor.current.type === 'string') value += cursor.take().text
  return { kind: 'const', value: { type: 'str', value }, at }
}

const parseBracketed = (cursor: Cursor, token: Token): Expr => {
  if (cursor.skipOperator('(')) {
    const inner = cursor.nested(() => parseTuple(cursor, { isParenthesized: true }))
    cursor.expectOperator(')')
    return inner
  }
  if (cursor.skipOperator('[')) return parseList(cursor, token.at)
  if (cursor.skipOperator('{')) return parseDict(cursor, token.at)
  throw cursor.fail(`${describe(token)} cannot stand here; a value was expected.`)
}

const parseList = (cursor: Cursor, at: number): Expr => {
  const items: Expr[] = []
  while (!cursor.isOperator(']')) {
    if (items.length > 0) cursor.expectOperator(',')
    if (cursor.isOperator(']')) break
    items.push(parseExpression(cursor))
  }
  cursor.expectOperator(']')
  return { kind: 'list', items, at }
}

const parseDict = (cursor: Cursor, at: number): Expr => {
  const items: [Expr, Expr][] = []
  while (!cursor.isOperator('}')) {
    if (items.length > 0) cursor.expectOperator(',')
    if (cursor.isOperator('}')) break
    const key = parseExpression(cursor)
    cursor.expectOperator(':')
    items.push([key, parseExpression(cursor)])
  }
  cursor.expectOperator('}')
  return { kind: 'dict', items, at }
}

/** Where a tuple stands decides what may be in it. */
export interface TupleRules {
  /** Only names and literals as items: the targets of set and for. */
  readonly isSimple?: boolean
  /** `ns.name` is allowed as an item. */
  readonly withNamespace?: boolean
  readonly withConditional?: boolean
  /** A word that ends the tuple, such as `in`. */
  readonly endWord?: string
  readonly isParenthesized?: boolean
}

/** Parses one expression, or a tuple where commas follow. */
export const parseTuple = (cursor: Cursor, rules: TupleRules = {}): Expr => {
  const { at } = cursor.current
  const items: Expr[] = []
  let isTuple = false
  for (;;) {
    if (items.length > 0) cursor.expectOperator(',')
    if (isTupleEnd(cursor, rules.endWord)) break
    items.push(parseTupleItem(cursor, rules))
    if (!cursor.isOperator(',')) break
    isTuple = true
  }
  if (isTuple) return { kind: 'tuple', items, at }
  if (items[0]) return items[0]
  if (rules.isParenthesized) return { kind: 'tuple', items, at }
  throw cursor.unexpected('an expression')
}

const isTupleEnd = (cursor: Cursor, endWord: string | undefined): boolean => {
  const { type } = cursor.current
  if (type === 'variable_end' || type === 'block_end' || cursor.isOperator(')')) return true
  return endWord !== undefined && cursor.isName(endWord)
}

const parseTupleItem = (cursor: Cursor, rules: TupleRules): Expr => {
  if (!rules.isSimple) return parseExpression(cursor, rules.withConditional ?? true)
  const isReference =
    rules.withNamespace && cursor.current.type === 'name' && cursor.isOperatorAhead('.')
  return isReference ? parseNamespaceRef(cursor) : parsePrimary(cursor)
}

const parseNamespaceRef = (cursor: Cursor): NamespaceRef => {
  const { text, at } = cursor.take()
  cursor.take()
  return { kind: 'nsref', name: text, attribute: cursor.expectName().text, at }
}
