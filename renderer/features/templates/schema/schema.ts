import { isRecord } from '#shared/domain/variables/schema-problems.ts'

/** JSON Schema of one value, as the forms edit it. */
export type Schema = Readonly<Record<string, unknown>>

export const schemaTypes = [
  ...['string', 'integer', 'number', 'boolean', 'array', 'object', 'any'],
] as const

/** The one type of a schema; `any` where it names none or several. */
export const typeOf = ({ type }: Schema): string => (typeof type === 'string' ? type : 'any')

/** The schema with a keyword set, or without it where the value says nothing. */
export function withKeyword(schema: Schema, keyword: string, value: unknown): Schema {
  const { [keyword]: _, ...rest } = schema
  const isNothing =
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return isNothing ? rest : { ...rest, [keyword]: value }
}

/** Keywords that mean something for one type only: they go when the type goes. */
const ofType: Readonly<Record<string, readonly string[]>> = {
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties'],
}

export function withType(schema: Schema, type: string): Schema {
  const gone = new Set(['type', 'enum', 'default'])
  for (const [other, keywords] of Object.entries(ofType)) {
    if (other !== type) for (const keyword of keywords) gone.add(keyword)
  }
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !gone.has(keyword)))
  return type === 'any' ? rest : { type, ...rest }
}

export interface Member {
  readonly name: string
  readonly schema: Schema
  readonly isRequired: boolean
}

export function membersOf(schema: Schema): Member[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isRecord(schema.properties) ? schema.properties : {}
  return Object.entries(properties).map(([name, part]) => ({
    name,
    schema: isRecord(part) ? part : {},
    isRequired: required.includes(name),
  }))
}

export function withMembers(schema: Schema, members: readonly Member[]): Schema {
  const properties = Object.fromEntries(members.map(({ name, schema: part }) => [name, part]))
  const required = members.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  const rest = withKeyword(schema, 'required', required)
  return members.length === 0 ? withKeyword(rest, 'properties', undefined) : { ...rest, properties }
}

/** What the form shows; a schema may say more, which only its JSON shows. */
const shown = new Set([
  ...['$schema', 'type', 'description', 'enum', 'default', 'items', 'properties', 'required'],
  ...['examples'],
])

export const unseenKeywords = (schema: Schema): string[] =>
  Object.keys(schema).filter((keyword) => !shown.has(keyword))

export const schemaAt = (schema: Schema, keyword: string): Schema => {
  const part = schema[keyword]
  return isRecord(part) ? part : {}
}
