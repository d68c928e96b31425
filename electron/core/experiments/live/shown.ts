import { z } from 'zod'
import type { ExperimentId } from '#shared/contract/base.ts'
import { designSchema } from '#shared/contract/experiment/design.ts'
import type { Experiment, ExperimentStatus } from '#shared/contract/experiment/experiment.ts'
import { type VerdictKind, verdictKindSchema } from '#shared/contract/experiment/monitor.ts'

const instant = z.string().transform((text) => new Date(text).toISOString())
const armsSchema = z.array(
  z.object({ key: z.string(), weight_bp: z.number(), version_id: z.string() }),
)

const shownPhase = z.object({
  phase: z.number().int(),
  coverage_bp: z.number().int(),
  rest: z.string().nullable(),
  arms: armsSchema,
  started_at: instant,
  ended_at: instant.nullable(),
  versions: z.record(z.string(), z.number()).nullable(),
})
export type ShownPhase = z.infer<typeof shownPhase>

/** What `galley.show_experiment` gives: parsed, for it comes from outside. */
export const shownSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['experiment', 'canary']),
  description: z.string().nullable(),
  template_name: z.string(),
  status: z.string(),
  control_template_id: z.string().nullable(),
  variant_template_ids: z.array(z.string()),
  traffic_allocation: z.record(z.string(), z.coerce.number()),
  arm_order: z.array(z.string()),
  primary_metric: z.string(),
  minimum_sample_size: z.number(),
  confidence_level: z.coerce.number(),
  winner_variant: z.string().nullable(),
  created_by: z.string(),
  created_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  updated_at: instant,
  design: z.unknown(),
  phase: z.number().int().nullable(),
  verdict: z.string().nullable(),
  reason: z.string(),
  phases: z.array(shownPhase),
  versions: z.record(z.string(), z.number()).nullable(),
})
export type Shown = z.infer<typeof shownSchema>

const STATUSES: Record<string, ExperimentStatus> = {
  draft: 'draft',
  active: 'active',
  running: 'active',
  paused: 'paused',
  completed: 'completed',
}

/** As the contract shows it. Statuses that only original services use end it. */
export function toExperiment(shown: Shown, remote: string): Experiment {
  const design = designSchema.safeParse(shown.design).data ?? null
  const current = shown.phases.find(({ phase }) => phase === shown.phase)
  return {
    id: shown.id as ExperimentId,
    name: shown.name,
    description: shown.description ?? '',
    templateName: shown.template_name,
    status: STATUSES[shown.status] ?? 'cancelled',
    remote,
    design,
    arms: current === undefined ? legacyArms(shown) : armsOf(current),
    phase: current === undefined ? null : toPhase(current),
    isLegacy: shown.design === null,
    verdict: (verdictKindSchema.safeParse(shown.verdict).data ?? null) satisfies VerdictKind | null,
    winner: shown.winner_variant,
    reason: shown.reason,
    createdBy: shown.created_by,
    createdAt: shown.created_at,
    updatedAt: shown.updated_at,
    startedAt: shown.started_at,
    endedAt: shown.ended_at,
  }
}

export function toPhase(shown: ShownPhase): NonNullable<Experiment['phase']> {
  return {
    phase: shown.phase,
    startedAt: shown.started_at,
    endedAt: shown.ended_at,
    coverageBp: shown.coverage_bp,
    arms: armsOf(shown),
  }
}

const armsOf = ({ arms, versions }: ShownPhase) =>
  arms.map(({ key, weight_bp, version_id }) => ({
    key,
    weightBp: weight_bp,
    version: versions?.[version_id] ?? 0,
  }))

/**
 * Percent become basis points; the n-th arm beside `control` serves the n-th variant. The control comes first,
 * whatever the order in which the arms share the buckets.
 */
function legacyArms(shown: Shown): Experiment['arms'] {
  const others = shown.arm_order.filter((key) => key !== 'control')
  const keys = shown.arm_order.includes('control') ? ['control', ...others] : others
  return keys.map((key) => {
    const id =
      key === 'control'
        ? shown.control_template_id
        : shown.variant_template_ids[others.indexOf(key)]
    return {
      key,
      weightBp: (shown.traffic_allocation[key] ?? 0) * 100,
      version: shown.versions?.[id ?? ''] ?? null,
    }
  })
}
