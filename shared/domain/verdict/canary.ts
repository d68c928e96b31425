import { alwaysValid } from '../statistics/sequential/always-valid.ts'
import type { Counts, Interval } from '../statistics/types.ts'
import { armEstimate, type RatioSums, varied } from './arm-data.ts'

/** Default steps of a canary in basis points of coverage; 100 % keeps no control, so the last verdict is at 80 %. */
export const CANARY_STEPS_BP: readonly number[] = [500, 1_000, 2_000, 4_000, 8_000, 10_000]

/** Blue/green: half beside half, then all; the old version stays ready until the last stage is over. */
export const BLUE_GREEN_STEPS_BP: readonly number[] = [5_000, 10_000]

/** One arm in one stage: units that succeeded or not, or shares of the requests of units. */
export type CanarySide = Counts | RatioSums

/** Both arms in one stage. */
export interface CanaryStage {
  readonly control: CanarySide
  readonly variant: CanarySide
}

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
  readonly stages: readonly CanaryStage[]
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
  const sides = stages.map(({ control, variant }) => ({
    control: sumsOf(control),
    variant: sumsOf(variant),
  }))
  const exposed = sides.reduce((sum, { variant }) => sum + variant.users, 0)
  const found = combine(sides)
  const diff = found?.diff ?? null
  if (found === null || exposed < (plan.minimumUsersToJudge ?? 20)) {
    return { metric, diff, ci: null, isHarmed: false }
  }
  const nTotal = sides.reduce((sum, { control, variant }) => sum + control.users + variant.users, 0)
  // One-sided at alpha is two-sided at 2 alpha.
  const alpha = 2 * (plan.alpha ?? 0.05)
  const mixture = { kind: 'nStar', nTotal, nStar: plan.plannedUsers } as const
  const seen = alwaysValid(found.diff, found.se, mixture, alpha)
  if (seen === null) return { metric, diff, ci: null, isHarmed: false }
  const bestCase = higherIsBetter ? seen.ci[1] : -seen.ci[0]
  return { metric, diff, ci: seen.ci, isHarmed: bestCase < -margin }
}

/** Units that succeeded or not are units with one request each. */
function sumsOf(side: CanarySide): RatioSums {
  if ('users' in side) return side
  const { successes, n } = side
  return { users: n, y: successes, d: n, yy: successes, dd: n, yd: successes }
}

/**
 * Mantel and Haenszel's weights n₀n₁ / (n₀ + n₁) over the stages that have both arms, for differences of ratios
 * with the unit as the unit of analysis. Null without such a stage.
 */
function combine(
  stages: readonly { readonly control: RatioSums; readonly variant: RatioSums }[],
): { readonly diff: number; readonly se: number } | null {
  let weights = 0
  let diff = 0
  let variance = 0
  for (const { control, variant } of stages) {
    const [one, other] = [ratioOf(control), ratioOf(variant)]
    if (one === null || other === null) continue
    const weight = (control.users * variant.users) / (control.users + variant.users)
    weights += weight
    diff += weight * (other.value - one.value)
    variance += weight ** 2 * (one.se ** 2 + other.se ** 2)
  }
  return weights > 0 ? { diff: diff / weights, se: Math.sqrt(variance) / weights } : null
}

/**
 * The share itself, with the standard error it has with one good and one bad unit more (Agresti and Caffo).
 * Without them a canary that fails every request would show no variation and stay, and one whose first
 * request fails by chance would be rolled back with certainty.
 */
function ratioOf(sums: RatioSums): { readonly value: number; readonly se: number } | null {
  const { value } = armEstimate({ kind: 'ratio', sums })
  const { se } = armEstimate({ kind: 'ratio', sums: varied(sums) })
  return value === null || se === null ? null : { value, se }
}

function interval(ci: Interval | null): string {
  if (ci === null) return 'no interval'
  return `difference between ${ci[0].toFixed(4)} and ${ci[1].toFixed(4)}`
}
