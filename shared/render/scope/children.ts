import type { Arguments, Expr, OutputPart, Stmt, Target } from '../syntax/ast.ts'
import { isList } from '../values/types.ts'

type Visit = (node: Expr) => void

/** Visits the expressions in a field of a node: itself, or those in lists, arguments, parameters and the like. */
const visitField = (field: unknown, visit: Visit): void => {
  if (typeof field !== 'object' || field === null) return
  if (isList(field)) for (const part of field) visitField(part, visit)
  else if ('kind' in field) visit(field as Expr)
  else for (const key in field) visitField((field as Record<string, unknown>)[key], visit)
}

/** Visits the expressions directly inside an expression, in order of evaluation: that of the fields of its node. */
export const eachChild = (node: Expr, visit: Visit): void => {
  if (node.kind === 'name' || node.kind === 'const') return
  for (const key in node) visitField(node[key as keyof Expr], visit)
}

/** The expressions directly inside an expression. */
export const childExpressions = (node: Expr): Expr[] => {
  const found: Expr[] = []
  eachChild(node, (child) => found.push(child))
  return found
}

/** The expressions of a call's arguments. */
export const argumentExpressions = ({ args, kwargs, dynArgs, dynKwargs }: Arguments): Expr[] => {
  const found: Expr[] = []
  visitField([args, kwargs, dynArgs, dynKwargs], (child) => found.push(child))
  return found
}

/** The expressions among the parts of an output statement. */
const partExpressions = (parts: readonly OutputPart[]): Expr[] =>
  parts.filter((part) => part.kind !== 'data')

/** Fields of statements that are no expressions of their own tags. */
const NOT_OWN: ReadonlySet<string> = new Set(['target', 'targets', 'body', 'otherwise', 'branches'])

/** The expressions of a statement's own tags, without those of its bodies. */
export const ownExpressions = (node: Stmt): Expr[] => {
  if (node.kind === 'if') return node.branches.map((branch) => branch.test)
  if (node.kind === 'output') return partExpressions(node.parts)
  const found: Expr[] = []
  for (const key in node) {
    if (!NOT_OWN.has(key)) visitField(node[key as keyof Stmt], (child) => found.push(child))
  }
  return found
}

/** The bodies inside a statement. */
const bodies = (node: Stmt): (readonly Stmt[])[] => [
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
