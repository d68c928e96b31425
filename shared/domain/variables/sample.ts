import { isRecord } from './schema-problems.ts'

const DEEPEST = 8

/**
 * A value as a schema describes it, for completion where no sample shows one: its example, default or
 * first allowed value, else the members it names. Undefined where the schema shows nothing.
 */
export function sampleOfSchema(schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > DEEPEST) return undefined
  const { examples, enum: allowed, properties, items } = schema
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(allowed) && allowed.length > 0) return allowed[0]
  if (isRecord(properties)) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, part]) => [name, sampleOfSchema(part, depth + 1)]),
    )
  }
  return isRecord(items) ? [sampleOfSchema(items, depth + 1)] : undefined
}
