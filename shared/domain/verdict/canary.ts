import { alwaysValid } from '../statistics/always-valid.ts'
import { type Stratum, stratifiedRates } from '../statistics/stratified.ts'
import type { Counts, Interval } from '../statistics/types.ts'

/** Default steps of a canary in basis points of coverage; 100 % keeps no control, so the last verdict is at 80 %. */
export const CANARY_STEPS_BP: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 10_000]

/**
 * A rate that a canary watches, stage by stage: success, error, or the share of requests slower than the
 * old version's p95 (which turns a quantile into a rate that can be watched like any other).
 */
export interface CanaryMetric {
  readonly metric: string
  readonly higherIsBetter: boolean
  /** Loss that is tolerated, as a rate. */
  readonly margin: number
  /** Control and canary in every stage so far; the last one is the current stage. */
  readonly stages: readonly Stratum[]
}

/** What a canary demands before it goes on. */
export interface CanaryPlan {
  /** One-sided error level of a rollback, over the whole canary. */
  readonly alpha?: number
  /** Users at which the always-valid bound is tightest. */
  readonly plannedUsers: number
  readonly minimumUsersPerStage: number
  readonly minimumHoursPerStage: number
  /** Canary users below which nothing is judged, as one failed request is no evidence; 20 by default. */
  readonly minimumUsersToJudge?: number
}

/** What to do now, and why. */
export interface CanaryDecision {
  readonly action: 'roll_back' | 'hold' | 'advance'
  readonly explanation: string
  readonly evidence: readonly CanaryEvidence[]
}

/** One metric's state. */
export interface CanaryEvidence {
  readonly metric: string
  /** Mantel-Haenszel difference over the stages, canary minus control; null without data in both. */
  readonly diff: number | null
  /** Interval that holds at every look; only its harmful end decides. */
  readonly ci: Interval | null
  readonly isHarmed: boolean
}

/**
 * Decides a canary at any moment, as often as one likes. Stages are compared within themselves and combined
 * by Mantel and Haenszel: pooled counts would mix a drift of the base rate into the difference.
 */
export function canaryDecision(
  metrics: readonly CanaryMetric[],
  plan: CanaryPlan,
  current: { readonly users: number; readonly hours: number },
): CanaryDecision {
  const evidence = metrics.map((metric) => evidenceOf(metric, plan))
  const harmed = evidence.filter(({ isHarmed }) => isHarmed)
  if (harmed.length > 0) {
    const named = harmed.map(({ metric, ci }) => `${metric} (${interval(ci)})`).join(', ')
    return { action: 'roll_back', explanation: `The canary is surely worse: ${named}.`, evidence }
  }
  const missing = [
    ...(current.users < plan.minimumUsersPerStage
      ? [`${current.users} of ${plan.minimumUsersPerStage} users in this stage`]
      : []),
    ...(current.hours < plan.minimumHoursPerStage
      ? [`${current.hours} of ${plan.minimumHoursPerStage} hours in this stage`]
      : []),
  ]
  return missing.length > 0
    ? { action: 'hold', explanation: `Waiting: ${missing.join(', ')}.`, evidence }
    : {
        action: 'advance',
        explanation: 'Nothing speaks against the canary in this stage.',
        evidence,
      }
}

function evidenceOf(
  { metric, higherIsBetter, margin, stages }: CanaryMetric,
  plan: CanaryPlan,
): CanaryEvidence {
  const { stratifiedDiff: diff } = stratifiedRates(stages)
  const { stratifiedSeWald: se } = stratifiedRates(stages.map(softened))
  const exposed = stages.reduce((sum, { variant }) => sum + variant.n, 0)
  if (diff === null || se === null || exposed < (plan.minimumUsersToJudge ?? 20)) {
    return { metric, diff, ci: null, isHarmed: false }
  }
  const nTotal = stages.reduce((sum, { control, variant }) => sum + control.n + variant.n, 0)
  // One-sided at alpha is two-sided at 2 alpha.
  const alpha = 2 * (plan.alpha ?? 0.05)
  const found = alwaysValid(diff, se, { kind: 'nStar', nTotal, nStar: plan.plannedUsers }, alpha)
  if (found === null) return { metric, diff, ci: null, isHarmed: false }
  const bestCase = higherIsBetter ? found.ci[1] : -found.ci[0]
  return { metric, diff, ci: found.ci, isHarmed: bestCase < -margin }
}

/**
 * One success and one failure more in every arm (Agresti and Caffo), for the standard error only. Without
 * it a canary that fails every request would show no variation and stay, and one whose first request
 * fails by chance would be rolled back with certainty.
 */
function softened({ control, variant }: Stratum): Stratum {
  const soften = ({ successes, n }: Counts): Counts =>
    n > 0 ? { successes: successes + 1, n: n + 2 } : { successes, n }
  return { control: soften(control), variant: soften(variant) }
}

function interval(ci: Interval | null): string {
  if (ci === null) return 'no interval'
  return `difference between ${ci[0].toFixed(4)} and ${ci[1].toFixed(4)}`
}
