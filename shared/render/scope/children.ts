import type { Arguments, Expr, OutputPart, Stmt, Target } from '../syntax/ast.ts'

/** Adds the expressions in a field of a node: itself, or those in lists, arguments, parameters and the like. */
const gather = (field: unknown, found: Expr[]): void => {
  if (typeof field !== 'object' || field === null) return
  if (!('kind' in field)) for (const part of Object.values(field)) gather(part, found)
  else if (field.kind !== 'data') found.push(field as Expr)
}

/** The expressions directly inside an expression, in order of evaluation: that of the fields of its node. */
export const childExpressions = (node: Expr): Expr[] => {
  const found: Expr[] = []
  if (node.kind !== 'name') for (const field of Object.values(node)) gather(field, found)
  return found
}

/** The expressions of a call's arguments. */
export const argumentExpressions = ({ args, kwargs, dynArgs, dynKwargs }: Arguments): Expr[] => {
  const found: Expr[] = []
  gather([args, kwargs, dynArgs, dynKwargs], found)
  return found
}

/** The expressions among the parts of an output statement. */
export const partExpressions = (parts: readonly OutputPart[]): Expr[] =>
  parts.filter((part) => part.kind !== 'data')

/** Fields of statements that hold what their own tags evaluate; targets and bodies are none of these. */
const OWN_FIELDS = 'parts iterable test value values call params filter template'.split(' ')

/** The expressions of a statement's own tags, without those of its bodies. */
export const ownExpressions = (node: Stmt): Expr[] => {
  if (node.kind === 'if') return node.branches.map((branch) => branch.test)
  const found: Expr[] = []
  for (const name of OWN_FIELDS) gather((node as Partial<Record<string, unknown>>)[name], found)
  return found
}

/** The bodies inside a statement. */
export const bodies = (node: Stmt): (readonly Stmt[])[] => [
  ...('branches' in node ? node.branches.map((branch) => branch.body) : []),
  ...('body' in node ? [node.body] : []),
  ...('otherwise' in node ? [node.otherwise] : []),
]

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
