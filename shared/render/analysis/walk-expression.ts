import { argumentExpressions, childExpressions } from '../scope/children.ts'
import type { ConstValue, Expr, FilterExpr } from '../syntax/ast.ts'
import type { Findings } from './findings.ts'
import { guardsOf, union } from './guards.ts'
import { filterInput, methodOwner, testInput } from './hints.ts'
import type { Shape, ShapeType } from './shape.ts'
import type { Use } from './use.ts'

type Of<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>

/** Records what an expression uses; returns the shape of its value where that is a variable or part of one. */
export const walkExpression = (findings: Findings, use: Use, node: Expr): Shape | null => {
  switch (node.kind) {
    case 'name':
    case 'nsref':
      return findings.noteName(use, node.name, node.at)
    case 'getattr':
    case 'getitem':
      return walkMember(findings, use, node)
    case 'filter':
      return walkFilter(findings, use, node)
    case 'test':
      return walkTest(findings, use, node)
    case 'call':
      return walkCall(findings, use, node)
    case 'and':
    case 'or':
      return walkLogic(findings, use, node)
    case 'conditional':
      return walkConditional(findings, use, node)
    case 'binary':
    case 'compare':
      return walkOperation(findings, use, node)
    default:
      for (const child of childExpressions(node)) walkExpression(findings, unsafe(use), child)
      return null
  }
}

const unsafe = (use: Use): Use => (use.isSafe ? { ...use, isSafe: false } : use)

/** A missing member of a variable is harmless only if its owner is not missing. */
const walkMember = (
  findings: Findings,
  use: Use,
  node: Of<'getattr' | 'getitem'>,
): Shape | null => {
  const owner = walkExpression(findings, unsafe(use), node.target)
  if (node.kind === 'getattr') return owner?.property(node.name) ?? null
  const { index } = node
  walkExpression(findings, unsafe(use), index)
  if (index.kind === 'slice') return owner
  // From the end, or counted from another place.
  if (index.kind === 'neg' || (index.kind === 'binary' && index.operator === '-')) {
    return owner?.items ?? null
  }
  if (index.kind !== 'const') return null
  if (index.value.type === 'str') return owner?.property(index.value.value) ?? null
  return index.value.type === 'int' ? (owner?.items ?? null) : null
}

const DEFAULT_FILTERS: ReadonlySet<string> = new Set(['default', 'd'])
/** Filters whose result has the shape of their input. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  ...DEFAULT_FILTERS,
  'sort',
  'list',
  'reverse',
  'unique',
  'select',
  'reject',
  'selectattr',
  'rejectattr',
])

/** A default makes its variable optional; other filters tell a type. */
const walkFilter = (findings: Findings, use: Use, node: FilterExpr): Shape | null => {
  findings.noteFilter(node.name, node.at)
  const isDefault = DEFAULT_FILTERS.has(node.name)
  const target = node.target
  const shape =
    target === null ? null : walkExpression(findings, { ...use, isSafe: isDefault }, target)
  for (const argument of argumentExpressions(node.given))
    walkExpression(findings, unsafe(use), argument)
  const input = filterInput(node.name)
  if (input === 'list' && shape) walkPath(shape.items, pathOf(node))
  else if (input !== undefined) shape?.hint(input)
  const [fallback] = node.given.args
  if (isDefault && fallback?.kind === 'const' && shape !== null) {
    const type = constantType(fallback.value)
    if (type !== undefined) shape.hint(type)
    if (target?.kind === 'name') findings.setDefault(use, target.name, fallback.value)
  }
  if (node.name === 'first' || node.name === 'last' || node.name === 'random')
    return shape?.items ?? null
  return TRANSPARENT.has(node.name) ? shape : null
}

/** Filters that read an attribute of every item, which their first argument names. */
const BY_ATTRIBUTE: ReadonlySet<string> = new Set(['selectattr', 'rejectattr', 'groupby'])

const pathOf = ({ name, given }: FilterExpr): string => {
  const named = given.kwargs.find((argument) => argument.name === 'attribute')?.value
  const path = named ?? (BY_ATTRIBUTE.has(name) ? given.args[0] : undefined)
  return path?.kind === 'const' && path.value.type === 'str' ? path.value.value : ''
}

/** Items have the attribute that a filter reads of them, such as `user.name`. */
const walkPath = (items: Shape, path: string): void => {
  let shape = items
  for (const part of path.split('.')) {
    if (!/^[^\W\d]\w*$/.test(part)) return
    shape = shape.property(part)
  }
}

/** What stands in for a value is likely of its kind. */
const hintConstant = (shape: Shape | null, other: Expr): void => {
  const type = other.kind === 'const' ? constantType(other.value) : undefined
  if (type !== undefined) shape?.hint(type, 'weak')
}

/** The type of a literal; None tells nothing. */
const constantType = (value: ConstValue): ShapeType | undefined => {
  switch (value.type) {
    case 'str':
      return 'string'
    case 'bool':
      return 'boolean'
    case 'int':
    case 'float':
      return 'number'
    default:
      return undefined
  }
}

