import { z } from 'zod'
import { instantSchema, method, nameSchema } from './base.ts'

/** What production did in a span of time. Durations in ms, money in US dollars; null where nothing was measured. */
const figures = {
  executions: z.number().int(),
  failures: z.number().int(),
  successRate: z.number().nullable(),
  violations: z.number().int(),
  cacheHits: z.number().int(),
  meanMs: z.number().nullable(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  tokens: z.number(),
  costUsd: z.number().nullable(),
}
export const figuresSchema = z.object(figures)
export type Figures = z.infer<typeof figuresSchema>

export const dimensionSchema = z.enum(['template', 'version', 'arm', 'model'])
export type Dimension = z.infer<typeof dimensionSchema>

/** A span that ends now unless it says otherwise; the last 24 hours by default, a year at most. */
const span = {
  remote: nameSchema,
  hours: z.coerce.number().int().min(1).max(8784).default(24),
  to: instantSchema.optional(),
  templateName: z.string().max(255).optional(),
}

const reportSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  /** Hours up to three days, days in UTC beyond. */
  step: z.enum(['hour', 'day']),
  /** When the figures were read; earlier than now where the store is away and a pull is all there is. */
  asOf: instantSchema,
  isStale: z.boolean(),
  totals: figuresSchema,
  /** One entry a step, empty ones included. */
  series: z.array(figuresSchema.extend({ at: instantSchema })),
  /** By the asked dimension, most executions first. */
  groups: z.array(
    figuresSchema.extend({
      key: z.string(),
      templateName: z.string().nullable(),
      version: z.number().int().nullable(),
      arm: z.string().nullable(),
      model: z.string().nullable(),
    }),
  ),
})
export type Report = z.infer<typeof reportSchema>

const findingsSchema = z.object({
  /** Failed executions by template, kind and first words of the message, most frequent first. */
  errors: z.array(
    z.object({
      templateName: z.string(),
      errorType: z.string().nullable(),
      message: z.string(),
      count: z.number().int(),
      lastAt: instantSchema,
    }),
  ),
  /** Violations by guardrail, most frequent first. */
  guardrails: z.array(
    z.object({ name: z.string(), action: z.string().nullable(), count: z.number().int() }),
  ),
})
export type Findings = z.infer<typeof findingsSchema>

export const analytics = {
  report: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/analytics',
      summary: 'Volume, success, latency, tokens and cost over time and by a dimension.',
    })
    .input(z.object({ ...span, by: dimensionSchema.default('template') }))
    .output(reportSchema),
  findings: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/analytics/findings',
      summary: 'What failed and which guardrails were violated, most frequent first.',
    })
    .input(z.object(span))
    .output(findingsSchema),
}
