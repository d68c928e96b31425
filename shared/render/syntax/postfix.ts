import { raiseSyntaxError } from '../errors.ts'
import type { Arguments, Expr, FilterExpr, Keyword } from './ast.ts'
import {
  type Cursor,
  expect,
  expectName,
  is,
  isAhead,
  isOneOf,
  list,
  skip,
  take,
} from './cursor.ts'
import { integerNode, parseExpression, parsePrimary } from './expressions.ts'

/** Attribute, index and call suffixes of a value. */
export const parsePostfix = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (isOneOf(cursor, ['.', '['])) node = parseSubscript(cursor, node)
    else if (is(cursor, '(')) node = parseCall(cursor, node)
    else return node
  }
}

/** Filters, tests and calls behind a value. */
export const parseFilters = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (skip(cursor, '|')) node = parseFilter(cursor, node)
    else if (is(cursor, 'is')) node = parseTest(cursor, node)
    else if (is(cursor, '(')) node = parseCall(cursor, node)
    else return node
  }
}

/** `x.0` is an index: Jinja2's own shorthand. */
const parseSubscript = (cursor: Cursor, target: Expr): Expr => {
  const bracket = take(cursor)
  if (bracket.text === '[') {
    const items = list(cursor, ']', () => parseIndex(cursor))
    const { at } = bracket
    const index =
      items.length === 1 && items[0] ? items[0] : ({ kind: 'tuple', items, at } as const)
    return { kind: 'getitem', target, index, at }
  }
  const { type, text, at } = take(cursor)
  if (type === 'name') return { kind: 'getattr', target, name: text, at }
  if (type !== 'integer') raiseSyntaxError('After a dot, a name or a number was expected.')
  return { kind: 'getitem', target, index: integerNode(text, at), at }
}

/** Each part of a slice may be left out. */
const parseIndex = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const part = (): Expr | null =>
    isOneOf(cursor, [':', ']', ',']) ? null : parseExpression(cursor)
  const start = is(cursor, ':') ? null : parseExpression(cursor)
  if (start !== null && !is(cursor, ':')) return start
  take(cursor)
  const stop = part()
  const step = skip(cursor, ':') ? part() : null
  return { kind: 'slice', start, stop, step, at }
}

const parseCall = (cursor: Cursor, target: Expr): Expr => {
  const { at } = cursor.current
  return { kind: 'call', target, given: parseArguments(cursor), at }
}

/** A filter or test without parentheses. */
const NO_ARGUMENTS: Arguments = { args: [], kwargs: [], dynArgs: null, dynKwargs: null }

/** Parses `(a, b=1, *more, **named)`. */
const parseArguments = (cursor: Cursor): Arguments => {
  expect(cursor, '(')
  const args: Expr[] = []
  const kwargs: Keyword[] = []
  let dynArgs = null as Expr | null
  let dynKwargs = null as Expr | null
  list(
    cursor,
    ')',
    () => {
      if (dynKwargs !== null) raiseWrongOrder()
      if (skip(cursor, '**')) dynKwargs = parseExpression(cursor)
      else if (cursor.current.type === 'name' && isAhead(cursor, '=')) {
        kwargs.push(parseKeyword(cursor))
      } else {
        const isSpread = skip(cursor, '*')
        if (dynArgs !== null || (!isSpread && kwargs.length > 0)) raiseWrongOrder()
        const value = parseExpression(cursor)
        if (isSpread) dynArgs = value
        else args.push(value)
      }
    },
    true,
  )
  return { args, kwargs, dynArgs, dynKwargs }
}

const raiseWrongOrder = (): never =>
  raiseSyntaxError('The arguments of this call are in a wrong order.')

const parseKeyword = (cursor: Cursor): Keyword => {
  const { text, at } = take(cursor)
  take(cursor)
  return { name: text, value: parseExpression(cursor), at }
}

/** Filters of other hosts may have dots in their names. */
const parseDottedName = (cursor: Cursor): { name: string; at: number } => {
  const { text, at } = expectName(cursor)
  let name = text
  while (skip(cursor, '.')) name += `.${expectName(cursor).text}`
  return { name, at }
}

/** Parses one filter behind its `|`. */
const parseFilter = (cursor: Cursor, target: Expr | null): FilterExpr => {
  const { name, at } = parseDottedName(cursor)
  const given = is(cursor, '(') ? parseArguments(cursor) : NO_ARGUMENTS
  return { kind: 'filter', name, target, given, at }
}

/** The filters of a filter or set block; `target` null stands for the block's text. */
export const parseFilterChain = (cursor: Cursor, isInline: boolean): FilterExpr | null => {
  let node = isInline ? parseFilter(cursor, null) : null
  while (skip(cursor, '|')) node = parseFilter(cursor, node)
  return node
}

/** `is not` is the test with a `not` around it. */
const parseTest = (cursor: Cursor, target: Expr): Expr => {
  const isAt = take(cursor).at
  const isNegated = skip(cursor, 'not')
  const { name, at } = parseDottedName(cursor)
  const test: Expr = { kind: 'test', name, target, given: parseTestArguments(cursor), at }
  return isNegated ? { kind: 'not', operand: test, at: isAt } : test
}

/** The argument of a test may follow without brackets, unless it is a word that goes on with the expression. */
const parseTestArguments = (cursor: Cursor): Arguments => {
  if (is(cursor, '(')) return parseArguments(cursor)
  const isValue =
    ['name', 'string', 'integer', 'float'].includes(cursor.current.type) &&
    !isOneOf(cursor, ['else', 'or', 'and'])
  if (!isValue && !isOneOf(cursor, ['[', '{'])) return NO_ARGUMENTS
  if (is(cursor, 'is')) raiseSyntaxError('Tests cannot be chained with a second `is`.')
  const args = [parsePostfix(cursor, parsePrimary(cursor))]
  return { args, kwargs: [], dynArgs: null, dynKwargs: null }
}
