import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { bindingsSchema, instantSchema, method, templateIdSchema } from './base.ts'
import { datasetRefSchema } from './dataset/dataset.ts'
import { checkResultSchema } from './guardrail.ts'
import { renderSourceSchema } from './render.ts'
import { bodySchema, templateRefSchema, variableSchema } from './template.ts'

/**
 * `echo` answers with the rendered prompt; `recorded:NAME` with the case's recorded output of NAME;
 * `scripted:PATTERN=>ANSWER;…` by rules; `provider:NAME/MODEL` asks that model of a provider of the workspace.
 */
export const modelRefSchema = z
  .string()
  .max(2000)
  .regex(
    /^(echo|recorded:.+|scripted:.+|provider:[^/]+\/.+)$/s,
    'A model is "echo", "recorded:NAME" with a recorded model of the dataset, "scripted:RULES", or "provider:NAME/MODEL".',
  )

/** Tokens as the provider counted them. */
export const tokenUsageSchema = z.object({
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
})
export type TokenUsage = z.infer<typeof tokenUsageSchema>

const modelChoiceSchema = z.object({
  ref: modelRefSchema,
  kind: z.enum(['local', 'recorded', 'provider']),
})
export type ModelChoice = z.infer<typeof modelChoiceSchema>

/** What a try says as it goes: pieces of text, then one end. A failure is a typed error of the stream. */
const tryEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('blocked'), guardrails: checkResultSchema }),
  z.object({
    kind: z.literal('end'),
    output: z.string(),
    latencyMs: z.number(),
    usage: tokenUsageSchema.nullable(),
    /** In US dollars; null: no price is known. */
    cost: z.number().nullable(),
    finishReason: z.string().nullable(),
    guardrails: checkResultSchema,
    /** Under which it was kept; null where what was tried is no template of this workspace. */
    tryId: z.uuid().nullable(),
  }),
])
export type TryEvent = z.infer<typeof tryEventSchema>

/** An answer that was kept beside the text it belongs to. */
const keptTrySchema = z.object({
  id: z.uuid(),
  template: templateIdSchema,
  /** The version that is what was tried; null while no version has that text. */
  version: z.number().int().nullable(),
  contentHash: z.string(),
  model: modelRefSchema,
  bindings: bindingsSchema,
  output: z.string(),
  latencyMs: z.number(),
  usage: tokenUsageSchema.nullable(),
  cost: z.number().nullable(),
  finishReason: z.string().nullable(),
  createdAt: instantSchema,
})
export type KeptTry = z.infer<typeof keptTrySchema>

/** What a model wrote for a described task. Nothing is kept until somebody puts it into a draft. */
const proposalSchema = z.object({
  body: bodySchema,
  variables: z.array(variableSchema),
  sampleBindings: bindingsSchema,
  /** What the model says about its choices, in a sentence or two. */
  remark: z.string(),
  cost: z.number().nullable(),
})
export type Proposal = z.infer<typeof proposalSchema>

export const model = {
  list: method
    .route({ method: 'GET', path: '/models', summary: 'The models that can be asked here.' })
    .input(z.object({ dataset: datasetRefSchema.optional() }))
    .output(z.object({ items: z.array(modelChoiceSchema), hasProvider: z.boolean() })),
  try: method
    .route({
      method: 'POST',
      path: '/models/try',
      summary: 'Renders with guardrails and asks one model; the answer comes piece by piece.',
    })
    .input(
      z.object({
        source: renderSourceSchema,
        model: modelRefSchema,
        bindings: bindingsSchema.optional(),
        bindingsJson: z.string().optional(),
        /** Takes bindings and recorded outputs from a case. Ordinals count from 1. */
        case: z.object({ dataset: datasetRefSchema, ordinal: z.number().int().min(1) }).optional(),
      }),
    )
    .output(eventIterator(tryEventSchema)),
  listTries: method
    .route({
      method: 'GET',
      path: '/models/tries',
      summary: 'Answers kept beside a template, newest first.',
    })
    .input(z.object({ template: templateRefSchema }))
    .output(z.object({ items: z.array(keptTrySchema) })),
  archiveTry: method
    .route({
      method: 'POST',
      path: '/models/tries/{id}/archive',
      summary: 'Takes a kept answer away, or puts it back.',
    })
    .input(z.object({ id: z.uuid(), isArchived: z.boolean().default(true) }))
    .output(keptTrySchema),
  propose: method
    .route({
      method: 'POST',
      path: '/models/propose',
      summary: 'A model writes messages, variables and sample inputs for a described task.',
    })
    .input(
      z.object({
        model: modelRefSchema,
        task: z.string().min(1).max(20_000),
        /** What there is already, to be improved instead of written anew. */
        present: bodySchema.optional(),
      }),
    )
    .output(proposalSchema),
}
