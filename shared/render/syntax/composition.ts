import { raise, raiseSyntaxError } from '../errors.ts'
import { strip } from '../values/text.ts'
import type { FromImport, Stmt } from './ast.ts'
import {
  type Cursor,
  expect,
  expectName,
  is,
  isAhead,
  isOneOf,
  raiseUnexpected,
  skip,
  skipPair,
} from './cursor.ts'
import { parseExpression } from './expressions.ts'
import { block } from './parser.ts'
import { parseNewName } from './statements.ts'

/** Statements that join templates: blocks and inheritance, includes and imports. */
export function parseBlock(cursor: Cursor, at: number): Stmt {
  const name = expectName(cursor).text
  const isScoped = skip(cursor, 'scoped')
  const isRequired = skip(cursor, 'required')
  if (is(cursor, '-')) {
    raiseSyntaxError('The name of a block may hold letters, digits and underscores, no hyphens.')
  }
  const body = block(cursor, ['endblock'], true)
  if (isRequired && !body.every(isWhite)) {
    raiseSyntaxError('A required block may hold only white space and comments.')
  }
  skip(cursor, name)
  return { kind: 'block', name, body, isScoped, isRequired, at }
}

const isWhite = (node: Stmt): boolean =>
  node.kind === 'output' &&
  node.parts.every((part) => part.kind === 'data' && strip(part.text) === '')

/** Any expression may name the parent. */
export const parseExtends = (cursor: Cursor, at: number): Stmt => ({
  kind: 'extends',
  template: parseExpression(cursor),
  at,
})

/** `with context` or `without context`, where given. */
const parseContextRule = (cursor: Cursor, fallback: boolean): boolean =>
  skipPair(cursor, 'with', 'context') || (!skipPair(cursor, 'without', 'context') && fallback)

/** `include`, by default with the context. */
export function parseInclude(cursor: Cursor, at: number): Stmt {
  const template = parseExpression(cursor)
  const ignoreMissing = skipPair(cursor, 'ignore', 'missing')
  const withContext = parseContextRule(cursor, true)
  return { kind: 'include', template, ignoreMissing, withContext, at }
}

/** `import … as`, by default without the context. */
export function parseImport(cursor: Cursor, at: number): Stmt {
  const template = parseExpression(cursor)
  expect(cursor, 'as')
  const target = parseNewName(cursor).name
  return { kind: 'import', template, target, withContext: parseContextRule(cursor, false), at }
}

/** `from … import a, b as c`, by default without the context. */
export function parseFrom(cursor: Cursor, at: number): Stmt {
  const template = parseExpression(cursor)
  expect(cursor, 'import')
  const names: FromImport['names'][number][] = []
  const isContextRule = (): boolean =>
    isOneOf(cursor, ['with', 'without']) && isAhead(cursor, 'context')
  do {
    if (isContextRule()) break
    names.push(parseImportedName(cursor))
  } while (skip(cursor, ','))
  if (names.length === 0) raiseUnexpected(cursor, 'a name to import')
  return { kind: 'from', template, names, withContext: parseContextRule(cursor, false), at }
}

/** Names with an underscore are private to their template. */
const parseImportedName = (cursor: Cursor): FromImport['names'][number] => {
  const { name, at } = parseNewName(cursor)
  if (name.startsWith('_')) {
    raise('TemplateAssertionError', `\`${name}\` starts with an underscore and cannot be imported.`)
  }
  const alias = skip(cursor, 'as') ? parseNewName(cursor).name : name
  return { name, alias, at }
}
