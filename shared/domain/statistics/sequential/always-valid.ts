import { normalUpperQuantile } from '../special/normal.ts'
import type { Counts, Interval } from '../types.ts'

/**
 * Always-valid inference: evidence and intervals that may be looked at as often as one likes.
 * A normal mixture over the effect (mSPRT: Johari, Pekelis and Walsh, arXiv 1512.04922) in the form of the
 * asymptotic confidence sequence (Waudby-Smith et al., arXiv 2103.06476).
 */

/** Where the mixture has its weight: a spread of effects, or the number of users it is tuned to. */
export type Mixture =
  | { readonly kind: 'tau'; readonly tau: number }
  | { readonly kind: 'nStar'; readonly nTotal: number; readonly nStar: number }

/** One look at a difference with its standard error. */
export interface AlwaysValidSnapshot {
  readonly z: number
  /** Logarithm of the e-value: evidence against no difference, an e-value of 1/alpha decides. */
  readonly logE: number
  readonly pValue: number
  readonly halfWidth: number
  readonly ci: Interval
  /** Ratio of the mixture's variance to that of the estimate. */
  readonly r: number
  readonly rho: number | null
  /** How much wider than an interval with a single look. */
  readonly ratioToFixedWidth: number
}

/** The tuning that makes the sequence narrowest at `nStar` users: ρ² = (−2 log α + log(1 − 2 log α)) / n*. */
export function tunedRho(alpha: number, nStar: number): number {
  const twice = -2 * Math.log(alpha)
  return Math.sqrt((twice + Math.log1p(twice)) / nStar)
}

/** Evidence and interval at one look; null when the standard error is not above 0. */
export function alwaysValid(
  diff: number,
  se: number,
  mixture: Mixture,
  alpha = 0.05,
): AlwaysValidSnapshot | null {
  if (!(se > 0)) return null
  const rho = mixture.kind === 'nStar' ? tunedRho(alpha, mixture.nStar) : null
  const r = mixture.kind === 'nStar' ? mixture.nTotal * (rho ?? 0) ** 2 : (mixture.tau / se) ** 2
  const z = diff / se
  const logE = logEvidence(z, r)
  const halfWidth = se * alwaysValidBound(r, alpha)
  return {
    z,
    logE,
    pValue: logE > 0 ? Math.exp(-logE) : 1,
    halfWidth,
    ci: [diff - halfWidth, diff + halfWidth],
    r,
    rho,
    ratioToFixedWidth: halfWidth / (se * normalUpperQuantile(alpha / 2)),
  }
}

/** log e-value of a statistic z under the ratio r. */
function logEvidence(z: number, r: number): number {
  return (z * z * r) / (2 * (r + 1)) - Math.log1p(r) / 2
}

/** |z| from which on the e-value is at least 1/alpha. */
export function alwaysValidBound(r: number, alpha: number): number {
  return Math.sqrt(((2 * (r + 1)) / r) * (Math.log1p(r) / 2 - Math.log(alpha)))
}

/** One look of a test that is watched while it runs. */
export interface WatchedLook {
  readonly diff: number | null
  readonly pValue: number
  /** Smallest p so far: valid at whatever look one stops. */
  readonly pAnytime: number
  readonly ci: Interval | null
  /** Intersection of the intervals so far; null before the first. */
  readonly ciRunning: Interval | null
}

/** A whole test of two rates, look by look. */
export interface WatchedTest {
  readonly looks: readonly WatchedLook[]
  /** 0-based; null when no look reached alpha. */
  readonly firstSignificantLookIndex: number | null
}

/**
 * Follows cumulative counts with unpooled variance. Looks without variance, or with fewer than `minNPerArm`
 * units in an arm, tell nothing: p = 1 and no interval.
 */
export function watchRates(
  looks: readonly { readonly control: Counts; readonly variant: Counts }[],
  options: { readonly alpha: number; readonly nStar: number; readonly minNPerArm?: number },
): WatchedTest {
  const { alpha, nStar, minNPerArm = 0 } = options
  let pAnytime = 1
  let running: Interval | null = null
  let first: number | null = null
  const watched = looks.map(({ control, variant }, index) => {
    const isLarge = Math.min(control.n, variant.n) >= Math.max(1, minNPerArm)
    const [p0, p1] = [control.successes / control.n, variant.successes / variant.n]
    const hasData = control.n > 0 && variant.n > 0
    const se = Math.sqrt((p0 * (1 - p0)) / control.n + (p1 * (1 - p1)) / variant.n)
    const nTotal = control.n + variant.n
    const found = isLarge ? alwaysValid(p1 - p0, se, { kind: 'nStar', nTotal, nStar }, alpha) : null
    const pValue = found?.pValue ?? 1
    pAnytime = Math.min(pAnytime, pValue)
    if (found !== null) running = intersect(running, found.ci)
    if (first === null && pAnytime <= alpha) first = index
    return {
      diff: hasData ? p1 - p0 : null,
      pValue,
      pAnytime,
      ci: found?.ci ?? null,
      ciRunning: running,
    }
  })
  return { looks: watched, firstSignificantLookIndex: first }
}

function intersect(one: Interval | null, other: Interval): Interval {
  return one === null ? other : [Math.max(one[0], other[0]), Math.min(one[1], other[1])]
}
