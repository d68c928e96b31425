import { z } from 'zod'
import { instantSchema } from '../base.ts'
import { liveRuleSchema } from './design.ts'

export const verdictKindSchema = z.enum([
  'running',
  'no_difference_yet',
  'underpowered',
  'srm',
  'guardrail',
  'winner',
  'harmful',
])
export type VerdictKind = z.infer<typeof verdictKindSchema>

const intervalSchema = z.tuple([z.number(), z.number()])
/** Why a null field has no value, by field name. */
const reasonsSchema = z.record(z.string(), z.string())

/** Order statistics of an arm's units, with intervals that assume nothing about the distribution. */
const spreadSchema = z.object({
  median: z.number().nullable(),
  medianCi: z.tuple([z.number().nullable(), z.number().nullable()]),
  p95: z.number().nullable(),
  p95Ci: z.tuple([z.number().nullable(), z.number().nullable()]),
})

/** Everything that is reported about one metric of one variant. Null fields have a reason. */
const metricReportSchema = z.object({
  metric: z.string(),
  role: z.enum(['primary', 'secondary', 'guardrail']),
  higherIsBetter: z.boolean(),
  margin: z.number().optional(),
  arm: z.string(),
  users: z.number().int(),
  usersControl: z.number().int(),
  requests: z.number().int().nullable(),
  requestsControl: z.number().int().nullable(),
  /** Mean, rate or quantile of the arm. */
  value: z.number().nullable(),
  valueControl: z.number().nullable(),
  diff: z.number().nullable(),
  relativeLift: z.number().nullable(),
  liftCi: intervalSchema.nullable(),
  se: z.number().nullable(),
  /** Interval of the difference that fits the rule: valid at the moment it is shown. */
  ci: intervalSchema.nullable(),
  ciMethod: z.enum(['newcombe', 'normal', 'confidence_sequence']).nullable(),
  ciLevel: z.number().nullable(),
  statistic: z.number().nullable(),
  df: z.number().nullable(),
  pValue: z.number().nullable(),
  pMethod: z.enum(['pooled_z', 'fisher', 'welch_t', 'delta_z']).nullable(),
  pAdjusted: z.number().nullable(),
  adjustment: z.enum(['none', 'bonferroni', 'holm', 'dunnett', 'benjamini_hochberg']),
  rule: liveRuleSchema,
  look: z.number().int(),
  /** Looks that the plan foresees; null for an open-ended rule. */
  looksPlanned: z.number().int().nullable(),
  /** Units so far over units planned. */
  information: z.number(),
  bound: z.number().nullable(),
  alphaSpent: z.number().nullable(),
  eValueLog: z.number().nullable(),
  pAnytime: z.number().nullable(),
  probBetter: z.number().nullable(),
  expectedLoss: z.number().nullable(),
  /** Smallest difference that the data so far would find with 80 % power. */
  mdeNow: z.number().nullable(),
  crossed: z.enum(['better', 'worse']).nullable(),
  /** Share of the variance that the units' history explains; null where it is not used. */
  varianceReduction: z.number().nullable(),
  /** For latency and cost; null for other metrics. */
  spread: spreadSchema.nullable(),
  spreadControl: spreadSchema.nullable(),
  mannWhitney: z
    .object({ probSuperiority: z.number().nullable(), pValue: z.number().nullable() })
    .nullable(),
  engineVersion: z.string(),
  reasons: reasonsSchema,
})
export type MetricReportView = z.infer<typeof metricReportSchema>

export const verdictSchema = z.object({
  kind: verdictKindSchema,
  explanation: z.string(),
  /** The arm to promote; only for `winner`. */
  winner: z.string().nullable(),
  /** What stands between a crossed bound and a declared winner. */
  blockers: z.array(z.string()),
  harmfulArms: z.array(z.string()),
  harmedGuardrails: z.array(z.object({ arm: z.string(), metric: z.string() })),
  caution: z.string().nullable(),
})
export type Verdict = z.infer<typeof verdictSchema>

/** Units per arm in the planned proportions, or not. */
const srmSchema = z.object({
  arms: z.array(z.object({ arm: z.string(), users: z.number().int(), expected: z.number() })),
  /** Valid at every look; below 0.001 nothing can be concluded. */
  pSequential: z.number().nullable(),
  /** Chi-square, for one look only: that of a declaration. */
  pChiSquare: z.number().nullable(),
  isMismatch: z.boolean(),
  /** Units in an arm that gets no traffic. */
  unexpectedUsers: z.number().int(),
  reasons: reasonsSchema,
})

/** One look, as the chart over time shows it. */
const lookSchema = z.object({
  look: z.number().int(),
  at: instantSchema,
  phase: z.number().int(),
  users: z.number().int(),
  information: z.number(),
  verdict: verdictKindSchema,
  srmP: z.number().nullable(),
  series: z.array(
    z.object({
      metric: z.string(),
      arm: z.string(),
      value: z.number().nullable(),
      valueControl: z.number().nullable(),
      diff: z.number().nullable(),
      ci: intervalSchema.nullable(),
      bound: z.number().nullable(),
      statistic: z.number().nullable(),
      probBetter: z.number().nullable(),
    }),
  ),
})
export type LookView = z.infer<typeof lookSchema>

/** Weights and coverage of an experiment from one moment on. New weights are a new phase. */
export const phaseSchema = z.object({
  phase: z.number().int(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  coverageBp: z.number().int(),
  arms: z.array(z.object({ key: z.string(), weightBp: z.number().int(), version: z.number() })),
})

/** A live experiment, as it stands at its last look. */
export const monitorSchema = z.object({
  /** When the figures were read. */
  at: instantSchema,
  /** Whether reading them counted as a look, which spends alpha. */
  isNewLook: z.boolean(),
  /** When the next look is due; null where none is coming. */
  nextLookAt: instantSchema.nullable(),
  look: z.number().int(),
  looksPlanned: z.number().int().nullable(),
  users: z.number().int(),
  plannedUsers: z.number().int(),
  fullDays: z.number().int(),
  alphaSpent: z.number().nullable(),
  verdict: verdictSchema,
  srm: srmSchema,
  /** Units seen in two arms: counted, reported, left out of every figure. */
  excludedUsers: z.number().int(),
  phases: z.array(phaseSchema),
  /** One per metric and variant; the primary metric first. */
  metrics: z.array(metricReportSchema),
  /** Chance of each arm to be the best on the primary metric, control first. */
  probBest: z.array(z.object({ arm: z.string(), probability: z.number().nullable() })),
  history: z.array(lookSchema),
  engineVersion: z.string(),
})
export type Monitor = z.infer<typeof monitorSchema>
