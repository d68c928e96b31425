import { failure, syntaxError } from '../errors.ts'
import { strip } from '../values/text.ts'
import type { FromImport, Stmt } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'
import type { TemplateParser } from './parser.ts'
import { parseNewName } from './statements.ts'

/** Statements that join templates: blocks and inheritance, includes and imports. */
export function parseBlock(parser: TemplateParser, at: number): Stmt {
  const { cursor } = parser
  const name = cursor.expectName().text
  const isScoped = cursor.skip('scoped')
  const isRequired = cursor.skip('required')
  if (cursor.is('-')) {
    throw syntaxError('The name of a block may hold letters, digits and underscores, no hyphens.')
  }
  const body = parser.block(['endblock'], true)
  if (isRequired && !body.every(isWhite)) {
    throw syntaxError('A required block may hold only white space and comments.')
  }
  cursor.skip(name)
  return { kind: 'block', name, body, isScoped, isRequired, at }
}

const isWhite = (node: Stmt): boolean =>
  node.kind === 'output' &&
  node.parts.every((part) => part.kind === 'data' && strip(part.text) === '')

/** Any expression may name the parent. */
export const parseExtends = ({ cursor }: TemplateParser, at: number): Stmt => ({
  kind: 'extends',
  template: parseExpression(cursor),
  at,
})

/** `with context` or `without context`, where given. */
const parseContextRule = (cursor: Cursor, fallback: boolean): boolean =>
  cursor.skipPair('with', 'context') || (!cursor.skipPair('without', 'context') && fallback)

/** `include`, by default with the context. */
export function parseInclude({ cursor }: TemplateParser, at: number): Stmt {
  const template = parseExpression(cursor)
  const ignoreMissing = cursor.skipPair('ignore', 'missing')
  const withContext = parseContextRule(cursor, true)
  return { kind: 'include', template, ignoreMissing, withContext, at }
}

/** `import … as`, by default without the context. */
export function parseImport({ cursor }: TemplateParser, at: number): Stmt {
  const template = parseExpression(cursor)
  cursor.expect('as')
  const target = parseNewName(cursor).name
  return { kind: 'import', template, target, withContext: parseContextRule(cursor, false), at }
}

/** `from … import a, b as c`, by default without the context. */
export function parseFrom({ cursor }: TemplateParser, at: number): Stmt {
  const template = parseExpression(cursor)
  cursor.expect('import')
  const names: FromImport['names'][number][] = []
  const isContextRule = (): boolean =>
    cursor.isOneOf(['with', 'without']) && cursor.isAhead('context')
  do {
    if (isContextRule()) break
    names.push(parseImportedName(cursor))
  } while (cursor.skip(','))
  if (names.length === 0) throw cursor.unexpected('a name to import')
  return { kind: 'from', template, names, withContext: parseContextRule(cursor, false), at }
}

/** Names with an underscore are private to their template. */
const parseImportedName = (cursor: Cursor): FromImport['names'][number] => {
  const { name, at } = parseNewName(cursor)
  if (name.startsWith('_')) {
    throw failure(
      'TemplateAssertionError',
      `\`${name}\` starts with an underscore and cannot be imported.`,
    )
  }
  const alias = cursor.skip('as') ? parseNewName(cursor).name : name
  return { name, alias, at }
}
