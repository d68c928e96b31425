import { z } from 'zod'
import { method, runIdSchema } from '../base.ts'
import { estimateSchema } from './simulation.ts'

export const simulationSchema = z.object({
  control: z.object({ column: z.string(), rate: z.number() }),
  variant: z.object({ column: z.string(), rate: z.number() }),
  items: z.number().int(),
  rows: z.array(
    z.object({
      /** Users over both arms together. */
      users: z.number().int(),
      /** Chance that the test declares the truly better version the winner. */
      power: estimateSchema,
      wrongWinner: estimateSchema,
      noDecision: estimateSchema,
      falsePositive: estimateSchema,
    }),
  ),
  rule: z.string(),
  alpha: z.number(),
  trials: z.number().int(),
  seed: z.number().int(),
  warnings: z.array(z.string()),
})
export type SimulationView = z.infer<typeof simulationSchema>

export const simulateSizes = method
  .route({
    method: 'POST',
    path: '/experiments/simulate-sizes',
    summary: 'Plays a fixed-horizon A/B test on the results of a run before anything goes live.',
  })
  .input(
    z.object({
      control: z.object({ run: runIdSchema, column: z.string() }),
      variant: z.object({ run: runIdSchema, column: z.string() }),
      /** Test sizes to try: users over both arms. */
      users: z.array(z.number().int().min(20).max(10_000_000)).min(1).max(20),
      /** Share of users in the variant. */
      variantShare: z.number().gt(0).lt(1).default(0.5),
      alpha: z.number().gt(0).lt(0.5).default(0.05),
      trials: z.number().int().min(100).max(200_000).default(10_000),
      seed: z.number().int().default(1),
    }),
  )
  .output(simulationSchema)
