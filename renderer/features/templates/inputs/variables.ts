import { type Variable, variableSchema } from '#shared/contract/template.ts'
import type { Usage } from '../preview/usage.ts'

const types = variableSchema.shape.type.unwrap()

/** Where the text leaves the type open it is nearly always a text, and messages are a list. */
const declaredAs: Readonly<Record<string, string>> = { any: 'string', messages: 'array' }

/** A declaration from how the text uses the name. */
export function newVariable(name: string, usage: Usage | null): Variable {
  const use = usage?.variables.find((variable) => variable.name === name)
  const guessed = types.safeParse(declaredAs[use?.type ?? 'any'] ?? use?.type)
  return variableSchema.parse({
    name,
    type: guessed.success ? guessed.data : 'string',
    required: use?.required ?? true,
  })
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