/** Asking whether something is defined is no use of its value. */
const walkTest = (findings: Findings, use: Use, node: Of<'test'>): null => {
  findings.noteTest(node.name, node.at)
  const isSafe = node.name === 'defined' || node.name === 'undefined'
  const shape = walkExpression(findings, { ...use, isSafe }, node.target)
  for (const argument of argumentExpressions(node.given))
    walkExpression(findings, unsafe(use), argument)
  const type = testInput(node.name)
  if (type !== undefined) shape?.hint(type, 'weak')
  return null
}

const walkCall = (findings: Findings, use: Use, node: Of<'call'>): Shape | null => {
  const { target } = node
  for (const argument of argumentExpressions(node.given))
    walkExpression(findings, unsafe(use), argument)
  if (target.kind !== 'getattr') {
    walkExpression(findings, unsafe(use), target)
    return null
  }
  const owner = walkExpression(findings, unsafe(use), target.target)
  const type = methodOwner(target.name)
  if (type !== undefined) owner?.hint(type)
  const [key] = node.given.args
  if (target.name === 'get' && key?.kind === 'const' && key.value.type === 'str') {
    return owner?.property(key.value.value) ?? null
  }
  return null
}

/** The right side is reached only if the left one let it: it may rely on that. */
const walkLogic = (findings: Findings, use: Use, node: Of<'and' | 'or'>): Shape | null => {
  const left = walkExpression(findings, truthUse(findings, use), node.left)
  walkExpression(findings, { ...use, guarded: guardedRight(findings, use, node) }, node.right)
  if (node.kind === 'or') hintConstant(left, node.right)
  return left
}

/** The variables that exist where the right side of `and` or `or` is reached. */
const guardedRight = (findings: Findings, use: Use, node: Of<'and' | 'or'>): Use['guarded'] => {
  const { ifTrue, ifFalse } = guardsOf(node.left, findings.isLenient)
  return union(use.guarded, node.kind === 'and' ? ifTrue : ifFalse)
}

/** Asking whether a missing value is true is harmless in lenient templates. */
const truthUse = (findings: Findings, use: Use): Use =>
  findings.isLenient ? { ...use, isSafe: true } : unsafe(use)

/** Each side may rely on the condition or its opposite. */
const walkConditional = (findings: Findings, use: Use, node: Of<'conditional'>): Shape | null => {
  const { ifTrue, ifFalse } = guardsOf(node.test, findings.isLenient)
  walkCondition(findings, use, node.test)
  const shape = walkExpression(
    findings,
    { ...use, guarded: union(use.guarded, ifTrue) },
    node.value,
  )
  if (node.otherwise !== null) {
    walkExpression(findings, { ...use, guarded: union(use.guarded, ifFalse) }, node.otherwise)
    hintConstant(shape, node.otherwise)
  }
  return shape
}

/** A condition: a variable that is only ever asked for its truth is likely a boolean. */
export const walkCondition = (findings: Findings, use: Use, node: Expr): void => {
  const inner = node.kind === 'not' ? node.operand : node
  if (inner.kind === 'and' || inner.kind === 'or') {
    walkCondition(findings, use, inner.left)
    walkCondition(findings, { ...use, guarded: guardedRight(findings, use, inner) }, inner.right)
    return
  }
  const shape = walkExpression(findings, truthUse(findings, use), inner)
  if (shape && (inner.kind === 'name' || inner.kind === 'getattr')) shape.asked++
}

/** The operands of an operation; sums of sums are one long sum, so that one text in it tells of all. */
const summands = (node: Expr): Expr[] => {
  const operands = childExpressions(node)
  if (node.kind !== 'binary' || node.operator !== '+') return operands
  const isSum = (operand: Expr) => operand.kind === 'binary' && operand.operator === '+'
  return operands.flatMap((operand) => (isSum(operand) ? summands(operand) : [operand]))
}

const walkOperation = (findings: Findings, use: Use, node: Of<'binary' | 'compare'>): null => {
  const operands = summands(node)
  const shapes = operands.map((operand) => walkExpression(findings, unsafe(use), operand))
  const isMembership =
    node.kind === 'compare' && node.rest.some(({ operator }) => operator.endsWith('in'))
  if (isMembership) return null
  // What a variable is added to or compared with is of its own kind.
  const types = new Set(
    operands.flatMap((operand) =>
      operand.kind === 'const' ? (constantType(operand.value) ?? []) : [],
    ),
  )
  const isArithmetic =
    node.kind === 'binary' &&
    (node.operator === '-' || node.operator === '/' || node.operator === '//')
  const [type] = isArithmetic ? (['number'] as const) : types
  if (type === undefined || (node.kind === 'binary' && node.operator === '%')) return null
  if (node.kind === 'binary' && node.operator === '*' && type === 'string') return null
  for (const shape of shapes) shape?.hint(type, isArithmetic ? 'strong' : 'weak')
  return null
}
