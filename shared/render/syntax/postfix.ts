import { syntaxError } from '../errors.ts'
import type { Arguments, Expr, FilterExpr, Keyword } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { integerNode, parseExpression, parsePrimary } from './expressions.ts'

/** Attribute, index and call suffixes of a value. */
export const parsePostfix = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (cursor.isOneOf(['.', '['])) node = parseSubscript(cursor, node)
    else if (cursor.is('(')) node = parseCall(cursor, node)
    else return node
  }
}

/** Filters, tests and calls behind a value. */
export const parseFilters = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (cursor.skip('|')) node = parseFilter(cursor, node)
    else if (cursor.is('is')) node = parseTest(cursor, node)
    else if (cursor.is('(')) node = parseCall(cursor, node)
    else return node
  }
}

/** `x.0` is an index: Jinja2's own shorthand. */
const parseSubscript = (cursor: Cursor, target: Expr): Expr => {
  const bracket = cursor.take()
  if (bracket.text === '[') {
    const items = cursor.list(']', () => parseIndex(cursor))
    const { at } = bracket
    const index =
      items.length === 1 && items[0] ? items[0] : ({ kind: 'tuple', items, at } as const)
    return { kind: 'getitem', target, index, at }
  }
  const { type, text, at } = cursor.take()
  if (type === 'name') return { kind: 'getattr', target, name: text, at }
  if (type !== 'integer') throw syntaxError('After a dot, a name or a number was expected.')
  return { kind: 'getitem', target, index: integerNode(text, at), at }
}

/** Each part of a slice may be left out. */
const parseIndex = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const part = (): Expr | null => (cursor.isOneOf([':', ']', ',']) ? null : parseExpression(cursor))
  const start = cursor.is(':') ? null : parseExpression(cursor)
  if (start !== null && !cursor.is(':')) return start
  cursor.take()
  const stop = part()
  const step = cursor.skip(':') ? part() : null
  return { kind: 'slice', start, stop, step, at }
}

const parseCall = (cursor: Cursor, target: Expr): Expr => {
  const { at } = cursor.current
  return { kind: 'call', target, given: parseArguments(cursor), at }
}

/** A filter or test without parentheses. */
export const NO_ARGUMENTS: Arguments = { args: [], kwargs: [], dynArgs: null, dynKwargs: null }

/** Parses `(a, b=1, *more, **named)`. */
export const parseArguments = (cursor: Cursor): Arguments => {
  cursor.expect('(')
  const args: Expr[] = []
  const kwargs: Keyword[] = []
  let dynArgs = null as Expr | null
  let dynKwargs = null as Expr | null
  cursor.list(
    ')',
    () => {
      if (dynKwargs !== null) throw wrongOrder()
      if (cursor.skip('**')) dynKwargs = parseExpression(cursor)
      else if (cursor.current.type === 'name' && cursor.isAhead('=')) {
        kwargs.push(parseKeyword(cursor))
      } else {
        const isSpread = cursor.skip('*')
        if (dynArgs !== null || (!isSpread && kwargs.length > 0)) throw wrongOrder()
        const value = parseExpression(cursor)
        if (isSpread) dynArgs = value
        else args.push(value)
      }
    },
    true,
  )
  return { args, kwargs, dynArgs, dynKwargs }
}

const wrongOrder = (): Error => syntaxError('The arguments of this call are in a wrong order.')

const parseKeyword = (cursor: Cursor): Keyword => {
  const { text, at } = cursor.take()
  cursor.take()
  return { name: text, value: parseExpression(cursor), at }
}

/** Filters of other hosts may have dots in their names. */
const parseDottedName = (cursor: Cursor): { name: string; at: number } => {
  const { text, at } = cursor.expectName()
  let name = text
  while (cursor.skip('.')) name += `.${cursor.expectName().text}`
  return { name, at }
}

/** Parses one filter behind its `|`. */
export const parseFilter = (cursor: Cursor, target: Expr | null): FilterExpr => {
  const { name, at } = parseDottedName(cursor)
  const given = cursor.is('(') ? parseArguments(cursor) : NO_ARGUMENTS
  return { kind: 'filter', name, target, given, at }
}

/** The filters of a filter or set block; `target` null stands for the block's text. */
export const parseFilterChain = (cursor: Cursor, isInline: boolean): FilterExpr | null => {
  let node = isInline ? parseFilter(cursor, null) : null
  while (cursor.skip('|')) node = parseFilter(cursor, node)
  return node
}

/** `is not` is the test with a `not` around it. */
const parseTest = (cursor: Cursor, target: Expr): Expr => {
  const isAt = cursor.take().at
  const isNegated = cursor.skip('not')
  const { name, at } = parseDottedName(cursor)
  const test: Expr = { kind: 'test', name, target, given: parseTestArguments(cursor), at }
  return isNegated ? { kind: 'not', operand: test, at: isAt } : test
}

/** The argument of a test may follow without brackets, unless it is a word that goes on with the expression. */
const parseTestArguments = (cursor: Cursor): Arguments => {
  if (cursor.is('(')) return parseArguments(cursor)
  const isValue =
    ['name', 'string', 'integer', 'float'].includes(cursor.current.type) &&
    !cursor.isOneOf(['else', 'or', 'and'])
  if (!isValue && !cursor.isOneOf(['[', '{'])) return NO_ARGUMENTS
  if (cursor.is('is')) throw syntaxError('Tests cannot be chained with a second `is`.')
  const args = [parsePostfix(cursor, parsePrimary(cursor))]
  return { args, kwargs: [], dynArgs: null, dynKwargs: null }
}
