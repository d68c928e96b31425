import { isRecord } from './schema-problems.ts'

const DEEPEST = 8

/**
 * A value as a schema describes it, for completion where no sample shows one: its example, default or
 * first allowed value, else the members it names. Undefined where the schema shows nothing.
 */
export function sampleOfSchema(schema: unknown, depth = 0): unknown {
  if (!isRecord(schema) || depth > DEEPEST) return undefined
  const { examples, enum: allowed, properties, items } = schema
  const shown = [examples, [schema.default], allowed].flatMap((values) =>
    Array.isArray(values) ? values.slice(0, 1) : [],
  )
  const value = shown.find((one) => one !== undefined)
  if (isRecord(properties)) {
    const parts = Object.entries(properties).map(([name, part]) => {
      return [name, sampleOfSchema(part, depth + 1)] as const
    })
    return completed(value, Object.fromEntries(parts))
  }
  return completed(value, isRecord(items) ? [sampleOfSchema(items, depth + 1)] : undefined)
}

/**
 * A sample with what it leaves out taken from what a schema describes: members it has not, and the item of
 * a list that is empty. What the sample says stays.
 */
export function completed(sample: unknown, described: unknown, depth = 0): unknown {
  if (sample === undefined) return described
  if (described === undefined || depth > DEEPEST) return sample
  if (Array.isArray(sample) && Array.isArray(described)) {
    return sample.length === 0
      ? described
      : sample.map((item) => completed(item, described[0], depth + 1))
  }
  if (!isRecord(sample) || !isRecord(described)) return sample
  const names = new Set([...Object.keys(sample), ...Object.keys(described)])
  const members = [...names].map((name) => {
    const own = Object.hasOwn(sample, name) ? sample[name] : undefined
    const other = Object.hasOwn(described, name) ? described[name] : undefined
    return [name, completed(own, other, depth + 1)] as const
  })
  return Object.fromEntries(members)
}
