import { z } from 'zod'

/** Low and high are where it will nearly surely end; expected is the middle. */
const rangeSchema = z.object({
  low: z.number(),
  expected: z.number(),
  high: z.number(),
})
export type Range = z.infer<typeof rangeSchema>

/** What a run will use and cost, as far as it can be known before it. */
export const forecastSchema = z.object({
  cells: z.number().int(),
  columns: z.array(
    z.object({
      key: z.string(),
      model: z.string(),
      calls: z.number().int(),
      inputTokens: rangeSchema,
      outputTokens: rangeSchema,
      /** In US dollars; null: no price is known. */
      cost: rangeSchema.nullable(),
      /** The price's day, where there is one. */
      priceAsOf: z.string().nullable(),
      /** False where the model's own tokenizer counted; true where another one stood in for it. */
      isEstimate: z.boolean(),
      /** Where the length of answers comes from: earlier results, or a guess. */
      basis: z.enum(['nothing_is_called', 'this_version', 'this_model', 'guess']),
    }),
  ),
  /** In US dollars; null as soon as one column's is not known. What judges cost is not in it. */
  cost: rangeSchema.nullable(),
  /** Questions to judges on top. */
  judgeCalls: z.number().int(),
})
export type Forecast = z.infer<typeof forecastSchema>
