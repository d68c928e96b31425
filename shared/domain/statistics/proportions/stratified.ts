import { normalUpperQuantile, twoSidedNormal } from '../special/normal.ts'
import type { Counts, Interval, Reasons } from '../types.ts'
import { pooledZTest, rateDifference } from './two-proportion.ts'

/** Counts of both arms in one stage or day. */
export interface Stratum {
  readonly control: Counts
  readonly variant: Counts
}

/** A comparison of rates within strata. */
export interface StratifiedResult {
  readonly strataUsed: number
  /** Ignoring the strata, for contrast: wrong whenever the allocation changed. */
  readonly pooledDiff: number | null
  readonly pooledZ: number | null
  readonly stratifiedDiff: number | null
  readonly stratifiedSeWald: number | null
  readonly ciStratifiedWald: Interval | null
  readonly cmhChi2: number | null
  readonly cmhP: number | null
  readonly reasons: Reasons
}

/**
 * The Mantel-Haenszel risk difference (1959; weights n₀ n₁ / (n₀ + n₁)) with a Wald interval, and the test
 * of Cochran, Mantel and Haenszel without continuity correction. Needed wherever the allocation changes
 * during a test, as in a canary: pooling over stages confuses the stage with the version.
 * Strata with an empty arm say nothing and are left out.
 */
export function stratifiedRates(strata: readonly Stratum[], alpha = 0.05): StratifiedResult {
  const used = strata.filter(({ control, variant }) => control.n > 0 && variant.n > 0)
  const control = sumCounts(strata.map((stratum) => stratum.control))
  const variant = sumCounts(strata.map((stratum) => stratum.variant))
  const pooledDiff = control.n > 0 && variant.n > 0 ? rateDifference(control, variant) : null
  const pooledZ = pooledZTest(control, variant)?.z ?? null
  const base = { strataUsed: used.length, pooledDiff, pooledZ }
  if (used.length === 0) {
    const reasons = { stratifiedDiff: 'No stage has users in both arms.' }
    return { ...base, ...NOTHING, stratifiedDiff: null, reasons }
  }
  const { diff, variance } = mantelHaenszel(used)
  const root = cmhRoot(used)
  const se = variance > 0 ? Math.sqrt(variance) : null
  const spread = se === null ? null : normalUpperQuantile(alpha / 2) * se
  return {
    ...base,
    stratifiedDiff: diff,
    stratifiedSeWald: se,
    ciStratifiedWald: spread === null ? null : [diff - spread, diff + spread],
    cmhChi2: root === null ? null : root * root,
    cmhP: root === null ? null : twoSidedNormal(root).p,
    reasons: se === null ? { stratifiedSeWald: 'No stage shows any variation.' } : {},
  }
}

const NOTHING = {
  stratifiedSeWald: null,
  ciStratifiedWald: null,
  cmhChi2: null,
  cmhP: null,
} as const

function sumCounts(counts: readonly Counts[]): Counts {
  let successes = 0
  let n = 0
  for (const part of counts) {
    successes += part.successes
    n += part.n
  }
  return { successes, n }
}

function mantelHaenszel(strata: readonly Stratum[]): {
  readonly diff: number
  readonly variance: number
} {
  let weights = 0
  let differences = 0
  let variances = 0
  for (const { control, variant } of strata) {
    const weight = (control.n * variant.n) / (control.n + variant.n)
    weights += weight
    differences += weight * rateDifference(control, variant)
    variances += weight * weight * (rateVariance(control) + rateVariance(variant))
  }
  return { diff: differences / weights, variance: variances / weights ** 2 }
}

function rateVariance({ successes, n }: Counts): number {
  return ((successes / n) * ((n - successes) / n)) / n
}

/** Signed square root of the CMH chi-square; null where no stratum varies. */
function cmhRoot(strata: readonly Stratum[]): number | null {
  let excess = 0
  let variance = 0
  for (const { control, variant } of strata) {
    const n = control.n + variant.n
    const successes = control.successes + variant.successes
    excess += variant.successes - (variant.n * successes) / n
    if (n > 1) {
      variance += (((variant.n / n) * control.n) / n) * ((successes * (n - successes)) / (n - 1))
    }
  }
  return variance > 0 ? excess / Math.sqrt(variance) : null
}
