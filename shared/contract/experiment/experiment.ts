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
import { modelRefSchema } from '../model.ts'
import { templateRefSchema } from '../template.ts'
import { armKeySchema, armSchema, designSchema } from './design.ts'
import { monitorSchema, phaseSchema, verdictKindSchema } from './monitor.ts'
import {
  powerInputSchema,
  powerReportSchema,
  simulationEventSchema,
  simulationInputSchema,
} from './simulation.ts'
import { simulateSizes } from './sizes.ts'

/** Allowed moves: draft → active or cancelled; active ⇄ paused; either → completed or cancelled. */
const experimentStatusSchema = z.enum(['draft', 'active', 'paused', 'completed', 'cancelled'])
export type ExperimentStatus = z.infer<typeof experimentStatusSchema>

const experimentSchema = z.object({
  id: experimentIdSchema,
  name: nameSchema,
  description: z.string(),
  templateName: z.string(),
  status: experimentStatusSchema,
  /** The shared store where it runs or ran; null for a draft. */
  remote: z.string().nullable(),
  /** Null for experiments that original services made: they have arms by percent and nothing else. */
  design: designSchema.nullable(),
  /** Arms as they are now, control first. */
  arms: z.array(
    z.object({ key: z.string(), version: z.number().int().nullable(), weightBp: z.number() }),
  ),
  /** Present phase; null before it started and for legacy experiments. */
  phase: phaseSchema.nullable(),
  isLegacy: z.boolean(),
  verdict: verdictKindSchema.nullable(),
  winner: z.string().nullable(),
  /** Why it ended, or why its winner was declared against the verdict. */
  reason: z.string(),
  createdBy: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  /** Only while its store cannot be reached: when the last pull saw it so. */
  seenAt: instantSchema.optional(),
})
export type Experiment = z.infer<typeof experimentSchema>

/** By name; `remote` is needed only for experiments that another workspace started. */
const byName = z.object({ experiment: nameSchema, remote: nameSchema.optional() })
const reasonSchema = z.string().max(2000).default('')

const draftFields = {
  description: z.string().max(2000).optional(),
  template: nameSchema.optional(),
  design: designSchema.optional(),
  newName: nameSchema.optional(),
}

export const experiment = {
  list: method
    .route({
      method: 'GET',
      path: '/experiments',
      summary: 'Experiments of this workspace, newest first; with a remote, those of that store.',
    })
    .input(
      pageInputSchema.extend({
        remote: nameSchema.optional(),
        status: experimentStatusSchema.optional(),
        /** Only those that compare versions of this template. */
        template: templateRefSchema.optional(),
      }),
    )
    .output(pageOf(experimentSchema)),
  get: method
    .route({ method: 'GET', path: '/experiments/{experiment}', summary: 'One experiment.' })
    .input(byName)
    .output(experimentSchema),
  create: method
    .route({ method: 'POST', path: '/experiments', summary: 'A draft, in this workspace only.' })
    .input(
      z.object({
        name: nameSchema,
        description: z.string().max(2000).default(''),
        template: nameSchema,
        design: designSchema,
      }),
    )
    .output(experimentSchema),
  update: method
    .route({
      method: 'PATCH',
      path: '/experiments/{experiment}',
      summary: 'Changes a draft; what is left out stays as it is.',
    })
    .input(z.object({ experiment: nameSchema, ...draftFields }))
    .output(experimentSchema),
  power: method
    .route({
      method: 'POST',
      path: '/experiments/power',
      summary: 'Sample size, smallest detectable effect, power and duration: instant.',
    })
    .input(powerInputSchema)
    .output(powerReportSchema),
  simulate: method
    .route({
      method: 'POST',
      path: '/experiments/simulate',
      summary: 'Plays a plan offline, rules side by side; progress events, then the report.',
    })
    .input(simulationInputSchema)
    .output(eventIterator(simulationEventSchema)),
  simulateSizes,
  start: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/start',
      summary: 'Publishes the arms and the experiment to a shared store, in one transaction.',
    })
    .input(z.object({ experiment: nameSchema, remote: nameSchema, reason: reasonSchema }))
    .output(experimentSchema),
  pause: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/pause',
      summary: 'Everybody gets the production version until it is resumed; arms stay the same.',
    })
    .input(byName.extend({ reason: reasonSchema }))
    .output(experimentSchema),
  resume: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/resume',
      summary: 'Goes on after a pause; every unit gets the arm it had.',
    })
    .input(byName.extend({ reason: reasonSchema }))
    .output(experimentSchema),
  ramp: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/ramp',
      summary: 'Changes the coverage: units join or leave, nobody moves between arms.',
    })
    .input(byName.extend({ coverageBp: z.number().int().min(0).max(10_000), reason: reasonSchema }))
    .output(experimentSchema),
  reweigh: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/reweigh',
      summary: 'New weights: a new phase with a new salt, analysed apart.',
    })
    .input(
      byName.extend({
        arms: z.array(armSchema.pick({ key: true, weightBp: true })).min(2),
        reason: reasonSchema,
      }),
    )
    .output(experimentSchema),
  status: method
    .route({
      method: 'GET',
      path: '/experiments/{experiment}/status',
      summary: 'Metrics with intervals, sample ratio, guardrail metrics and the verdict.',
    })
    .input(
      byName.extend({
        /** Takes a look now, though the next one is not due. */
        takesLook: z.stringbool().or(z.boolean()).default(false),
      }),
    )
    .output(z.object({ experiment: experimentSchema, monitor: monitorSchema })),
  judge: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/judge',
      summary: 'Has a model score a sample of recorded responses, equally many per arm.',
    })
    .input(
      byName.extend({
        /** The outcome that the scores are recorded under. */
        outcome: z.string().min(1).max(100),
        model: modelRefSchema,
        /** What a good response is; the model answers with a score from 0 to 1. */
        rubric: z.string().min(1).max(10_000),
        perArm: z.number().int().min(1).max(1000).default(50),
      }),
    )
    .output(
      z.object({
        judged: z.array(z.object({ arm: z.string(), scored: z.number().int() })),
        failed: z.number().int(),
        costUsd: z.number().nullable(),
      }),
    ),
  declareWinner: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/winner',
      summary: 'Promotes an arm through its label and ends the test; the evidence stays.',
    })
    .input(
      byName.extend({
        /** The winner of the verdict where left out. */
        arm: armKeySchema.optional(),
        /** Needed where the verdict does not allow it; audited. */
        overrideReason: z.string().max(2000).optional(),
      }),
    )
    .output(experimentSchema),
  cancel: method
    .route({
      method: 'POST',
      path: '/experiments/{experiment}/cancel',
      summary: 'Ends a draft or a running test without a winner.',
    })
    .input(byName.extend({ reason: reasonSchema }))
    .output(experimentSchema),
}
