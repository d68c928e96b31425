import { z } from 'zod'
import { CORRECTIONS, STOPPING_RULES } from '../../domain/simulation/plan.ts'
import { runIdSchema } from '../base.ts'
import { liveRuleSchema } from './design.ts'

/** An estimate with its standard error; 0 where it was computed without chance. */
export const estimateSchema = z.object({ value: z.number(), standardError: z.number() })
export type Estimate = z.infer<typeof estimateSchema>

export const simulatedRuleSchema = z.enum(STOPPING_RULES)
export type SimulatedRule = z.infer<typeof simulatedRuleSchema>

/** What the truth is taken to be. The first entry is the control. */
const simulationSourceSchema = z.discriminatedUnion('kind', [
  /** Columns of runs, paired by case: what passed (0 or 1), or the score of each result. */
  z.object({
    kind: z.literal('run'),
    measure: z.enum(['passed', 'score']).default('passed'),
    columns: z
      .array(z.object({ run: runIdSchema, column: z.string() }))
      .min(2)
      .max(10),
  }),
  /** Rates typed in; with `items` their uncertainty counts as if measured on that many cases. */
  z.object({
    kind: z.literal('rates'),
    rates: z.array(z.number().min(0).max(1)).min(2).max(10),
    items: z.number().int().min(1).max(10_000_000).optional(),
  }),
])
export type SimulationSource = z.infer<typeof simulationSourceSchema>

/** The experiment as it would run. */
const simulationPlanSchema = z.object({
  usersPerDay: z.number().int().min(2).max(100_000_000),
  /** Basis points per arm, control first; equal shares when left out. */
  weightsBp: z.array(z.number().int().min(1).max(9_999)).min(2).max(10).optional(),
  horizonDays: z.number().int().min(1).max(400),
  /** A look every so many days, and one at the end. */
  daysBetweenLooks: z.number().int().min(1).max(400).default(1),
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  correction: z.enum(CORRECTIONS).default('bonferroni'),
})

export const simulationInputSchema = z.object({
  source: simulationSourceSchema,
  plan: simulationPlanSchema,
  /** One for a single plan; several are simulated side by side with the same seed. */
  rules: z.array(simulatedRuleSchema).min(1).max(4).default(['group_sequential']),
  trials: z.number().int().min(100).max(1_000_000).default(20_000),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  /** `auto` solves one variant exactly, in milliseconds; `monte_carlo` plays trials in any case. */
  method: z.enum(['auto', 'monte_carlo']).default('auto'),
})

const simulationWarningSchema = z.object({
  kind: z.enum(['under_powered', 'few_items', 'peeking', 'assurance_low']),
  message: z.string(),
})

const byDay = z.array(z.object({ day: z.number().int(), probability: z.number() }))

/** What one rule would do. */
const ruleOutcomeSchema = z.object({
  rule: simulatedRuleSchema,
  method: z.enum(['exact_recursion', 'monte_carlo']),
  trials: z.number().int(),
  seed: z.number().int(),
  /** Chance of any winner where all versions are equal. */
  falsePositiveRate: estimateSchema,
  /** Chance of declaring the truly best version, if the truth is the best guess. */
  power: estimateSchema,
  /** The same, averaged over what the evidence leaves open; null without evidence. */
  assurance: estimateSchema.nullable(),
  assuranceWrongWinner: estimateSchema.nullable(),
  wrongWinner: estimateSchema,
  noDecision: estimateSchema,
  expectedUsersNoEffect: estimateSchema,
  expectedUsers: estimateSchema,
  expectedDays: estimateSchema,
  /** Day by which 90 % of the tests have stopped. */
  days90: estimateSchema,
  /** Chance of having decided by the end of each look's day. */
  decidedByDay: byDay,
  decidedByDayNoEffect: byDay,
  /** How the test ends: chance of each arm to win; the rest is no decision. */
  winnerByArm: z.array(z.number()),
  /** Index of the arm that truly is best; the control where none is better. */
  bestArm: z.number().int(),
  /** |z| demanded at each look; null entries decide nothing, null for rules without fixed bounds. */
  zBounds: z.array(z.number().nullable()).nullable(),
  warnings: z.array(simulationWarningSchema),
})
export type RuleOutcome = z.infer<typeof ruleOutcomeSchema>

const simulationReportSchema = z.object({
  arms: z.array(z.object({ name: z.string(), mean: z.number() })),
  metric: z.enum(['rate', 'score']),
  /** Cases behind the rates; null for rates typed in without a number. */
  items: z.number().int().nullable(),
  usersPerDayByArm: z.array(z.number().int()),
  lookDays: z.array(z.number().int()),
  rules: z.array(ruleOutcomeSchema),
})
export type SimulationReport = z.infer<typeof simulationReportSchema>

/** Progress at most four times a second; the report is the last event. Leaving the stream cancels. */
export const simulationEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    rule: simulatedRuleSchema,
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({ kind: z.literal('report'), report: simulationReportSchema }),
])
export type SimulationEvent = z.infer<typeof simulationEventSchema>

/** What to plan for, by formula and by the exact recursion: fast enough to follow a slider. */
export const powerInputSchema = z.object({
  metric: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('rate'),
      control: z.number().min(0).max(1),
      /** Absolute, e.g. 0.05 for five points. */
      effect: z.number().min(-1).max(1),
    }),
    z.object({ kind: z.literal('mean'), sd: z.number().positive(), effect: z.number() }),
  ]),
  /** Basis points per arm, control first. */
  weightsBp: z.array(z.number().int().min(1).max(9_999)).min(2).max(10).default([5_000, 5_000]),
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  power: z.number().gt(0.5).lt(1).default(0.8),
  usersPerDay: z.number().int().min(1).max(100_000_000).nullable().default(null),
  /** Length of the plan; null: as long as the formula says, at most 400 days. */
  horizonDays: z.number().int().min(1).max(400).nullable().default(null),
  daysBetweenLooks: z.number().int().min(1).max(400).default(1),
  rule: liveRuleSchema.default('group_sequential'),
})

export const powerReportSchema = z.object({
  /** Units per arm for a fixed end, control first; null with a reason. */
  usersByArm: z.array(z.number().int()).nullable(),
  users: z.number().int().nullable(),
  /** Whole days until that many are in; null without users per day. */
  days: z.number().int().nullable(),
  /** The plan that the figures below are for; null without users per day. */
  plan: z
    .object({
      horizonDays: z.number().int(),
      users: z.number().int(),
      /** Smallest effect that a fixed test of that size finds with the wanted power. */
      detectableEffect: z.number().nullable(),
      /** Of a test with one look at the end. */
      powerFixed: z.number(),
      /** Of the chosen rule, one variant against the control with its share of alpha. */
      powerOfRule: z.number().nullable(),
      expectedDays: z.number().nullable(),
      days90: z.number().nullable(),
    })
    .nullable(),
  /** Power of a fixed end and smallest detectable effect, by length of the test. */
  curve: z.array(
    z.object({
      days: z.number().int(),
      users: z.number().int(),
      power: z.number(),
      detectableEffect: z.number().nullable(),
    }),
  ),
  warnings: z.array(simulationWarningSchema),
  reasons: z.record(z.string(), z.string()),
})
export type PowerReport = z.infer<typeof powerReportSchema>
