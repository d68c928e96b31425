import type { Arguments, Expr, OutputPart, Stmt, Target } from '../syntax/ast.ts'

/** The expressions directly inside an expression, in order of evaluation. */
export const childExpressions = (node: Expr): Expr[] => {
  switch (node.kind) {
    case 'const':
    case 'name':
    case 'nsref':
      return []
    case 'list':
    case 'tuple':
    case 'concat':
      return [...node.items]
    case 'dict':
      return node.items.flat()
    case 'getattr':
      return [node.target]
    case 'getitem':
      return [node.target, node.index]
    case 'slice':
      return present([node.start, node.stop, node.step])
    case 'call':
    case 'test':
    case 'filter':
      return [...present([node.target]), ...argumentExpressions(node)]
    case 'binary':
    case 'and':
    case 'or':
      return [node.left, node.right]
    case 'not':
    case 'neg':
    case 'pos':
      return [node.operand]
    case 'compare':
      return [node.first, ...node.rest.map((part) => part.value)]
    case 'conditional':
      return present([node.test, node.value, node.otherwise])
  }
}

const present = (nodes: readonly (Expr | null)[]): Expr[] => nodes.filter((node) => node !== null)

/** The expressions of a call's arguments. */
export const argumentExpressions = (call: Arguments): Expr[] => [
  ...call.args,
  ...call.kwargs.map((keyword) => keyword.value),
  ...present([call.dynArgs, call.dynKwargs]),
]

/** The expressions among the parts of an output statement. */
export const partExpressions = (parts: readonly OutputPart[]): Expr[] =>
  parts.filter((part) => part.kind !== 'data')

/** The expressions of a statement's own tags, without those of its bodies. */
export const ownExpressions = (node: Stmt): Expr[] => {
  switch (node.kind) {
    case 'output':
      return partExpressions(node.parts)
    case 'for':
      return present([node.iterable, node.test])
    case 'if':
      return node.branches.map((branch) => branch.test)
    case 'set':
    case 'do':
    case 'autoescape':
      return [node.value]
    case 'with':
      return [...node.values]
    case 'macro':
      return present(node.params.map((param) => param.fallback))
    case 'callblock':
      return [node.call, ...present(node.params.map((param) => param.fallback))]
    case 'setblock':
    case 'filterblock':
      return present([node.filter])
    case 'include':
    case 'import':
    case 'from':
    case 'extends':
      return [node.template]
    default:
      return []
  }
}

/** The bodies inside a statement. */
export const bodies = (node: Stmt): (readonly Stmt[])[] => {
  switch (node.kind) {
    case 'for':
      return [node.body, node.otherwise]
    case 'if':
      return [...node.branches.map((branch) => branch.body), node.otherwise]
    case 'macro':
    case 'callblock':
    case 'block':
    case 'setblock':
    case 'filterblock':
    case 'with':
    case 'autoescape':
      return [node.body]
    default:
      return []
  }
}

/** All statements inside a body, at any depth, outer before inner. */
export function* allStatements(body: readonly Stmt[]): Generator<Stmt> {
  for (const node of body) {
    yield node
    for (const inner of bodies(node)) yield* allStatements(inner)
  }
}

/** An expression and all inside it. */
export function* allExpressions(node: Expr): Generator<Expr> {
  yield node
  for (const child of childExpressions(node)) yield* allExpressions(child)
}

/** The names a target assigns. */
export const targetNames = (target: Target): string[] => {
  if (target.kind === 'tuple') return target.items.flatMap(targetNames)
  return target.kind === 'name' ? [target.name] : []
}

/** Whether a special name is read anywhere inside, blocks excepted; `words` are those of the template. */
export const mentions = (
  words: ReadonlySet<string>,
  body: readonly Stmt[],
  name: string,
): boolean => words.has(name) && bodyMentions(body, name)

const bodyMentions = (body: readonly Stmt[], name: string): boolean =>
  body.some(
    (node) =>
      node.kind !== 'block' &&
      (ownExpressions(node).some((expression) => expressionMentions(expression, name)) ||
        bodies(node).some((inner) => bodyMentions(inner, name))),
  )

const expressionMentions = (node: Expr, name: string): boolean => {
  if (node.kind === 'name') return node.name === name
  return childExpressions(node).some((child) => expressionMentions(child, name))
}
