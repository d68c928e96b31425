import { z } from 'zod'
import { nameSchema } from '../base.ts'

/** Keys are read by services, stored with every execution and compared byte by byte. */
export const armKeySchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
    'An arm has up to 64 letters, digits, "_", "-" and ".".',
  )

/** A place of an experiment: which version it serves to which share of the covered units. */
export const armSchema = z.object({
  key: armKeySchema,
  /** Number of a local version of the template. */
  version: z.number().int().positive(),
  /** Basis points; all arms together have 10,000. */
  weightBp: z.number().int().min(0).max(10_000),
})

/** Where the values of a metric come from. */
export const metricSourceSchema = z.discriminatedUnion('kind', [
  /** Whether an execution succeeded: neither failed nor blocked. */
  z.object({ kind: z.literal('success') }),
  /** Whether an execution failed (a block by a guardrail is no failure). */
  z.object({ kind: z.literal('error') }),
  z.object({ kind: z.literal('latency') }),
  z.object({ kind: z.literal('cost') }),
  z.object({ kind: z.literal('tokens') }),
  /** What services record later with `recordOutcome`, and judges with `experiment.judge`. */
  z.object({ kind: z.literal('outcome'), outcome: z.string().min(1).max(100) }),
])
export type MetricSource = z.infer<typeof metricSourceSchema>

/** How the values of one unit (a user) become a value, and those of an arm an estimate. */
export const metricKindSchema = z.enum([
  /** Did the unit ever have a value above 0. */
  'binary',
  /** Mean over units of the unit's own mean. */
  'mean',
  /** Sum of values over sum of executions, with the unit as the unit of analysis (delta method). */
  'ratio',
  /** A quantile over units of the unit's own mean. */
  'quantile',
])

export const metricSchema = z.object({
  name: z.string().min(1).max(100),
  role: z.enum(['primary', 'secondary', 'guardrail']),
  source: metricSourceSchema,
  kind: metricKindSchema,
  /** Only for quantiles. */
  quantile: z.number().gt(0).lt(1).default(0.95),
  higherIsBetter: z.boolean().default(true),
  /** Absolute: a winner must gain more than this; a guardrail metric may lose up to this. */
  margin: z.number().min(0).default(0),
  /** Share of units whose extreme values are pulled in, at each end; only for means. */
  winsorise: z.number().min(0).max(0.2).default(0),
  /** Takes out what the units' history before the experiment explains (CUPED); only for means. */
  usesHistory: z.boolean().default(false),
})
export type ExperimentMetric = z.infer<typeof metricSchema>

/** Peeking is no rule to run by: it exists in simulations, which show what it costs. */
export const liveRuleSchema = z.enum(['group_sequential', 'always_valid', 'fixed'])

const stoppingSchema = z.object({
  rule: liveRuleSchema.default('group_sequential'),
  /** Two-sided error level of the whole test. */
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  /** Units over all arms that the test ends with. */
  plannedUsers: z.number().int().min(20).max(1_000_000_000),
  /** Absolute effect on the primary metric that the test is planned to find. */
  plannedEffect: z.number().positive(),
  /** Units over all arms below which nothing is declared. */
  minimumUsers: z.number().int().min(0).default(100),
  /** Full days below which nothing is declared: a week has weekdays and a weekend. */
  minimumFullDays: z.number().int().min(0).default(7),
  /** Least time between two looks that are counted; each spends alpha. */
  hoursBetweenLooks: z.number().min(0).default(24),
})
export type Stopping = z.infer<typeof stoppingSchema>

/** What happens without a person; all off unless switched on. */
const automationSchema = z.object({
  /** Declares and promotes the winner at the look that finds it. */
  promotesWinner: z.boolean().default(false),
  /** Ends the test, keeping the control, at the look that finds all variants harmful or a guardrail metric harmed. */
  stopsHarmful: z.boolean().default(false),
})

/** Experiments of one layer share its salt and own disjoint ranges of it: no unit is in two of them. */
const layerSchema = z
  .object({
    name: nameSchema,
    fromBp: z.number().int().min(0).max(10_000),
    toBp: z.number().int().min(0).max(10_000),
  })
  .refine(({ fromBp, toBp }) => fromBp < toBp, 'A range of a layer ends after it begins.')

const total = (arms: readonly { weightBp: number }[]) =>
  arms.reduce((sum, { weightBp }) => sum + weightBp, 0)

export const armsSchema = z
  .array(armSchema)
  .min(2, 'An experiment needs a control and at least one more arm.')
  .max(10)
  .refine((arms) => total(arms) === 10_000, {
    error: ({ input }) =>
      `The weights add up to ${total(input as { weightBp: number }[])} basis points, not 10,000.`,
  })
  .refine(
    (arms) => new Set(arms.map(({ key }) => key)).size === arms.length,
    'Every arm needs a key of its own.',
  )

const metricsSchema = z
  .array(metricSchema)
  .min(1)
  .max(20)
  .refine(
    (metrics) => metrics.filter(({ role }) => role === 'primary').length === 1,
    'An experiment has exactly one primary metric.',
  )
  .refine(
    (metrics) => new Set(metrics.map(({ name }) => name)).size === metrics.length,
    'Every metric needs a name of its own.',
  )

/** Everything that is decided before an experiment goes live. The first arm is the control. */
export const designSchema = z.object({
  arms: armsSchema,
  /** Basis points of all units that take part. */
  coverageBp: z.number().int().min(0).max(10_000).default(10_000),
  layer: layerSchema.nullable().default(null),
  metrics: metricsSchema,
  stopping: stoppingSchema,
  automation: automationSchema.prefault({}),
})
export type ExperimentDesign = z.infer<typeof designSchema>
