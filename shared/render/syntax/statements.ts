import { failure, syntaxError, type TemplateError } from '../errors.ts'
import type { CallExpr, Expr, FilterExpr, Param, Stmt, Target } from './ast.ts'
import { parseBlock, parseExtends, parseFrom, parseImport, parseInclude } from './composition.ts'
import type { Cursor } from './cursor.ts'
import { isConstantName, parseExpression, parseTuple, type TupleRules } from './expressions.ts'
import type { TemplateParser } from './parser.ts'
import { parseFilterChain } from './postfix.ts'
import { describe } from './tokens.ts'

type StatementParser = (parser: TemplateParser, at: number) => Stmt

/** Parses one statement from its keyword up to, not including, the end of its last tag. */
export const parseStatement = (
  parser: TemplateParser,
  open: readonly (readonly string[])[],
): Stmt => {
  const { cursor } = parser
  const { type, text, at } = cursor.current
  if (type !== 'name') throw cursor.unexpected('the name of a tag')
  const parse = STATEMENTS.get(text)
  if (parse !== undefined) {
    cursor.take()
    return parse(parser, at)
  }
  if (text === 'do' && parser.extensions.includes('do')) {
    cursor.take()
    return { kind: 'do', value: parseTuple(cursor), at }
  }
  if ((text === 'break' || text === 'continue') && parser.extensions.includes('loopcontrols')) {
    cursor.take()
    return { kind: text, at }
  }
  throw unknownTag(cursor, open)
}

/** The error for a tag that does not exist or does not close what is open. */
export const unknownTag = (cursor: Cursor, open: readonly (readonly string[])[]): TemplateError => {
  const expected = open.at(-1)
  const wanted = expected?.map((word) => `\`${word}\``).join(' or ')
  if (cursor.current.type === 'eof') {
    return syntaxError(`The template ends, but ${wanted ?? 'a tag'} is missing.`)
  }
  const hint = wanted === undefined ? '' : ` The innermost open tag waits for ${wanted}.`
  return syntaxError(`${describe(cursor.current)} is not a tag that can stand here.${hint}`)
}

/** Parses the target of an assignment and checks that it can be assigned to. */
export const parseTarget = (cursor: Cursor, rules: TupleRules = {}): Target =>
  asTarget(cursor, parseTuple(cursor, { ...rules, isSimple: true }))

/** A literal or a call is read like a name, and refused here. */
const asTarget = (cursor: Cursor, node: Expr): Target => {
  if (node.kind === 'name' || node.kind === 'nsref') return node
  if (node.kind === 'tuple') {
    return { kind: 'tuple', items: node.items.map((item) => asTarget(cursor, item)), at: node.at }
  }
  throw syntaxError('Only names can be assigned to.')
}

/** A single name that a statement defines. */
export const parseNewName = (cursor: Cursor): { name: string; at: number } => {
  const { text, at } = cursor.expectName()
  if (isConstantName(text)) throw syntaxError(`\`${text}\` cannot be assigned to.`)
  return { name: text, at }
}

/** The items may be a tuple, but not an inline `if`: that is the loop's own filter. */
const parseFor = (parser: TemplateParser, at: number): Stmt => {
  const { cursor } = parser
  const target = parseTarget(cursor, { endWord: 'in' })
  cursor.expect('in')
  const iterable = parseTuple(cursor, { withConditional: false, endWord: 'recursive' })
  const test = cursor.skip('if') ? parseExpression(cursor) : null
  const isRecursive = cursor.skip('recursive')
  const body = parser.block(['endfor', 'else'], false)
  const otherwise = cursor.take().text === 'else' ? parser.block(['endfor'], true) : []
  return { kind: 'for', target, iterable, test, isRecursive, body, otherwise, at }
}

/** Every `elif` is a further branch of the same node. */
const parseIf = (parser: TemplateParser, at: number): Stmt => {
  const { cursor } = parser
  const branches: { test: Expr; body: Stmt[] }[] = []
  for (;;) {
    const test = parseTuple(cursor, { withConditional: false })
    branches.push({ test, body: parser.block(['elif', 'else', 'endif'], false) })
    const word = cursor.take().text
    if (word === 'elif') continue
    const otherwise = word === 'else' ? parser.block(['endif'], true) : []
    return { kind: 'if', branches, otherwise, at }
  }
}

/** Without an equals sign it is a block. */
const parseSet = (parser: TemplateParser, at: number): Stmt => {
  const { cursor } = parser
  const target = parseTarget(cursor, { withNamespace: true })
  if (cursor.skip('=')) return { kind: 'set', target, value: parseTuple(cursor), at }
  const filter = parseFilterChain(cursor, false)
  return { kind: 'setblock', target, filter, body: parser.block(['endset'], true), at }
}

/** Values are kept apart from targets: they are evaluated outside of the body. */
const parseWith = (parser: TemplateParser, at: number): Stmt => {
  const { cursor } = parser
  const values: Expr[] = []
  const targets = cursor.list(null, () => {
    const target = parseTarget(cursor)
    cursor.expect('=')
    values.push(parseExpression(cursor))
    return target
  })
  return { kind: 'with', targets, values, body: parser.block(['endwith'], true), at }
}

const parseParams = (cursor: Cursor): Param[] => {
  cursor.expect('(')
  return cursor.list(')', (earlier): Param => {
    const { name, at } = parseNewName(cursor)
    if (earlier.some((param) => param.name === name)) {
      throw failure('SyntaxError', `The parameter \`${name}\` occurs twice.`)
    }
    const fallback = cursor.skip('=') ? parseExpression(cursor) : null
    if (fallback === null && earlier.some((param) => param.fallback !== null)) {
      throw syntaxError(`The parameter \`${name}\` needs a default, as one before it has one.`)
    }
    return { name, fallback, at }
  })
}

const parseMacro = (parser: TemplateParser, at: number): Stmt => {
  const { name } = parseNewName(parser.cursor)
  const params = parseParams(parser.cursor)
  return { kind: 'macro', name, params, body: parser.block(['endmacro'], true), at }
}

/** Parameters stand before the call, as they belong to the body. */
const parseCallBlock = (parser: TemplateParser, at: number): Stmt => {
  const { cursor } = parser
  const params = cursor.is('(') ? parseParams(cursor) : []
  const call: Expr = parseExpression(cursor)
  if (call.kind !== 'call')
    throw syntaxError('After `call`, a call such as `name(…)` was expected.')
  const body = parser.block(['endcall'], true)
  return { kind: 'callblock', call: call satisfies CallExpr, params, body, at }
}

/** The first filter stands without a bar before it. */
const parseFilterBlock = (parser: TemplateParser, at: number): Stmt => {
  const filter = parseFilterChain(parser.cursor, true) as FilterExpr
  return { kind: 'filterblock', filter, body: parser.block(['endfilter'], true), at }
}

const parsePrint = ({ cursor }: TemplateParser, at: number): Stmt => ({
  kind: 'output',
  parts: cursor.list(null, () => parseExpression(cursor)),
  at,
})

const parseAutoescape = (parser: TemplateParser, at: number): Stmt => {
  const value = parseExpression(parser.cursor)
  return { kind: 'autoescape', value, body: parser.block(['endautoescape'], true), at }
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
