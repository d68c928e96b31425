import type { ExperimentId } from '#shared/contract/base.ts'
import type { Canary, CanaryView } from '#shared/contract/experiment/canary.ts'
import { type CanaryDecision, canaryDecision } from '#shared/domain/verdict/canary.ts'
import type { Shown, ShownPhase } from '../live/shown.ts'
import { CANARY, CONTROL, storedPlan } from './plan.ts'
import {
  CANARY_METRICS,
  type CanaryMetricName,
  type StageData,
  type StageSide,
  stagesOf,
} from './stages.ts'

const HOUR_MS = 3_600_000

const STATUSES: Record<string, Canary['status']> = {
  active: 'active',
  completed: 'completed',
  rolled_back: 'rolled_back',
}

/** As lists show it. */
export function toCanary(shown: Shown, remote: string): Canary {
  const current = currentPhase(shown)
  const versionOf = (key: string) => {
    const arm = current.arms.find((one) => one.key === key)
    return current.versions?.[arm?.version_id ?? ''] ?? 0
  }
  return {
    id: shown.id as ExperimentId,
    name: shown.name,
    templateName: shown.template_name,
    remote,
    status: STATUSES[shown.status] ?? 'cancelled',
    plan: storedPlan(shown.design),
    controlVersion: versionOf(CONTROL),
    canaryVersion: versionOf(CANARY),
    step: current.phase,
    coverageBp: current.coverage_bp,
    reason: shown.reason,
    startedBy: shown.created_by,
    startedAt: shown.started_at ?? shown.created_at,
    endedAt: shown.ended_at,
  }
}

export function currentPhase(shown: Shown): ShownPhase {
  const found = shown.phases.find(({ phase }) => phase === shown.phase)
  if (found === undefined) throw new Error(`The canary "${shown.name}" has no phase.`)
  return found
}

/** With its steps, and what the rule says now. */
export function toView(
  shown: Shown,
  remote: string,
  stages: readonly StageData[],
  now: Date,
): CanaryView {
  const canary = toCanary(shown, remote)
  const steps = canary.plan.stepsBp ?? []
  const coming = steps.filter((bp) => bp > canary.coverageBp)
  const done = shown.phases.map((phase) => stepOf(phase, shown, stages))
  const decision = canary.status === 'active' ? decide(shown, stages, now) : null
  return {
    ...canary,
    steps: [
      ...done,
      ...coming.map((coverageBp, i) => ({
        step: done.length + i + 1,
        coverageBp,
        state: 'coming' as const,
        ...{ startedAt: null, endedAt: null, control: null, canary: null },
      })),
    ],
    decision: decision && toDecision(decision, canary),
    awaitsPromotion: decision?.action === 'advance' && coming.length === 0 && !canary.plan.promotes,
    at: now.toISOString(),
  }
}

/** What the rule says of all stages so far. */
export function decide(shown: Shown, stages: readonly StageData[], now: Date): CanaryDecision {
  const plan = storedPlan(shown.design)
  const current = currentPhase(shown)
  const users = stages.find(({ phase }) => phase === shown.phase)?.sides.canary.users ?? 0
  const hours = Math.max(0, Number(now) - Date.parse(current.started_at)) / HOUR_MS
  return canaryDecision(
    CANARY_METRICS.map((metric) => ({
      metric,
      higherIsBetter: metric === 'success',
      margin: plan.margins[metric],
      stages: stagesOf(stages, metric),
    })),
    {
      alpha: plan.alpha,
      plannedUsers: plan.plannedUsers,
      minimumUsersPerStage: plan.minimumUsers,
      minimumHoursPerStage: plan.minimumHours,
    },
    { users, hours: Math.round(hours * 100) / 100 },
  )
}

function toDecision({ action, explanation, evidence }: CanaryDecision, { plan }: Canary) {
  return {
    action,
    explanation,
    evidence: evidence.map(({ metric, diff, ci, isHarmed }) => ({
      metric: metric as CanaryMetricName,
      diff,
      ci: ci === null ? null : ([...ci] as [number, number]),
      margin: plan.margins[metric as CanaryMetricName],
      isHarmed,
    })),
  }
}

function stepOf(phase: ShownPhase, shown: Shown, stages: readonly StageData[]) {
  const stage = stages.find((one) => one.phase === phase.phase)
  const isCurrent = phase.phase === shown.phase && phase.ended_at === null
  return {
    step: phase.phase,
    coverageBp: phase.coverage_bp,
    state: isCurrent ? ('current' as const) : ('done' as const),
    startedAt: phase.started_at,
    endedAt: phase.ended_at,
    control: stage === undefined ? null : toSide(stage.sides.control),
    canary: stage === undefined ? null : toSide(stage.sides.canary),
  }
}

const rate = ({ y, d }: { y: number; d: number }) => (d > 0 ? y / d : null)

const toSide = ({ users, requests, p95Ms, sums }: StageSide) => ({
  users,
  requests,
  successRate: rate(sums.success),
  errorRate: rate(sums.error_rate),
  slowRate: rate(sums.p95),
  p95Ms,
})
