import { ownExpressions, targetNames } from '../scope/children.ts'
import type { For, If, Param, Stmt, Target } from '../syntax/ast.ts'
import type { Findings } from './findings.ts'
import { guardsOf, union } from './guards.ts'
import { Names } from './names.ts'
import type { Shape } from './shape.ts'
import type { Use } from './use.ts'
import { walkCondition, walkExpression } from './walk-expression.ts'

type Of<K extends Stmt['kind']> = Extract<Stmt, { readonly kind: K }>

/** Records what statements use and define, in the order in which they run. */
export const walkBody = (findings: Findings, use: Use, body: readonly Stmt[]): void => {
  for (const node of body) walkStatement(findings, use, node)
}

const walkStatement = (findings: Findings, use: Use, node: Stmt): void => {
  switch (node.kind) {
    case 'output':
      walkOutput(findings, use, node)
      break
    case 'if':
      walkIf(findings, use, node)
      break
    case 'for':
      walkFor(findings, use, node)
      break
    case 'set':
      define(use.names, node.target, walkExpression(findings, use, node.value))
      break
    case 'with':
      walkWith(findings, use, node)
      break
    case 'macro':
      use.names.define(node.name, null)
      walkFunction(findings, use, node.params, node.body)
      break
    case 'callblock':
      walkExpression(findings, use, node.call)
      walkFunction(findings, use, node.params, node.body)
      break
    default:
      walkRareStatement(findings, use, node)
  }
}

const walkRareStatement = (findings: Findings, use: Use, node: Stmt): void => {
  for (const expression of ownExpressions(node)) walkExpression(findings, use, expression)
  switch (node.kind) {
    case 'setblock':
      walkBody(findings, inside(use), node.body)
      define(use.names, node.target, null)
      break
    case 'block':
    case 'filterblock':
    case 'autoescape':
      walkBody(findings, inside(use), node.body)
      break
    case 'include':
    case 'extends':
      findings.notePartial(use, node.template, node.kind === 'include' && !node.withContext)
      break
    case 'import':
      findings.notePartial(use, node.template, true)
      use.names.define(node.target, null)
      break
    case 'from':
      findings.notePartial(use, node.template, true)
      for (const { alias } of node.names) use.names.define(alias, null)
      break
    default:
      break
  }
}

const inside = (use: Use): Use => ({ ...use, names: new Names(use.names) })

const define = (names: Names, target: Target, shape: Shape | null): void => {
  if (target.kind === 'name') names.define(target.name, shape)
  else for (const name of targetNames(target)) names.define(name, null)
}

const walkOutput = (findings: Findings, use: Use, node: Of<'output'>): void => {
  for (const part of node.parts) {
    if (part.kind === 'data') continue
    const shape = walkExpression(findings, use, part)
    if (part.kind === 'name' || part.kind === 'getattr' || part.kind === 'getitem')
      shape?.hint('string', 'weak')
  }
}

/** What one branch tests, the later ones know to be false. */
const walkIf = (findings: Findings, use: Use, node: If): void => {
  let { guarded } = use
  const branches: Names[] = []
  for (const { test, body } of node.branches) {
    walkCondition(findings, { ...use, guarded }, test)
    const { ifTrue, ifFalse } = guardsOf(test, findings.isLenient)
    const names = use.names.branch()
    branches.push(names)
    walkBody(findings, { ...use, names, guarded: union(guarded, ifTrue) }, body)
    guarded = union(guarded, ifFalse)
  }
  const names = use.names.branch()
  branches.push(names)
  walkBody(findings, { ...use, names, guarded }, node.otherwise)
  use.names.join(branches, true)
}

/** The items give the loop variable its shape, and the other way round. */
const walkFor = (findings: Findings, use: Use, node: For): void => {
  const shape = walkExpression(findings, use, node.iterable)
  const inner = inside(use)
  inner.names.define('loop', null)
  define(inner.names, node.target, node.target.kind === 'name' ? (shape?.items ?? null) : null)
  if (node.test !== null) walkCondition(findings, inner, node.test)
  walkBody(findings, inner, node.body)
  walkBody(findings, inside(use), node.otherwise)
}

const walkWith = (findings: Findings, use: Use, node: Of<'with'>): void => {
  const inner = inside(use)
  node.values.forEach((value, index) => {
    const target = node.targets[index]
    const shape = walkExpression(findings, use, value)
    if (target !== undefined) define(inner.names, target, shape)
  })
  walkBody(findings, inner, node.body)
}

/** A macro or call block: its parameters hide variables of the same name. */
const walkFunction = (
  findings: Findings,
  use: Use,
  params: readonly Param[],
  body: readonly Stmt[],
): void => {
  const inner = inside(use)
  for (const { name, fallback } of params) {
    if (fallback !== null) walkExpression(findings, inner, fallback)
    inner.names.define(name, null)
  }
  for (const name of ['caller', 'kwargs', 'varargs']) inner.names.define(name, null)
  walkBody(findings, inner, body)
}
