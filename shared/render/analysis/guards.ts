import type { Expr } from '../syntax/ast.ts'

/** Variables that are known to be defined where an expression came out one way or the other. */
export interface Guards {
  readonly ifTrue: ReadonlySet<string>
  readonly ifFalse: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set<string>()

/** The names of both sets; the built-in method is newer than some runtimes this must work in. */
export const union = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...a, ...b])

/**
 * What a condition says about which variables exist. A bare `if name` counts only where missing
 * values are harmless (`byTruth`): in strict templates it is itself an error.
 */
export const guardsOf = (node: Expr, byTruth: boolean): Guards => {
  switch (node.kind) {
    case 'name':
      return { ifTrue: byTruth ? new Set([node.name]) : NONE, ifFalse: NONE }
    case 'not': {
      const inner = guardsOf(node.operand, byTruth)
      return { ifTrue: inner.ifFalse, ifFalse: inner.ifTrue }
    }
    case 'and':
      return both(guardsOf(node.left, byTruth), guardsOf(node.right, byTruth))
    case 'or': {
      const negated = both(flip(guardsOf(node.left, byTruth)), flip(guardsOf(node.right, byTruth)))
      return flip(negated)
    }
    case 'test':
      return guardsOfTest(node)
    case 'filter':
      return guardsOfFilter(node)
    default:
      return { ifTrue: NONE, ifFalse: NONE }
  }
}

const guardsOfTest = (node: Extract<Expr, { kind: 'test' }>): Guards => {
  const { target, name } = node
  if (target.kind !== 'name') return { ifTrue: NONE, ifFalse: NONE }
  if (name === 'defined') return { ifTrue: new Set([target.name]), ifFalse: NONE }
  return { ifTrue: NONE, ifFalse: name === 'undefined' ? new Set([target.name]) : NONE }
}

/** `name|default([])` is true only where the variable is there. */
const guardsOfFilter = ({ name, target, given }: Extract<Expr, { kind: 'filter' }>): Guards => {
  const isDefault = (name === 'default' || name === 'd') && target?.kind === 'name'
  const isGuard = isDefault && given.kwargs.length === 0 && isFalsy(given.args[0])
  return { ifTrue: isGuard ? new Set([target.name]) : NONE, ifFalse: NONE }
}

/** An empty literal; without an argument, the default is the empty text. */
const isFalsy = (node: Expr | undefined): boolean => {
  if (node === undefined) return true
  if (node.kind === 'list' || node.kind === 'dict') return node.items.length === 0
  if (node.kind !== 'const') return false
  return node.value.type === 'none' || !node.value.value
}

const flip = ({ ifTrue, ifFalse }: Guards): Guards => ({ ifTrue: ifFalse, ifFalse: ifTrue })

const both = (left: Guards, right: Guards): Guards => ({
  ifTrue: union(left.ifTrue, right.ifTrue),
  ifFalse: new Set([...left.ifFalse].filter((name) => right.ifFalse.has(name))),
})
