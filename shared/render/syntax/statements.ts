import { raise, raiseSyntaxError } from '../errors.ts'
import type { CallExpr, Expr, FilterExpr, Param, Stmt, Target } from './ast.ts'
import { parseBlock, parseExtends, parseFrom, parseImport, parseInclude } from './composition.ts'
import { type Cursor, expect, expectName, is, list, raiseUnexpected, skip, take } from './cursor.ts'
import { isConstantName, parseExpression, parseTuple, type TupleRules } from './expressions.ts'
import { block } from './parser.ts'
import { parseFilterChain } from './postfix.ts'
import { describe } from './tokens.ts'

type StatementParser = (cursor: Cursor, at: number) => Stmt

/** Parses one statement from its keyword up to, not including, the end of its last tag. */
export const parseStatement = (cursor: Cursor): Stmt => {
  const { type, text, at } = cursor.current
  if (type !== 'name') raiseUnexpected(cursor, 'the name of a tag')
  const parse = STATEMENTS.get(text)
  if (parse) {
    take(cursor)
    return parse(cursor, at)
  }
  if (text === 'do' && cursor.extensions.includes('do')) {
    take(cursor)
    return { kind: 'do', value: parseTuple(cursor), at }
  }
  if ((text === 'break' || text === 'continue') && cursor.extensions.includes('loopcontrols')) {
    take(cursor)
    return { kind: text, at }
  }
  raiseUnknownTag(cursor)
}

/** The error for a tag that does not exist or does not close what is open. */
export const raiseUnknownTag: (cursor: Cursor) => never = (cursor) => {
  const expected = cursor.open.at(-1)
  const wanted = expected?.map((word) => `\`${word}\``).join(' or ')
  if (cursor.current.type === 'eof') {
    return raiseSyntaxError(`The template ends, but ${wanted ?? 'a tag'} is missing.`)
  }
  const hint = !wanted ? '' : ` The innermost open tag waits for ${wanted}.`
  return raiseSyntaxError(`${describe(cursor.current)} is not a tag that can stand here.${hint}`)
}

/** Parses the target of an assignment and checks that it can be assigned to. */
const parseTarget = (cursor: Cursor, rules: TupleRules = { isSimple: true }): Target =>
  asTarget(parseTuple(cursor, rules))

/** A literal or a call is read like a name, and refused here. */
const asTarget = (node: Expr): Target => {
  if (node.kind === 'name' || node.kind === 'nsref') return node
  if (node.kind === 'tuple') {
    return { kind: 'tuple', items: node.items.map((item) => asTarget(item)), at: node.at }
  }
  raiseSyntaxError('Only names can be assigned to.')
}

/** A single name that a statement defines. */
export const parseNewName = (cursor: Cursor): { name: string; at: number } => {
  const { text, at } = expectName(cursor)
  if (isConstantName(text)) raiseSyntaxError(`\`${text}\` cannot be assigned to.`)
  return { name: text, at }
}

/** The items may be a tuple, but not an inline `if`: that is the loop's own filter. */
const parseFor = (cursor: Cursor, at: number): Stmt => {
  const target = parseTarget(cursor)
  expect(cursor, 'in')
  const iterable = parseTuple(cursor, { withConditional: false })
  const test = skip(cursor, 'if') ? parseExpression(cursor) : null
  const isRecursive = skip(cursor, 'recursive')
  const body = block(cursor, ['endfor', 'else'], false)
  const otherwise = take(cursor).text === 'else' ? block(cursor, ['endfor'], true) : []
  return { kind: 'for', target, iterable, test, isRecursive, body, otherwise, at }
}

/** Every `elif` is a further branch of the same node. */
const parseIf = (cursor: Cursor, at: number): Stmt => {
  const branches: { test: Expr; body: Stmt[] }[] = []
  for (;;) {
    const test = parseTuple(cursor, { withConditional: false })
    branches.push({ test, body: block(cursor, ['elif', 'else', 'endif'], false) })
    const word = take(cursor).text
    if (word === 'elif') continue
    const otherwise = word === 'else' ? block(cursor, ['endif'], true) : []
    return { kind: 'if', branches, otherwise, at }
  }
}

/** Without an equals sign it is a block. */
const parseSet = (cursor: Cursor, at: number): Stmt => {
  const target = parseTarget(cursor, { isSimple: true, withNamespace: true })
  if (skip(cursor, '=')) return { kind: 'set', target, value: parseTuple(cursor), at }
  const filter = parseFilterChain(cursor, false)
  return { kind: 'setblock', target, filter, body: block(cursor, ['endset'], true), at }
}

/** Values are kept apart from targets: they are evaluated outside of the body. */
const parseWith = (cursor: Cursor, at: number): Stmt => {
  const values: Expr[] = []
  const targets = list(cursor, null, () => {
    const target = parseTarget(cursor)
    expect(cursor, '=')
    values.push(parseExpression(cursor))
    return target
  })
  return { kind: 'with', targets, values, body: block(cursor, ['endwith'], true), at }
}

const parseParams = (cursor: Cursor): Param[] => {
  expect(cursor, '(')
  return list(cursor, ')', (_, earlier): Param => {
    const { name, at } = parseNewName(cursor)
    if (earlier.some((param) => param.name === name)) {
      raise('SyntaxError', `The parameter \`${name}\` occurs twice.`)
    }
    const fallback = skip(cursor, '=') ? parseExpression(cursor) : null
    if (fallback === null && earlier.some((param) => param.fallback !== null)) {
      raiseSyntaxError(`The parameter \`${name}\` needs a default, as one before it has one.`)
    }
    return { name, fallback, at }
  })
}

const parseMacro = (cursor: Cursor, at: number): Stmt => {
  const { name } = parseNewName(cursor)
  const params = parseParams(cursor)
  return { kind: 'macro', name, params, body: block(cursor, ['endmacro'], true), at }
}

/** Parameters stand before the call, as they belong to the body. */
const parseCallBlock = (cursor: Cursor, at: number): Stmt => {
  const params = is(cursor, '(') ? parseParams(cursor) : []
  const call: Expr = parseExpression(cursor)
  if (call.kind !== 'call') raiseSyntaxError('After `call`, a call such as `name(…)` was expected.')
  const body = block(cursor, ['endcall'], true)
  return { kind: 'callblock', call: call satisfies CallExpr, params, body, at }
}

/** The first filter stands without a bar before it. */
const parseFilterBlock = (cursor: Cursor, at: number): Stmt => {
  const filter = parseFilterChain(cursor, true) as FilterExpr
  return { kind: 'filterblock', filter, body: block(cursor, ['endfilter'], true), at }
}

const parsePrint = (cursor: Cursor, at: number): Stmt => ({
  kind: 'output',
  parts: list(cursor, null, (inside) => parseExpression(inside)),
  at,
})

const parseAutoescape = (cursor: Cursor, at: number): Stmt => {
  const value = parseExpression(cursor)
  return { kind: 'autoescape', value, body: block(cursor, ['endautoescape'], true), at }
}

const STATEMENTS: ReadonlyMap<string, StatementParser> = new Map(
  Object.entries({
    for: parseFor,
    if: parseIf,
    set: parseSet,
    with: parseWith,
    macro: parseMacro,
    call: parseCallBlock,
    filter: parseFilterBlock,
    print: parsePrint,
    autoescape: parseAutoescape,
    block: parseBlock,
    extends: parseExtends,
    include: parseInclude,
    import: parseImport,
    from: parseFrom,
  }),
)
