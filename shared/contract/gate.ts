import { z } from 'zod'
import { instantSchema, method, nameSchema, runIdSchema, templateIdSchema } from './base.ts'
import { evidenceSchema } from './evidence.ts'
import { templateRefSchema } from './template.ts'

/** `pass`, `score`, `latency` (ms), `cost` (US dollars), `pass@3`, `pass^3`, or a metric of the assertions. */
const metricSchema = z.string().min(1).max(200)

const gateRuleSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('threshold'),
      metric: metricSchema,
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
    })
    .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
      message: 'A threshold needs "atLeast", "atMost" or both.',
    }),
  z.strictObject({
    kind: z.literal('baseline'),
    metric: metricSchema,
    /** How much worse than the baseline is acceptable, in units of the metric. */
    margin: z.number().min(0),
    /** `not_worse` fails on evidence of harm; `non_inferior` passes only on evidence of no harm. */
    demand: z.enum(['not_worse', 'non_inferior']).default('not_worse'),
    /** One-sided error level: 0.05 is a confidence of 95 %. */
    alpha: z.number().gt(0).lt(0.5).default(0.05),
  }),
])
export type GateRule = z.infer<typeof gateRuleSchema>

const definition = {
  name: nameSchema,
  /** All of them must hold. */
  rules: z.array(gateRuleSchema).min(1).max(20),
  /** A rule that is measured on fewer cases does not pass. */
  minCases: z.number().int().min(1),
  /** The label it guards; null: it is only asked for by hand. */
  label: z.string().min(1).max(100).nullable(),
}

const gateSchema = z.object({
  id: z.uuid(),
  ...definition,
  /** Null: it holds for every template. */
  templateId: templateIdSchema.nullable(),
  templateName: z.string().nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type Gate = z.infer<typeof gateSchema>

const placeSchema = z.object({ run: runIdSchema, column: z.string() })

const ruleVerdictSchema = z.object({
  rule: gateRuleSchema,
  status: z.enum(['passed', 'failed', 'not_evaluable']),
  /** A sentence with the numbers. */
  explanation: z.string(),
  evidence: z.object({
    n: z.number().int(),
    value: z.number().nullable(),
    baseline: z.number().nullable(),
    diff: z.number().nullable(),
    ci: z.tuple([z.number(), z.number()]).readonly().nullable(),
    ciLevel: z.number().nullable(),
  }),
})

export const gateVerdictSchema = z.object({
  id: z.uuid(),
  gateId: z.uuid(),
  gateName: z.string(),
  run: runIdSchema,
  column: z.string(),
  /** What a rule compared with; null where none needs it, or none was found. */
  baseline: placeSchema.extend({ version: z.number().int() }).nullable(),
  isPassed: z.boolean(),
  reason: z.string(),
  rules: z.array(ruleVerdictSchema),
  /** What a promotion is given. */
  evidence: evidenceSchema,
  createdAt: instantSchema,
})
export type GateVerdict = z.infer<typeof gateVerdictSchema>

/** A verdict among those of several runs: what it was about, and what the gate guards today. */
export const givenVerdictSchema = gateVerdictSchema.extend({
  templateId: templateIdSchema,
  templateName: z.string(),
  version: z.number().int().positive(),
  /** The label that the gate guards; null where it guards none or was removed since. */
  label: z.string().nullable(),
})
export type GivenVerdict = z.infer<typeof givenVerdictSchema>

const gateRef = z.object({ gate: z.union([z.uuid(), nameSchema]) })

export const gate = {
  list: method
    .route({
      method: 'GET',
      path: '/gates',
      summary: 'Gates by name; those of a template or label.',
    })
    .input(
      z.object({ template: templateRefSchema.optional(), label: z.string().max(100).optional() }),
    )
    .output(z.object({ items: z.array(gateSchema) })),
  get: method
    .route({ method: 'GET', path: '/gates/{gate}', summary: 'One gate.' })
    .input(gateRef)
    .output(gateSchema),
  create: method
    .route({ method: 'POST', path: '/gates', summary: 'A new gate; it is asked from now on.' })
    .input(
      z.strictObject({
        ...definition,
        minCases: definition.minCases.default(1),
        label: definition.label.default(null),
        template: templateRefSchema.optional(),
      }),
    )
    .output(gateSchema),
  update: method
    .route({
      method: 'PATCH',
      path: '/gates/{gate}',
      summary: 'Changes a gate; verdicts given before stay as they were.',
    })
    .input(gateRef.extend(z.object(definition).partial().shape))
    .output(gateSchema),
  remove: method
    .route({ method: 'DELETE', path: '/gates/{gate}', summary: 'Forgets a gate; verdicts stay.' })
    .input(gateRef)
    .output(gateSchema),
  evaluate: method
    .route({
      method: 'POST',
      path: '/gates/{gate}/evaluate',
      summary: 'Judges a column of a run, and stores the verdict with its evidence.',
    })
    .input(gateRef.extend({ ...placeSchema.shape, baseline: placeSchema.optional() }))
    .output(gateVerdictSchema),
  listVerdicts: method
    .route({
      method: 'GET',
      path: '/runs/{run}/verdicts',
      summary: 'What gates said, newest first.',
    })
    .input(z.object({ run: runIdSchema }))
    .output(z.object({ items: z.array(gateVerdictSchema) })),
  listNewest: method
    .route({
      method: 'GET',
      path: '/gate-verdicts',
      summary:
        'The newest verdict of every gate on every version and model, newest first; of one template or gate.',
    })
    .input(
      z.object({ template: templateRefSchema.optional(), gate: gateRef.shape.gate.optional() }),
    )
    .output(z.object({ items: z.array(givenVerdictSchema) })),
}
