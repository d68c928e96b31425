import type { ExperimentDesign } from '#shared/contract/experiment/design.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { sampleRatioMismatch, sequentialSrm } from '#shared/domain/statistics/srm.ts'
import { experimentVerdict } from '#shared/domain/verdict/experiment-verdict.ts'
import type { Look } from '#shared/domain/verdict/look.ts'
import { ENGINE_VERSION } from '#shared/domain/verdict/metric-report.ts'
import { probBest } from '#shared/domain/verdict/prob-best.ts'
import type { LookRow, Queryable } from './live-store.ts'
import { reportMetrics } from './reports.ts'
import type { UnitCounts, UnitScope } from './units.ts'

/** What a look needs to know. */
export interface LookContext {
  readonly experiment: Experiment
  readonly design: ExperimentDesign
  readonly scope: UnitScope
  readonly counts: UnitCounts
  /** Looks of the present phase, oldest first. */
  readonly earlier: readonly LookRow[]
  readonly now: Date
}

/** What is kept of a look; the monitor adds its history and phases. */
export type LookReport = Omit<Monitor, 'history' | 'phases' | 'isNewLook' | 'nextLookAt' | 'at'>

/**
 * The mixture of the sequential ratio test: at this concentration a ratio that is off by a few points shows
 * within some thousand users, and daily looks over a month raise few false alarms.
 */
const SRM_CONCENTRATION = 1_000
const DAY_MS = 86_400_000

/** Looks at an experiment: every metric, the sample ratio and the verdict. Writes nothing. */
export async function lookAt(client: Queryable, context: LookContext): Promise<LookReport> {
  const { design, scope, counts, earlier, now } = context
  const { stopping } = design
  const users = sum(scope.arms.map((arm) => counts.users[arm] ?? 0))
  const look: Look = {
    rule: stopping.rule,
    alpha: stopping.alpha,
    variants: scope.arms.length - 1,
    plannedUsers: stopping.plannedUsers,
    users,
    earlierLooks: earlier.map(({ information }) => information),
  }
  const reports = await reportMetrics(client, scope, design, look)
  const srm = ratioOf(context)
  const fullDays = daysSince(counts.firstAt, now)
  const primary = design.metrics.find(({ role }) => role === 'primary')
  const verdict = experimentVerdict({
    plan: stopping,
    look,
    fullDays,
    srmSequentialP: srm.pSequential,
    srmChiSquareP: srm.pChiSquare,
    unexpectedUsers: srm.unexpectedUsers,
    primary: reports.primary,
    guardrails: reports.guardrails,
  })
  const chances = probBest(reports.primaryArms, primary?.higherIsBetter ?? true)
  const first = reports.primary[0]
  return {
    look: earlier.length + 1,
    looksPlanned: reports.views[0]?.looksPlanned ?? null,
    users,
    plannedUsers: stopping.plannedUsers,
    fullDays,
    alphaSpent: first?.alphaSpent ?? null,
    verdict: {
      ...verdict,
      blockers: [...verdict.blockers],
      harmfulArms: [...verdict.harmfulArms],
      harmedGuardrails: [...verdict.harmedGuardrails],
    },
    srm,
    excludedUsers: counts.mixed,
    metrics: reports.views,
    probBest: scope.arms.map((arm, i) => ({ arm, probability: chances[i] ?? null })),
    engineVersion: ENGINE_VERSION,
  }
}

/** The sample ratio now: valid at any moment, so it is never hidden between looks. */
export function ratioOf({
  experiment,
  scope,
  counts,
  earlier,
}: Pick<LookContext, 'experiment' | 'scope' | 'counts' | 'earlier'>): Monitor['srm'] {
  const weights = scope.arms.map(
    (arm) => experiment.arms.find(({ key }) => key === arm)?.weightBp ?? 0,
  )
  const observed = scope.arms.map((arm) => counts.users[arm] ?? 0)
  const looks = earlier.map((row) => scope.arms.map((arm) => row.counts[arm] ?? 0))
  const chiSquare = sampleRatioMismatch(observed, weights)
  const hasUsers = chiSquare.total > 0
  const sequential = sequentialSrm([...looks, observed], weights, SRM_CONCENTRATION)
  return {
    arms: scope.arms.map((arm, i) => ({
      arm,
      users: observed[i] ?? 0,
      expected: chiSquare.expectedCounts[i] ?? 0,
    })),
    pSequential: hasUsers ? (sequential.looks.at(-1)?.pAnytime ?? null) : null,
    pChiSquare: chiSquare.pValue,
    isMismatch: hasUsers && sequential.isMismatch,
    unexpectedUsers: chiSquare.unexpectedInZeroWeightArm,
    reasons: { ...chiSquare.reasons },
  }
}

const daysSince = (first: Date | null, now: Date): number =>
  first === null ? 0 : Math.max(0, Math.floor((Number(now) - Number(first)) / DAY_MS))

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
