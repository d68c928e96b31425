import type { Arguments, Expr, FilterExpr, Keyword } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parsePrimary } from './expressions.ts'
import { decodeInteger } from './literals.ts'

/** Attribute, index and call suffixes of a value. */
export const parsePostfix = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (cursor.isOperator('.') || cursor.isOperator('[')) node = parseSubscript(cursor, node)
    else if (cursor.isOperator('(')) node = parseCall(cursor, node)
    else return node
  }
}

/** Filters, tests and calls behind a value. */
export const parseFilters = (cursor: Cursor, start: Expr): Expr => {
  let node = start
  for (;;) {
    if (cursor.isOperator('|')) {
      cursor.take()
      node = parseFilter(cursor, node)
    } else if (cursor.isName('is')) node = parseTest(cursor, node)
    else if (cursor.isOperator('(')) node = parseCall(cursor, node)
    else return node
  }
}

const parseSubscript = (cursor: Cursor, target: Expr): Expr => {
  const { text, at } = cursor.take()
  if (text === '[') {
    const index = parseIndexes(cursor, at)
    return { kind: 'getitem', target, index, at }
  }
  const token = cursor.take()
  if (token.type === 'name') return { kind: 'getattr', target, name: token.text, at: token.at }
  if (token.type !== 'integer') throw cursor.fail('After a dot, a name or a number was expected.')
  const index: Expr = {
    kind: 'const',
    value: { type: 'int', value: decodeInteger(token.text) },
    at: token.at,
  }
  return { kind: 'getitem', target, index, at: token.at }
}

const parseIndexes = (cursor: Cursor, at: number): Expr => {
  const items: Expr[] = []
  while (!cursor.isOperator(']')) {
    if (items.length > 0) cursor.expectOperator(',')
    items.push(parseIndex(cursor))
  }
  cursor.expectOperator(']')
  return items.length === 1 && items[0] ? items[0] : { kind: 'tuple', items, at }
}

const parseIndex = (cursor: Cursor): Expr => {
  const { at } = cursor.current
  const start = cursor.isOperator(':') ? null : parseExpression(cursor)
  if (start !== null && !cursor.isOperator(':')) return start
  cursor.take()
  const isEnd = (): boolean => cursor.isOperator(']') || cursor.isOperator(',')
  const stop = cursor.isOperator(':') || isEnd() ? null : parseExpression(cursor)
  const step = cursor.skipOperator(':') && !isEnd() ? parseExpression(cursor) : null
  return { kind: 'slice', start, stop, step, at }
}

const parseCall = (cursor: Cursor, target: Expr): Expr => {
  const { at } = cursor.current
  return { kind: 'call', target, ...parseArguments(cursor), at }
}

/** A filter or test without parentheses. */
export const NO_ARGUMENTS: Arguments = { args: [], kwargs: [], dynArgs: null, dynKwargs: null }

/** Parses `(a, b=1, *more, **named)`. */
export const parseArguments = (cursor: Cursor): Arguments => {
  cursor.expectOperator('(')
  const args: Expr[] = []
  const kwargs: Keyword[] = []
  let dynArgs: Expr | null = null
  let dynKwargs: Expr | null = null
  const ensure = (isValid: boolean): void => {
    if (!isValid) throw cursor.fail('The arguments of this call are in a wrong order.')
  }
  for (let isFirst = true; !cursor.isOperator(')'); isFirst = false) {
    if (!isFirst) cursor.expectOperator(',')
    if (cursor.isOperator(')')) break
    if (cursor.skipOperator('*')) {
      ensure(dynArgs === null && dynKwargs === null)
      dynArgs = parseExpression(cursor)
    } else if (cursor.skipOperator('**')) {
      ensure(dynKwargs === null)
      dynKwargs = parseExpression(cursor)
    } else if (cursor.current.type === 'name' && cursor.isOperatorAhead('=')) {
      ensure(dynKwargs === null)
      kwargs.push(parseKeyword(cursor, kwargs))
    } else {
      ensure(dynArgs === null && dynKwargs === null && kwargs.length === 0)
      args.push(parseExpression(cursor))
    }
  }
  cursor.expectOperator(')')
  return { args, kwargs, dynArgs, dynKwargs }
}

const parseKeyword = (cursor: Cursor, earlier: readonly Keyword[]): Keyword => {
  const { text, at } = cursor.take()
  cursor.take()
  if (earlier.some((keyword) => keyword.name === text)) {
    throw cursor.fail(`The argument \`${text}\` is given twice.`)
  }
  return { name: text, value: parseExpression(cursor), at }
}

const parseDottedName = (cursor: Cursor): { name: string; at: number } => {
  const { text, at } = cursor.expectName()
  let name = text
  while (cursor.skipOperator('.')) name += `.${cursor.expectName().text}`
  return { name, at }
}

/** Parses one filter behind its `|`. */
export const parseFilter = (cursor: Cursor, target: Expr | null): FilterExpr => {
  const { name, at } = parseDottedName(cursor)
  const given = cursor.isOperator('(') ? parseArguments(cursor) : NO_ARGUMENTS
  return { kind: 'filter', name, target, ...given, at }
}

/** The filters of a filter or set block; `target` null stands for the block's text. */
export const parseFilterChain = (cursor: Cursor, isInline: boolean): FilterExpr | null => {
  let node = isInline ? parseFilter(cursor, null) : null
  while (cursor.skipOperator('|')) node = parseFilter(cursor, node)
  return node
}

const parseTest = (cursor: Cursor, target: Expr): Expr => {
  const isAt = cursor.take().at
  const isNegated = cursor.skipName('not')
  const { name, at } = parseDottedName(cursor)
  const test: Expr = { kind: 'test', name, target, ...parseTestArguments(cursor), at }
  return isNegated ? { kind: 'not', operand: test, at: isAt } : test
}

/** Words that end a test without an argument. */
const AFTER_TEST: ReadonlySet<string> = new Set(['else', 'or', 'and'])

const parseTestArguments = (cursor: Cursor): Arguments => {
  if (cursor.isOperator('(')) return parseArguments(cursor)
  const { type, text } = cursor.current
  const isValue =
    type === 'name'
      ? !AFTER_TEST.has(text)
      : type === 'string' || type === 'integer' || type === 'float'
  if (!isValue && !cursor.isOperator('[') && !cursor.isOperator('{')) return NO_ARGUMENTS
  if (cursor.isName('is')) throw cursor.fail('Tests cannot be chained with a second `is`.')
  return { ...NO_ARGUMENTS, args: [parsePostfix(cursor, parsePrimary(cursor))] }
}
