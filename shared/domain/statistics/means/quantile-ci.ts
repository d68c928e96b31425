import { binomialLower, binomialUpper } from '../special/binomial.ts'
import type { Reasons } from '../types.ts'
import { quantileOf } from './moments.ts'

/** A quantile with an interval that assumes nothing about the distribution. */
export interface QuantileResult {
  readonly n: number
  readonly quantileType7: number | null
  /** Rank from 1 of the order statistic that is the lower end; null when too few values. */
  readonly lowerRank: number | null
  readonly upperRank: number | null
  readonly ci: readonly [number | null, number | null]
  /** Coverage that the two ranks attain; null when one is missing. */
  readonly coverage: number | null
  readonly reasons: Reasons
}

/**
 * The order-statistic interval [x₍l₎, x₍u₎] (Hahn and Meeker 1991, §5.2): the largest l with
 * P(Bin(n, q) ≤ l − 1) ≤ α/2 and the smallest u with P(Bin(n, q) ≥ u) ≤ α/2.
 */
export function quantileInterval(
  values: readonly number[],
  q: number,
  alpha = 0.05,
): QuantileResult {
  const n = values.length
  const ascending = Float64Array.from(values).sort()
  const half = alpha / 2
  const lower = largest(n, (rank) => binomialLower(rank - 1, n, q) <= half)
  const upper = n + 1 - largest(n, (fromTop) => binomialUpper(n + 1 - fromTop, n, q) <= half)
  const lowerRank = lower >= 1 ? lower : null
  const upperRank = upper <= n ? upper : null
  const isWhole = lowerRank !== null && upperRank !== null
  const few = 'Too few values for this quantile and level.'
  return {
    n,
    quantileType7: n > 0 ? quantileOf(ascending, q) : null,
    lowerRank,
    upperRank,
    ci: [at(ascending, lowerRank), at(ascending, upperRank)],
    coverage: isWhole
      ? binomialLower(upperRank - 1, n, q) - binomialLower(lowerRank - 1, n, q)
      : null,
    reasons: {
      ...(n > 0 ? {} : { quantileType7: 'There are no values.' }),
      ...(lowerRank === null ? { lowerRank: few } : {}),
      ...(upperRank === null ? { upperRank: few } : {}),
      ...(isWhole ? {} : { coverage: few }),
    },
  }
}

/** The largest rank in 1..n for which the condition holds, which it does up to some rank; 0 for none. */
function largest(n: number, holds: (rank: number) => boolean): number {
  let low = 0
  let high = n + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

function at(ascending: Float64Array, rank: number | null): number | null {
  return rank === null ? null : (ascending[rank - 1] as number)
}
