import type { Shape } from './shape.ts'

/** The part of JSON Schema (2020-12) that proposals use. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly default?: unknown
}

const TYPE_NAMES = {
  list: 'array',
  object: 'object',
  string: 'string',
  number: 'number',
  boolean: 'boolean',
} as const

/** What the template's use of a value tells about it. */
export const schemaOfShape = (shape: Shape): JsonSchema => {
  const { type } = shape
  if (type === 'any') return {}
  const items = type === 'list' ? shape.knownItems : null
  const properties = Object.fromEntries(
    [...shape.properties].map(([name, inner]) => [name, schemaOfShape(inner)] as const),
  )
  return {
    type: TYPE_NAMES[type],
    ...(items === null ? {} : { items: schemaOfShape(items) }),
    ...(type === 'object' && shape.properties.size > 0 ? { properties } : {}),
  }
}

/** The schema of one sample value. */
export const schemaOfSample = (value: unknown): JsonSchema => {
  if (value === null || value === undefined) return { type: 'null' }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return { type: Number.isInteger(Number(value)) ? 'integer' : 'number' }
  }
  if (typeof value !== 'object') return { type: typeof value }
  if (Array.isArray(value)) {
    const items = value.map(schemaOfSample)
    return items.length === 0
      ? { type: 'array' }
      : { type: 'array', items: items.reduce(mergeSchemas) }
  }
  const entries = Object.entries(value)
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([key, item]) => [key, schemaOfSample(item)] as const),
    ),
    required: entries.map(([key]) => key),
  }
}

const typesOf = ({ type }: JsonSchema): readonly string[] => {
  if (type === undefined) return []
  return typeof type === 'string' ? [type] : type
}

const mergeTypes = (a: JsonSchema, b: JsonSchema): string | readonly string[] | undefined => {
  const types = new Set([...typesOf(a), ...typesOf(b)])
  if (types.has('number')) types.delete('integer')
  const [only, ...others] = types
  return others.length === 0 ? only : [...types].sort()
}

/** The narrowest schema that allows what either allows. */
export const mergeSchemas = (a: JsonSchema, b: JsonSchema): JsonSchema => {
  const type = mergeTypes(a, b)
  const items = a.items && b.items ? mergeSchemas(a.items, b.items) : (a.items ?? b.items)
  const names = new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})])
  const properties = Object.fromEntries(
    [...names].map((name) => {
      const [x, y] = [a.properties?.[name], b.properties?.[name]]
      return [name, x && y ? mergeSchemas(x, y) : (x ?? y ?? {})] as const
    }),
  )
  const required =
    a.required && b.required
      ? a.required.filter((name) => b.required?.includes(name))
      : (a.required ?? b.required)
  return {
    ...(type === undefined ? {} : { type }),
    ...(names.size === 0 ? {} : { properties }),
    ...(required === undefined || required.length === 0 ? {} : { required }),
    ...(items === undefined ? {} : { items }),
  }
}

/** What samples say goes before what use suggests; use fills in what samples do not show. */
export const refine = (bySample: JsonSchema, byUse: JsonSchema): JsonSchema => {
  const merged = mergeSchemas(bySample, byUse)
  const { type } = bySample
  return {
    ...merged,
    ...(type === undefined ? {} : { type }),
    ...(bySample.required ? { required: bySample.required } : {}),
  }
}
