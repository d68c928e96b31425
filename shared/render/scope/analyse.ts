import type { Expr, For, If, Stmt, Target } from '../syntax/ast.ts'
import { eachChild, ownExpressions } from './children.ts'
import {
  copyOf,
  declareParameter,
  loadName,
  mergeBranches,
  type Symbols,
  storeName,
} from './symbols.ts'

/** Records the names that statements of one scope load and store; inner scopes are left to themselves. */
export const analyseBody = (symbols: Symbols, body: readonly Stmt[]): void => {
  for (const node of body) analyseStatement(symbols, node)
}

/** Records the names an expression reads. */
export const analyseExpression = (symbols: Symbols, node: Expr): void => {
  if (node.kind === 'name' || node.kind === 'nsref') loadName(symbols, node.name)
  else eachChild(node, (child) => analyseExpression(symbols, child))
}

/**
 * Records the names a target assigns; `isParameter` for those that are filled from outside, as in for and with.
 */
export const analyseTarget = (symbols: Symbols, target: Target, isParameter = false): void => {
  if (target.kind === 'tuple') {
    for (const item of target.items) analyseTarget(symbols, item, isParameter)
  } else if (target.kind === 'nsref') loadName(symbols, target.name)
  else if (isParameter) declareParameter(symbols, target.name)
  else storeName(symbols, target.name)
}

const analyseStatement = (symbols: Symbols, node: Stmt): void => {
  switch (node.kind) {
    // Blocks and autoescape parts have scopes of their own.
    case 'autoescape':
    case 'block':
      break
    case 'if':
      analyseIf(symbols, node)
      break
    case 'for':
      analyseExpression(symbols, node.iterable)
      break
    case 'callblock':
      analyseExpression(symbols, node.call)
      break
    case 'macro':
      storeName(symbols, node.name)
      break
    case 'setblock':
      analyseTarget(symbols, node.target)
      break
    default:
      for (const expression of ownExpressions(node)) analyseExpression(symbols, expression)
      analyseStores(symbols, node)
  }
}

/** What a statement assigns after its expressions have been read. */
const analyseStores = (symbols: Symbols, node: Stmt): void => {
  if (node.kind === 'set') analyseTarget(symbols, node.target)
  else if (node.kind === 'import') storeName(symbols, node.target)
  else if (node.kind === 'from') for (const { alias } of node.names) storeName(symbols, alias)
}

/** Whether statements assign names in the scope they stand in. */
const assigns = (body: readonly Stmt[]): boolean =>
  body.some((node) => {
    if (node.kind === 'if')
      return node.branches.some((branch) => assigns(branch.body)) || assigns(node.otherwise)
    return ['set', 'setblock', 'macro', 'import', 'from'].includes(node.kind)
  })

/** Each branch is tried on a copy: a name set in one may be unset in another. */
const analyseIf = (symbols: Symbols, node: If): void => {
  if (!assigns([node])) {
    // Branches differ only in what they assign; without assignments they need no copies.
    for (const { test, body } of node.branches) {
      analyseExpression(symbols, test)
      analyseBody(symbols, body)
    }
    analyseBody(symbols, node.otherwise)
    return
  }
  const [first, ...others] = node.branches
  if (!first) return
  analyseExpression(symbols, first.test)
  const original = copyOf(symbols)
  const branch = (run: (copy: Symbols) => void): Symbols => {
    const copy = copyOf(original)
    run(copy)
    return copy
  }
  const copies = [branch((copy) => analyseBody(copy, first.body))]
  copies.push(
    branch((copy) => {
      for (const other of others) analyseIf(copy, { ...node, branches: [other], otherwise: [] })
    }),
    branch((copy) => analyseBody(copy, node.otherwise)),
  )
  mergeBranches(symbols, copies)
}

/** Names of a for statement's body, else part or filter, each in a scope of its own. */
export const analyseFor = (symbols: Symbols, node: For, part: 'body' | 'else' | 'test'): void => {
  if (part !== 'else') analyseTarget(symbols, node.target, true)
  if (part === 'test' && node.test) analyseExpression(symbols, node.test)
  else analyseBody(symbols, part === 'else' ? node.otherwise : node.body)
}
