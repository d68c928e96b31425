import type { Interval, Reasons } from '../types.ts'
import { type Moments, meanOf, momentsOf } from './moments.ts'
import { welchTest } from './welch.ts'

/** Values of one arm's units before and during the test, in the same order. */
export interface HistoryArm {
  readonly pre: readonly number[]
  readonly post: readonly number[]
}

/** A comparison of means with the units' history taken out. */
export interface CupedResult {
  readonly theta: number
  readonly adjustedMeanControl: number | null
  readonly adjustedMeanVariant: number | null
  readonly diffAdjusted: number | null
  readonly diffRaw: number | null
  readonly seRaw: number | null
  readonly seAdjusted: number | null
  /** Share of the variance that the history explains. */
  readonly varianceReduction: number | null
  readonly t: number | null
  readonly df: number | null
  readonly pTwoSided: number | null
  readonly ci: Interval | null
  readonly reasons: Reasons
}

/**
 * CUPED (Deng, Xu, Kohavi and Walker 2013): values are lowered by θ times the distance of their history
 * from its overall mean, with θ the slope within arms (so the estimate equals that of ANCOVA), then tested
 * by Welch's t. θ is 0 where the history does not vary.
 */
export function cuped(control: HistoryArm, variant: HistoryArm, alpha = 0.05): CupedResult {
  const own = [control, variant].map(withinArm)
  const slopeBase = own.reduce((sum, { sxx }) => sum + sxx, 0)
  const theta = slopeBase > 0 ? own.reduce((sum, { sxy }) => sum + sxy, 0) / slopeBase : 0
  const overall = meanOf([...control.pre, ...variant.pre])
  const adjust = ({ pre, post }: HistoryArm): number[] =>
    post.map((value, i) => value - theta * ((pre[i] as number) - overall))
  const raw = welchTest(control.post, variant.post, alpha)
  const adjusted = welchTest(adjust(control), adjust(variant), alpha)
  return {
    theta,
    adjustedMeanControl: adjusted.meanControl,
    adjustedMeanVariant: adjusted.meanVariant,
    diffAdjusted: adjusted.diff,
    diffRaw: raw.diff,
    seRaw: raw.se,
    seAdjusted: adjusted.se,
    varianceReduction: raw.se && adjusted.se !== null ? 1 - (adjusted.se / raw.se) ** 2 : null,
    t: adjusted.t,
    df: adjusted.df,
    pTwoSided: adjusted.pTwoSided,
    ci: adjusted.ciDiff,
    reasons: adjusted.reasons,
  }
}

/** Sums over the units of one arm: x before the test, y during it. What a database needs to keep. */
export interface HistorySums {
  readonly n: number
  readonly x: number
  readonly y: number
  readonly xx: number
  readonly yy: number
  readonly xy: number
}

/**
 * Moments of the adjusted values of each arm, for a test of means: the adjustment of {@link cuped}, with θ and
 * the overall mean taken over all arms.
 */
export function cupedMoments(arms: readonly HistorySums[]): {
  readonly theta: number
  readonly moments: readonly Moments[]
} {
  const spread = (sum: number, a: number, b: number, n: number): number =>
    n > 0 ? sum - (a / n) * b : 0
  const total = (of: (sums: HistorySums) => number): number =>
    arms.reduce((sum, one) => sum + of(one), 0)
  const sxx = total((s) => spread(s.xx, s.x, s.x, s.n))
  const theta = sxx > 0 ? total((s) => spread(s.xy, s.x, s.y, s.n)) / sxx : 0
  const overall = total((s) => s.x) / total((s) => s.n)
  const moments = arms.map((s): Moments => {
    const squares =
      spread(s.yy, s.y, s.y, s.n) -
      2 * theta * spread(s.xy, s.x, s.y, s.n) +
      theta * theta * spread(s.xx, s.x, s.x, s.n)
    return {
      n: s.n,
      mean: s.n > 0 ? s.y / s.n - theta * (s.x / s.n - overall) : null,
      variance: s.n > 1 ? Math.max(0, squares) / (s.n - 1) : null,
    }
  })
  return { theta, moments }
}

function withinArm({ pre, post }: HistoryArm): { readonly sxx: number; readonly sxy: number } {
  if (pre.length !== post.length)
    throw new RangeError('Every unit needs a value before and during.')
  const meanPre = momentsOf(pre).mean ?? 0
  const meanPost = momentsOf(post).mean ?? 0
  let sxx = 0
  let sxy = 0
  pre.forEach((value, i) => {
    sxx += (value - meanPre) ** 2
    sxy += (value - meanPre) * ((post[i] as number) - meanPost)
  })
  return { sxx, sxy }
}
