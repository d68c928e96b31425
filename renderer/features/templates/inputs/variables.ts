import { type Content, type Variable, variableSchema } from '#shared/contract/template.ts'
import {
  type DeclaredVariable,
  toProperty,
  toVariable,
} from '#shared/domain/variables/json-schema.ts'
import type { Usage } from '../preview/used.ts'

const types = variableSchema.shape.type.unwrap()

/** Where the text leaves the type open it is nearly always a text, and messages are a list. */
const declaredAs: Readonly<Record<string, string>> = { any: 'string', messages: 'array' }

/** A declaration from how the text uses the name. */
export function newVariable(name: string, usage: Usage | null): Variable {
  const use = usage?.variables.find((variable) => variable.name === name)
  const guessed = types.safeParse(declaredAs[use?.type ?? 'any'] ?? use?.type)
  const type = guessed.success ? guessed.data : 'string'
  return asVariable(toVariable(name, { type, ...use?.schema }, use?.required ?? true))
}

/** As the contract has it: read from a schema, its values are JSON. */
export const asVariable = (declared: DeclaredVariable): Variable => variableSchema.parse(declared)

/**
 * The declarations with what the text and the samples tell about them, and those that were missing.
 * What the author has said stays: a proposal only fills in.
 */
export function propose(variables: Content['variables'], usage: Usage): Content['variables'] {
  const declared = new Set(variables.map(({ name }) => name))
  const missing = usage.variables.filter(({ name }) => !declared.has(name))
  return [
    ...variables.map((variable) => filledIn(variable, usage)),
    ...missing.map(({ name }) => newVariable(name, usage)),
  ]
}

function filledIn(variable: Variable, usage: Usage): Variable {
  const use = usage.variables.find(({ name }) => name === variable.name)
  const said = toProperty(variable)
  const isOther = said.type !== undefined && use?.schema.type !== said.type
  // What is proposed for another type than the declared one would contradict it.
  if (use === undefined || isOther) return variable
  return asVariable(toVariable(variable.name, { ...use.schema, ...said }, variable.required))
}

export const variableTypes = types.options

/** A name a template can use, or the sentence that says why not. */
export function nameComplaint(
  name: string,
  others: ReadonlySet<string>,
  own: string,
): string | null {
  const checked = variableSchema.shape.name.safeParse(name)
  if (!checked.success) return checked.error.issues[0]?.message ?? 'Not a name.'
  return name !== own && others.has(name) ? 'There is a variable of this name.' : null
}

/** The first of `variable_1`, `variable_2`, … that is not taken. */
export function freeName(taken: ReadonlySet<string>, stem = 'variable'): string {
  let number = 1
  while (taken.has(`${stem}_${number}`)) number += 1
  return `${stem}_${number}`
}
