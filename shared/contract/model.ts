import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { bindingsSchema, method } from './base.ts'
import { datasetRefSchema } from './dataset.ts'
import { checkResultSchema } from './guardrail.ts'
import { renderSourceSchema } from './render.ts'

/**
 * `echo` answers with the rendered prompt; `recorded:NAME` with the case's recorded output of NAME;
 * `provider:NAME/MODEL` asks that model of a provider of the workspace.
 */
export const modelRefSchema = z
  .string()
  .max(300)
  .regex(
    /^(echo|recorded:.+|provider:[^/]+\/.+)$/,
    'A model is "echo", "recorded:NAME" with a recorded model of the dataset, or "provider:NAME/MODEL".',
  )

/** Tokens as the provider counted them. */
export const tokenUsageSchema = z.object({
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
})
export type TokenUsage = z.infer<typeof tokenUsageSchema>

export const modelChoiceSchema = z.object({
  ref: modelRefSchema,
  kind: z.enum(['local', 'recorded', 'provider']),
})
export type ModelChoice = z.infer<typeof modelChoiceSchema>

/** What a try says as it goes: pieces of text, then one end. A failure is a typed error of the stream. */
export const tryEventSchema = z.discriminatedUnion('kind', [
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
  }),
])
export type TryEvent = z.infer<typeof tryEventSchema>

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
}
