import type { RenderOptions } from '../options.ts'
import { allExpressions, allStatements, ownExpressions } from '../scope/children.ts'
import type { Expr, Stmt } from '../syntax/ast.ts'

/** Why a template needs more than every Prompty runtime guarantees. */
export interface Obstacle {
  readonly reason: string
  /** Offset in the text; null if it is a setting and no place. */
  readonly at: number | null
}

const FILTERS: ReadonlySet<string> = new Set([
  'upper',
  'lower',
  'trim',
  'join',
  'length',
  'default',
])
const LOOP_ATTRIBUTES: ReadonlySet<string> = new Set(['index', 'index0', 'first', 'last', 'length'])
const STATEMENTS: ReadonlySet<string> = new Set(['output', 'if', 'for'])

const NAMES: Readonly<Record<string, string>> = {
  binary: 'arithmetic',
  neg: 'arithmetic',
  pos: 'arithmetic',
  concat: 'the operator `~`',
  test: 'a test (`is`)',
  call: 'a call',
  conditional: 'an inline `if`',
  slice: 'a slice',
  list: 'a list literal',
  dict: 'a dict literal',
  tuple: 'a tuple',
}

/** Everything in a text that is outside the subset that every Prompty runtime renders alike. */
export const obstacles = (body: readonly Stmt[]): Obstacle[] => {
  const found: Obstacle[] = []
  for (const node of allStatements(body)) {
    const reason = statementObstacle(node)
    if (reason !== undefined) found.push({ reason, at: node.at })
    for (const expression of ownExpressions(node)) {
      for (const inner of allExpressions(expression)) {
        const problem = expressionObstacle(inner)
        if (problem !== undefined) found.push({ reason: problem, at: inner.at })
      }
    }
  }
  return found
}

const statementObstacle = (node: Stmt): string | undefined => {
  if (!STATEMENTS.has(node.kind)) return `uses the tag \`${tagName(node)}\``
  if (node.kind !== 'for') return undefined
  if (node.isRecursive) return 'uses a recursive loop'
  if (node.test !== null) return 'uses a loop with a condition'
  return node.target.kind === 'name' ? undefined : 'unpacks the items of a loop'
}

const tagName = (node: Stmt): string => {
  if (node.kind === 'setblock') return 'set'
  if (node.kind === 'filterblock') return 'filter'
  return node.kind === 'callblock' ? 'call' : node.kind
}

const expressionObstacle = (node: Expr): string | undefined => {
  if (node.kind === 'filter')
    return FILTERS.has(node.name) ? undefined : `uses the filter \`${node.name}\``
  if (node.kind === 'getattr') return loopObstacle(node)
  if (node.kind === 'compare' && node.rest.some(({ operator }) => operator.endsWith('in')))
    return 'uses `in`'
  const name = Object.hasOwn(NAMES, node.kind) ? NAMES[node.kind] : undefined
  return name === undefined ? undefined : `uses ${name}`
}

const loopObstacle = (node: Extract<Expr, { kind: 'getattr' }>): string | undefined => {
  const isLoop = node.target.kind === 'name' && node.target.name === 'loop'
  return isLoop && !LOOP_ATTRIBUTES.has(node.name) ? `uses \`loop.${node.name}\`` : undefined
}

/** Settings that other runtimes do not have. */
export const settingObstacles = (options: RenderOptions): Obstacle[] => {
  const settings: [boolean, string][] = [
    [options.trimBlocks === true, 'has trim_blocks on'],
    [options.lstripBlocks === true, 'has lstrip_blocks on'],
    [options.autoescape === true, 'has autoescape on'],
    [options.delimiters !== undefined, 'has delimiters of its own'],
  ]
  return settings.filter(([isOn]) => isOn).map(([, reason]) => ({ reason, at: null }))
}
