import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import {
  experimentIdSchema,
  instantSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
} from '../base.ts'
import { templateRefSchema } from '../template.ts'

const stepsSchema = z
  .array(z.number().int().min(1).max(10_000))
  .min(1)
  .max(50)
  .refine(
    (steps) => steps.every((step, i) => step > (steps[i - 1] ?? 0)),
    'Every step covers more than the one before.',
  )

/** What is watched: each is a rate over the requests of units, judged against the control of its stage. */
const canaryMetricSchema = z.enum([
  'success',
  'error_rate',
  /** Share of requests slower than the control's 95th percentile: 5 % where nothing changed. */
  'p95',
])

export const canaryPlanSchema = z.object({
  /**
   * `canary`: 5, 10, 20, 40, 80, 100 % of units. `blue_green`: half, then all; the old version stays ready.
   * It decides the steps where they are not named.
   */
  strategy: z.enum(['canary', 'blue_green']).default('canary'),
  stepsBp: stepsSchema.optional(),
  /** Units in the new version and hours that every step waits for. */
  minimumUsers: z.number().int().min(1).default(100),
  minimumHours: z.number().min(0).default(24),
  /** One-sided error level of a rollback, over all steps and looks. */
  alpha: z.number().gt(0).lt(0.5).default(0.05),
  /** Units at which the bound is tightest. */
  plannedUsers: z.number().int().min(20).max(1_000_000_000).default(5_000),
  /** Losses that are tolerated, as shares of requests. */
  margins: z
    .object({
      success: z.number().min(0).max(1).default(0),
      error_rate: z.number().min(0).max(1).default(0),
      p95: z.number().min(0).max(1).default(0.01),
    })
    .prefault({}),
  /** Moves `production` to the new version after the last step; else all units keep it until somebody does. */
  promotes: z.boolean().default(true),
})
export type CanaryPlanView = z.infer<typeof canaryPlanSchema>

const canaryStatusSchema = z.enum(['active', 'completed', 'rolled_back', 'cancelled'])

const canaryEvidenceSchema = z.object({
  metric: canaryMetricSchema,
  /** Combined over stages by Mantel and Haenszel, new minus old; null without data in both. */
  diff: z.number().nullable(),
  /** Valid at every look. */
  ci: z.tuple([z.number(), z.number()]).nullable(),
  margin: z.number(),
  isHarmed: z.boolean(),
})

const sideSchema = z.object({
  users: z.number().int(),
  requests: z.number().int(),
  successRate: z.number().nullable(),
  errorRate: z.number().nullable(),
  slowRate: z.number().nullable(),
  p95Ms: z.number().nullable(),
})

const canaryStepSchema = z.object({
  step: z.number().int(),
  coverageBp: z.number().int(),
  state: z.enum(['done', 'current', 'coming']),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  control: sideSchema.nullable(),
  canary: sideSchema.nullable(),
})

const canaryDecisionSchema = z.object({
  action: z.enum(['roll_back', 'hold', 'advance']),
  explanation: z.string(),
  evidence: z.array(canaryEvidenceSchema),
})

const canarySchema = z.object({
  id: experimentIdSchema,
  name: nameSchema,
  templateName: z.string(),
  remote: z.string(),
  status: canaryStatusSchema,
  /** Always with its steps. */
  plan: canaryPlanSchema,
  controlVersion: z.number().int(),
  canaryVersion: z.number().int(),
  /** From 1; the last one began when `coverageBp` was reached. */
  step: z.number().int(),
  coverageBp: z.number().int(),
  reason: z.string(),
  startedBy: z.string(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
})
export type Canary = z.infer<typeof canarySchema>

const canaryViewSchema = canarySchema.extend({
  steps: z.array(canaryStepSchema),
  /** Null after its end. */
  decision: canaryDecisionSchema.nullable(),
  /** Every unit has the new version and nothing speaks against it: a person has to promote it. */
  awaitsPromotion: z.boolean(),
  at: instantSchema,
})
export type CanaryView = z.infer<typeof canaryViewSchema>

const canaryEventSchema = z.object({
  at: instantSchema,
  kind: z.enum([
    /** Looked; nothing to do yet. */
    'held',
    /** Looked; at its last step, and only a person can promote it. */
    'awaits_promotion',
    'advanced',
    'rolled_back',
    'completed',
    /** Another process watches; this one stands by. */
    'standing_by',
    /** The store could not be asked; tried again at the next look. */
    'unreachable',
  ]),
  message: z.string(),
  canary: canaryViewSchema.nullable(),
})
export type CanaryEvent = z.infer<typeof canaryEventSchema>

const byName = z.object({ remote: nameSchema, canary: nameSchema })
const reasonSchema = z.string().max(2000).default('')

export const canary = {
  list: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/canaries',
      summary: 'Canaries of a shared store, newest first.',
    })
    .input(
      pageInputSchema.extend({
        remote: nameSchema,
        status: canaryStatusSchema.optional(),
        /** Only those of this template. */
        template: templateRefSchema.optional(),
      }),
    )
    .output(pageOf(canarySchema)),
  start: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/canaries',
      summary: 'Publishes a version to a first share of units, beside the production version.',
    })
    .input(
      z.object({
        remote: nameSchema,
        /** `TEMPLATE-vNUMBER` where left out. */
        name: nameSchema.optional(),
        template: nameSchema,
        version: z.number().int().positive(),
        plan: canaryPlanSchema.prefault({}),
        reason: reasonSchema,
      }),
    )
    .output(canaryViewSchema),
  status: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/canaries/{canary}',
      summary: 'Steps with their figures, and what the rule says now.',
    })
    .input(byName)
    .output(canaryViewSchema),
  step: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/canaries/{canary}/step',
      summary: 'Does what the rule says now: holds, advances, rolls back or completes.',
    })
    .input(
      byName.extend({
        /** Advances though the rule says hold; audited. Never against a rollback. */
        overrideReason: z.string().min(1).max(2000).optional(),
      }),
    )
    .output(canaryEventSchema),
  watch: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/canaries/{canary}/watch',
      summary: 'Runs the canary until it ends; safe to run twice, anywhere.',
    })
    .input(byName.extend({ everySeconds: z.coerce.number().min(0).max(86_400).default(60) }))
    .output(eventIterator(canaryEventSchema)),
  promote: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/canaries/{canary}/promote',
      summary: 'Moves production to the new version and ends a canary that waits for that.',
    })
    .input(byName.extend({ reason: reasonSchema }))
    .output(canaryViewSchema),
  rollBack: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/canaries/{canary}/roll-back',
      summary: 'Everybody gets the old version again, at once.',
    })
    .input(byName.extend({ reason: reasonSchema }))
    .output(canaryViewSchema),
}
