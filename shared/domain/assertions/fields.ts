import { z } from 'zod'
import { type Assertion, assertionSchema } from './schema.ts'

/** How a member of an assertion is filled in. */
export type FieldKind = 'line' | 'prose' | 'lines' | 'number' | 'json' | 'anything'

/** One member of an assertion that a form asks for, besides those that all have. */
export interface AssertionField {
  name: string
  kind: FieldKind
  isRequired: boolean
  /** What is taken where nothing is filled in, as text; null where that is the case's own. */
  initial: string | null
}

/** Members that every assertion has, or that a form makes in its own way. */
const commonMembers = new Set(['type', 'isNegated', 'weight', 'metric', 'assertions'])

/** A text that may be longer than this is written on several lines. */
const longLine = 1000

interface JsonSchema {
  type?: string
  anyOf?: JsonSchema[]
  items?: JsonSchema
  $ref?: string
  maxLength?: number
  properties?: Record<string, JsonSchema & { default?: unknown }>
  required?: string[]
}

function kindOf(schema: JsonSchema): FieldKind {
  const kinds = (schema.anyOf ?? [schema]).map(({ type }) => type)
  const isOnly = (...types: string[]) => kinds.every((kind) => types.includes(kind ?? ''))
  if (isOnly('number', 'integer')) return 'number'
  if (isOnly('string')) return (schema.maxLength ?? 0) > longLine ? 'prose' : 'line'
  if (isOnly('string', 'array') && itemsOf(schema)?.type === 'string') return 'lines'
  // Any JSON at all: what is written stands for itself where it is none.
  if (kinds.includes('string') || schema.$ref !== undefined) return 'anything'
  return 'json'
}

const itemsOf = (schema: JsonSchema) =>
  [schema, ...(schema.anyOf ?? [])].find(({ items }) => items !== undefined)?.items

/** The JSON schema of each assertion, made when a form first asks: it is the work of some milliseconds. */
let shapes: Map<string, JsonSchema> | null = null

function shapeOf(type: Assertion['type']): JsonSchema | undefined {
  shapes ??= new Map(
    assertionSchema.options.map((option) => [
      option.shape.type.value,
      z.toJSONSchema(option, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
    ]),
  )
  return shapes.get(type)
}

/** Whether it may be turned round with `not-`. */
export const canNegate = (type: Assertion['type']): boolean =>
  type !== 'human' && shapeOf(type)?.properties?.isNegated !== undefined

/** Whether it has a weight and may be counted under a metric. */
export const canWeigh = (type: Assertion['type']): boolean =>
  shapeOf(type)?.properties?.weight !== undefined

/** What a form asks for one assertion, from its schema: a new assertion is in every form at once. */
export function fieldsOf(type: Assertion['type']): AssertionField[] {
  const shape = shapeOf(type)
  return Object.entries(shape?.properties ?? {})
    .filter(([name]) => !commonMembers.has(name))
    .map(([name, schema]) => ({
      name,
      kind: kindOf(schema),
      isRequired: shape?.required?.includes(name) ?? false,
      initial: schema.default === undefined ? null : String(schema.default),
    }))
}

/**
 * What a person wrote into a field as the member's value; undefined for nothing.
 * @throws SyntaxError where JSON is meant and it is none.
 */
export function readField({ kind }: AssertionField, written: string): unknown {
  const text = kind === 'prose' || kind === 'line' ? written : written.trim()
  if (text.trim() === '') return undefined
  if (kind === 'number') return Number(text)
  if (kind === 'json') return JSON.parse(text) as unknown
  if (kind === 'anything') return /^[{[]/.test(text) ? (JSON.parse(text) as unknown) : written
  if (kind !== 'lines') return written
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.length === 1 ? lines : lines
}
