import { findSchemaProblems, isRecord, type SchemaProblem } from './schema-problems.ts'

/** A variable of a template as it is declared. */
export interface DeclaredVariable {
  name: string
  type: string
  required: boolean
  description: string
  example?: unknown
  /** What JSON Schema can say of the value beyond its type. */
  schema?: Readonly<Record<string, unknown>> | undefined
}

type JsonObject = Record<string, unknown>

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const oneType: ReadonlySet<unknown> = new Set([
  ...['string', 'integer', 'number', 'boolean', 'array', 'object'],
])
/** Members of the whole that are kept; what else one writes there would be lost. */
const known = new Set(['$schema', 'type', 'properties', 'required'])
const nameForm = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The declarations of a template as one JSON Schema (2020-12) of its inputs. */
export function toInputSchema(variables: readonly DeclaredVariable[]): JsonObject {
  const required = variables.filter((one) => one.required).map(({ name }) => name)
  return {
    $schema: DIALECT,
    type: 'object',
    properties: Object.fromEntries(variables.map((one) => [one.name, toProperty(one)])),
    ...(required.length === 0 ? {} : { required }),
  }
}

/** The JSON Schema of one variable's value. */
export function toProperty({ type, description, example, schema }: DeclaredVariable): JsonObject {
  return {
    ...(type === 'any' ? {} : { type }),
    ...(description === '' ? {} : { description }),
    ...schema,
    ...(example === undefined ? {} : { examples: [example] }),
  }
}

export type ReadSchema =
  | { readonly kind: 'read'; readonly variables: DeclaredVariable[] }
  | { readonly kind: 'refused'; readonly problems: readonly SchemaProblem[] }

/**
 * The declarations that a JSON Schema of inputs stands for: what `toInputSchema` gives comes back as it
 * was. Refused is what would be lost or means nothing, each with its path.
 */
export function readInputSchema(value: unknown): ReadSchema {
  const problems = [...findSchemaProblems(value), ...findInputProblems(value)]
  if (problems.length > 0 || !isRecord(value)) return { kind: 'refused', problems }
  const { properties, required } = value
  const needed = new Set(Array.isArray(required) ? required : [])
  const variables = Object.entries(isRecord(properties) ? properties : {}).map(([name, property]) =>
    toVariable(name, isRecord(property) ? property : {}, needed.has(name)),
  )
  return { kind: 'read', variables }
}

/** The declaration of one variable whose value has this JSON Schema. */
export function toVariable(
  name: string,
  property: JsonObject,
  required: boolean,
): DeclaredVariable {
  const { type, description, examples, ...rest } = property
  const isOne = oneType.has(type)
  const [example, ...more] = Array.isArray(examples) ? examples : []
  const schema = {
    ...(isOne || type === undefined ? {} : { type }),
    ...rest,
    // One example is the variable's own; several stay what they are.
    ...(more.length === 0 ? {} : { examples }),
  }
  return {
    name,
    type: isOne ? String(type) : 'any',
    required,
    description: typeof description === 'string' ? description : '',
    ...(more.length > 0 || example === undefined ? {} : { example }),
    ...(Object.keys(schema).length === 0 ? {} : { schema }),
  }
}

/** What only the schema of inputs asks for, beyond what any schema does. */
function findInputProblems(value: unknown): SchemaProblem[] {
  if (!isRecord(value)) return []
  const { type, properties, required } = value
  const problems: SchemaProblem[] = []
  const report = (path: string[], message: string) => problems.push({ path, message })
  if (type !== undefined && type !== 'object') report(['type'], 'Inputs are an "object".')
  for (const keyword of Object.keys(value)) {
    if (!known.has(keyword)) {
      report([keyword], `"${keyword}" cannot be kept here: it says nothing of one variable.`)
    }
  }
  const names = Object.keys(isRecord(properties) ? properties : {})
  for (const name of names) {
    if (!nameForm.test(name)) {
      report(['properties', name], 'A variable name has letters, digits and "_" only.')
    }
  }
  for (const name of Array.isArray(required) ? required : []) {
    if (typeof name === 'string' && !names.includes(name)) {
      report(['required'], `"${name}" is required and not among the properties.`)
    }
  }
  return problems
}
