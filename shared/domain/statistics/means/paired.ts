import { binomialLower } from '../special/binomial.ts'
import { twoSidedNormal } from '../special/normal.ts'
import { studentUpperQuantile, twoSidedStudent } from '../special/student-t.ts'
import type { Interval, Reasons } from '../types.ts'
import { momentsOf } from './moments.ts'
import { rankWithTies } from './ranks.ts'

/** Comparison of scores that two versions got on the same items; differences are variant minus control. */
export interface PairedScoresResult {
  readonly n: number
  readonly meanDiff: number | null
  readonly sdDiff: number | null
  readonly t: number | null
  readonly df: number | null
  readonly pTTwoSided: number | null
  readonly ciMeanDiff: Interval | null
  /** Rank sum of the positive differences. */
  readonly wilcoxonWPlus: number | null
  readonly pWilcoxonAsymptotic: number | null
  /** Exact, for at most 25 non-zero differences without ties. */
  readonly pWilcoxonExact: number | null
  readonly signNPositive: number
  readonly signNNegative: number
  readonly pSignExact: number | null
  readonly correlation: number | null
  readonly reasons: Reasons
}

const MAX_EXACT = 25

/**
 * Paired t test, Wilcoxon's signed-rank test (1945; zeros dropped, variance corrected for ties, no
 * continuity correction) and sign test. The lists hold the same items in the same order.
 */
export function pairedScores(
  control: readonly number[],
  variant: readonly number[],
  alpha = 0.05,
): PairedScoresResult {
  if (control.length !== variant.length) {
    throw new RangeError('Paired scores need one value per item in both lists.')
  }
  const diffs = control.map((value, i) => (variant[i] as number) - value)
  const { n, mean, variance } = momentsOf(diffs)
  const hasSpread = variance !== null && variance > 0
  const se = hasSpread ? Math.sqrt(variance / n) : null
  const t = se !== null && mean !== null ? mean / se : null
  const bound = se === null ? null : studentUpperQuantile(alpha / 2, n - 1)
  // 0.3 - 0.2 and 0.2 - 0.1 are ties for a person but not for doubles.
  const rounded = diffs.map((diff) => Math.round(diff * 1e12) / 1e12)
  const nonZero = rounded.filter((diff) => diff !== 0)
  const positive = nonZero.filter((diff) => diff > 0).length
  const signed = signedRanks(nonZero)
  return {
    n,
    meanDiff: mean,
    sdDiff: variance === null ? null : Math.sqrt(variance),
    t,
    df: t === null ? null : n - 1,
    pTTwoSided: t === null ? null : twoSidedStudent(t, n - 1).p,
    ciMeanDiff:
      mean === null || se === null || bound === null
        ? null
        : [mean - bound * se, mean + bound * se],
    ...signed,
    signNPositive: positive,
    signNNegative: nonZero.length - positive,
    pSignExact: signTest(positive, nonZero.length - positive),
    correlation: correlationOf(control, variant),
    reasons: reasonsFor(n, hasSpread, nonZero.length, signed.pWilcoxonExact === null),
  }
}

/** Exact two-sided sign test; null when no item differs. */
function signTest(positive: number, negative: number): number | null {
  const count = positive + negative
  if (count === 0) return null
  return Math.min(1, 2 * binomialLower(Math.min(positive, negative), count, 0.5))
}

function signedRanks(
  nonZero: readonly number[],
): Pick<PairedScoresResult, 'wilcoxonWPlus' | 'pWilcoxonAsymptotic' | 'pWilcoxonExact'> {
  const m = nonZero.length
  if (m === 0) return { wilcoxonWPlus: null, pWilcoxonAsymptotic: null, pWilcoxonExact: null }
  const { ranks, tieTerm } = rankWithTies(nonZero.map(Math.abs))
  let wPlus = 0
  nonZero.forEach((diff, i) => {
    if (diff > 0) wPlus += ranks[i] as number
  })
  const variance = (m * (m + 1) * (2 * m + 1)) / 24 - tieTerm / 48
  const z = (wPlus - (m * (m + 1)) / 4) / Math.sqrt(variance)
  return {
    wilcoxonWPlus: wPlus,
    pWilcoxonAsymptotic: twoSidedNormal(z).p,
    pWilcoxonExact: tieTerm === 0 && m <= MAX_EXACT ? exactSignedRankP(wPlus, m) : null,
  }
}

/** Twice the smaller tail of the rank sum over all 2^m sign patterns. */
function exactSignedRankP(wPlus: number, m: number): number {
  const size = (m * (m + 1)) / 2 + 1
  const counts = new Float64Array(size)
  counts[0] = 1
  for (let rank = 1; rank <= m; rank++) {
    for (let sum = size - 1; sum >= rank; sum--) {
      counts[sum] = (counts[sum] as number) + (counts[sum - rank] as number)
    }
  }
  let below = 0
  for (let sum = 0; sum <= Math.min(wPlus, size - 1 - wPlus); sum++) below += counts[sum] as number
  return Math.min(1, (2 * below) / 2 ** m)
}

function correlationOf(one: readonly number[], other: readonly number[]): number | null {
  const a = momentsOf(one)
  const b = momentsOf(other)
  if (!a.variance || !b.variance) return null
  let product = 0
  one.forEach((value, i) => {
    product += (value - (a.mean ?? 0)) * ((other[i] as number) - (b.mean ?? 0))
  })
  return product / (a.n - 1) / Math.sqrt(a.variance) / Math.sqrt(b.variance)
}

function reasonsFor(n: number, hasSpread: boolean, nonZero: number, isInexact: boolean): Reasons {
  const reasons: Record<string, string> = {}
  if (n < 2) reasons.sdDiff = 'A spread needs at least two items.'
  if (!hasSpread) reasons.t = 'The differences show no variation, so their standard error is 0.'
  if (nonZero === 0) {
    const why = 'No item differs.'
    Object.assign(reasons, { wilcoxonWPlus: why, pWilcoxonAsymptotic: why, pSignExact: why })
  }
  if (isInexact)
    reasons.pWilcoxonExact = 'Exact only for 1 to 25 non-zero differences without ties.'
  return reasons
}
