import { z } from 'zod'
import { explainUnknownType } from './names.ts'

/**
 * What every assertion has. A weight of 0 records the outcome without judging by it; outcomes of
 * the same metric are averaged, weighted, into one named score.
 */
const common = {
  isNegated: z.boolean().default(false),
  weight: z.number().min(0).default(1),
  metric: z.string().min(1).max(200).optional(),
}

/** The text an output is compared with; the case's `expected` when absent. */
const reference = z
  .string()
  .min(1, 'An empty text is in every output: give at least one character.')
const references = z.union([reference, z.array(reference).min(1)])
const share = z.number().min(0).max(1)
const jsonSchemaDocument = z.union([z.boolean(), z.record(z.string(), z.json())])

const leaf = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape, ...common })

const oneText = <Type extends string>(type: Type) => leaf(type, { value: reference.optional() })
const manyTexts = <Type extends string>(type: Type) =>
  leaf(type, { value: z.array(reference).min(1) })
const similarity = <Type extends string>(type: Type, threshold: number) =>
  leaf(type, { value: references.optional(), threshold: share.default(threshold) })

/** Every assertion that judges one output by itself. */
const leaves = [
  leaf('equals', { value: z.json().optional() }),
  oneText('contains'),
  oneText('icontains'),
  oneText('starts-with'),
  manyTexts('contains-all'),
  manyTexts('contains-any'),
  manyTexts('icontains-all'),
  manyTexts('icontains-any'),
  leaf('regex', { value: z.string() }),
  leaf('is-json', { value: jsonSchemaDocument.optional() }),
  leaf('contains-json', { value: jsonSchemaDocument.optional() }),
  /** `value`: paths of elements that must be there, from the root, as in `order.items.item`. */
  leaf('is-xml', { value: z.array(z.string().min(1)).optional() }),
  leaf('contains-xml', { value: z.array(z.string().min(1)).optional() }),
  leaf('is-html', {}),
  leaf('contains-html', {}),
  leaf('word-count', {
    value: z.union([
      z.number().int().min(0),
      z
        .strictObject({ min: z.number().int().min(0).optional(), max: z.number().int().optional() })
        .refine(({ min, max }) => min !== undefined || max !== undefined, 'Give min, max or both.')
        .refine(({ min = 0, max = min }) => min <= max, 'min must not be above max.'),
    ]),
  }),
  leaf('number', {
    /** Compared with the case's `expected` when absent: a number, or a text that ends in one. */
    value: z.number().optional(),
    tolerance: z.number().min(0).default(0),
  }),
  /** `threshold`: the most edits (insert, delete, replace one character) that still pass. */
  leaf('levenshtein', { value: reference.optional(), threshold: z.number().min(0).default(5) }),
  similarity('rouge-n', 0.75),
  similarity('bleu', 0.5),
  similarity('gleu', 0.5),
  similarity('meteor', 0.5),
  /** `threshold` in milliseconds. */
  leaf('latency', { threshold: z.number().min(0) }),
] as const

export const leafAssertionSchema = z.discriminatedUnion('type', leaves, { error: explainType })
export type LeafAssertion = z.infer<typeof leafAssertionSchema>
export type LeafType = LeafAssertion['type']

/** Assertions judged together: without a threshold all must pass, with one their mean score must. */
export const assertSetSchema = z.strictObject({
  type: z.literal('assert-set'),
  assertions: z.array(leafAssertionSchema).min(1).max(50),
  threshold: share.optional(),
  weight: common.weight,
  metric: common.metric,
})
export type AssertSet = z.infer<typeof assertSetSchema>

/** Assertion names and meanings follow promptfoo; `number` compares the last number of the output. */
export const assertionSchema = z.discriminatedUnion('type', [...leaves, assertSetSchema], {
  error: explainType,
})
export type Assertion = z.infer<typeof assertionSchema>

/** Only the choice by `type` is explained here; problems inside an assertion explain themselves. */
function explainType(issue: { code: string; input?: unknown }): string | undefined {
  if (issue.code !== 'invalid_union') return undefined
  const type = (issue.input as { type?: unknown } | null | undefined)?.type
  return explainUnknownType(type, assertionTypes).message
}

/** Names of the assertions that can be run, in the order they are documented. */
export const assertionTypes: readonly Assertion['type'][] = [
  ...leaves.map((schema) => schema.shape.type.value),
  'assert-set',
]
