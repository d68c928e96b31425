import { z } from 'zod'
import { instantSchema, runIdSchema } from './base.ts'

/** One metric of a run with its 95 % interval; `low` and `high` are null where none can be given. */
const evidenceMetricSchema = z.object({
  name: z.string().min(1).max(200),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Cases behind it. */
  n: z.number().int().nonnegative(),
})

/** What a gate said of a run: the version may be promoted, or why it may not. */
const gateOutcomeSchema = z.object({
  name: z.string().min(1).max(100),
  isPassed: z.boolean(),
  reason: z.string().max(4000),
})

/** How one guardrail judged the cells of a run. */
const guardrailVerdictSchema = z.object({
  name: z.string(),
  action: z.enum(['allow', 'warn', 'redact', 'block']),
  isPassed: z.boolean(),
  checked: z.number().int().nonnegative(),
  violations: z.number().int().nonnegative(),
})

/**
 * Why a version may be promoted: a run of it over a dataset, measured and judged. Stored with the
 * promotion, append-only. `contentHash` ties it to one content: evidence for another version counts nothing.
 */
export const evidenceSchema = z.object({
  runId: runIdSchema,
  contentHash: z.string().min(1).max(100),
  datasetName: z.string(),
  datasetVersion: z.number().int().positive(),
  /** Content hash of the frozen dataset version. */
  datasetVersionHash: z.string().min(1).max(100),
  model: z.string(),
  metrics: z.array(evidenceMetricSchema).max(200),
  gate: gateOutcomeSchema,
  guardrails: z.array(guardrailVerdictSchema).max(200),
  evaluatedAt: instantSchema,
})
export type Evidence = z.infer<typeof evidenceSchema>
