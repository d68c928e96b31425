import { z } from 'zod'
import { explainUnknownType } from './reading/names.ts'

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

/** A judge may be named per assertion; else the run's is asked. */
const judged = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  leaf(type, { ...shape, provider: z.string().min(1).max(300).optional() })
const criterion = z.string().min(1).max(20_000)
const contextShare = <Type extends string>(type: Type) =>
  judged(type, { value: criterion.optional(), threshold: share.default(0.5) })
const embedded = <Type extends string>(type: Type) =>
  leaf(type, { value: references.optional(), threshold: z.number().default(0.75) })
const tools = z.union([z.array(z.json()), z.record(z.string(), z.json())])
const toolCheck = <Type extends string>(type: Type) => leaf(type, { value: tools.optional() })

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
  /** `threshold` in US dollars. */
  leaf('cost', { threshold: z.number().min(0) }),
  leaf('finish-reason', { value: z.string().min(1) }),
  leaf('is-refusal', {}),
  leaf('guardrails', {}),
  leaf('is-sql', {}),
  leaf('contains-sql', {}),
  toolCheck('is-valid-openai-tools-call'),
  toolCheck('is-valid-function-call'),
  toolCheck('is-valid-openai-function-call'),
  leaf('tool-call-f1', { value: z.array(z.string().min(1)).min(1), threshold: share.default(1) }),
  embedded('similar'),
  embedded('similar:cosine'),
  embedded('similar:dot'),
  embedded('similar:euclidean'),
  judged('llm-rubric', {
    value: criterion.optional(),
    threshold: share.optional(),
    /** Replaces the question put to the judge; it has to ask for `{"reason", "pass", "score"}`. */
    rubricPrompt: criterion.optional(),
  }),
  judged('g-eval', {
    value: z.union([criterion, z.array(criterion).min(1).max(20)]),
    threshold: share.default(0.7),
  }),
  judged('factuality', { value: criterion.optional() }),
  judged('model-graded-factuality', { value: criterion.optional() }),
  judged('model-graded-closedqa', { value: criterion }),
  judged('answer-relevance', { threshold: share.default(0) }),
  contextShare('context-recall'),
  contextShare('context-relevance'),
  contextShare('context-faithfulness'),
  leaf('webhook', { value: z.url({ protocol: /^https?$/ }), threshold: share.optional() }),
  leaf('javascript', { value: z.string().min(1).max(50_000), threshold: share.optional() }),
  /** The template language's own expression: needs no script to be allowed. */
  leaf('expression', { value: z.string().min(1).max(5000) }),
  leaf('human', { value: z.string().max(5000).optional() }),
] as const

export const leafAssertionSchema = z.discriminatedUnion('type', leaves, { error: explainType })
export type LeafAssertion = z.infer<typeof leafAssertionSchema>
export type LeafType = LeafAssertion['type']

/** Assertions judged together: without a threshold all must pass, with one their mean score must. */
const assertSetSchema = z.strictObject({
  type: z.literal('assert-set'),
  assertions: z.array(leafAssertionSchema).min(1).max(50),
  threshold: share.optional(),
  weight: common.weight,
  metric: common.metric,
})
export type AssertSet = z.infer<typeof assertSetSchema>

/** Assertions that compare the outputs of one case; a place among others has no "not-". */
const comparing = [
  z.strictObject({
    type: z.literal('select-best'),
    value: criterion,
    provider: z.string().min(1).max(300).optional(),
  }),
  z.strictObject({ type: z.literal('max-score') }),
  /** Every output against that of the first column, blind and in both orders. */
  z.strictObject({
    type: z.literal('pairwise'),
    value: criterion,
    provider: z.string().min(1).max(300).optional(),
  }),
] as const
const comparingAssertionSchema = z.discriminatedUnion('type', comparing)
export type ComparingAssertion = z.infer<typeof comparingAssertionSchema>
const comparingTypes: readonly string[] = comparing.map((schema) => schema.shape.type.value)

export const isComparing = (assertion: Assertion): assertion is ComparingAssertion =>
  comparingTypes.includes(assertion.type)

/** Assertion names and meanings follow promptfoo; `number` compares the last number of the output. */
export const assertionSchema = z.discriminatedUnion(
  'type',
  [...leaves, ...comparing, assertSetSchema],
  {
    error: explainType,
  },
)
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
  ...comparing.map((schema) => schema.shape.type.value),
  'assert-set',
]
