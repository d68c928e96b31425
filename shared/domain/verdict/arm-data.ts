import { type Moments, momentsOf, quantileOf } from '../statistics/means/moments.ts'
import type { Counts } from '../statistics/types.ts'

/** What was observed in one arm, as sums that a database can keep; the unit is the user throughout. */
export type ArmData =
  | { readonly kind: 'binary'; readonly counts: Counts; readonly requests?: number }
  | { readonly kind: 'mean'; readonly moments: Moments; readonly requests?: number }
  | { readonly kind: 'ratio'; readonly sums: RatioSums }
  | { readonly kind: 'quantile'; readonly q: number; readonly values: readonly number[] }

/** Sums over users of a numerator y (cost, successes) and a denominator d (requests). */
export interface RatioSums {
  readonly users: number
  readonly y: number
  readonly d: number
  readonly yy: number
  readonly dd: number
  readonly yd: number
}

/** An arm's estimate with its standard error; null where the data do not give one. */
export interface ArmEstimate {
  readonly users: number
  readonly requests: number | null
  readonly value: number | null
  /** Standard error of the value. */
  readonly se: number | null
}

/** The estimate that an arm's data give. */
export function armEstimate(data: ArmData): ArmEstimate {
  switch (data.kind) {
    case 'binary': {
      const { successes, n } = data.counts
      const rate = n > 0 ? successes / n : null
      const se = n > 0 ? Math.sqrt(smoothed(data.counts) / n) : null
      return { users: n, requests: data.requests ?? null, value: rate, se }
    }
    case 'mean': {
      const { n, mean, variance } = data.moments
      const se = variance === null ? null : Math.sqrt(variance / n)
      return { users: n, requests: data.requests ?? null, value: mean, se }
    }
    case 'ratio':
      return ratioEstimate(data.sums)
    case 'quantile':
      return quantileEstimate(data.values, data.q)
  }
}

/**
 * Variance of one outcome. At 0 or 100 % success the plain estimate is 0, which would make any difference
 * infinitely certain or, worse, no result at all; one success and one failure more keep it honest.
 */
function smoothed({ successes, n }: Counts): number {
  if (successes > 0 && successes < n) return (successes / n) * (1 - successes / n)
  const rate = (successes + 1) / (n + 2)
  return rate * (1 - rate)
}

/** Ratio of sums with the delta method's variance: that of y − R d over users, over the squared sum of d. */
function ratioEstimate({ users, y, d, yy, dd, yd }: RatioSums): ArmEstimate {
  if (d === 0) return { users, requests: d, value: null, se: null }
  const sums = { users, y, d, yy, dd, yd }
  // At 0 or 100 % the plain estimate is 0, which would be no result at all or one beyond any doubt.
  const hasVariation = y !== 0 && y !== d
  return { users, requests: d, value: y / d, se: ratioError(hasVariation ? sums : varied(sums)) }
}

function ratioError({ users, y, d, yy, dd, yd }: RatioSums): number | null {
  const ratio = y / d
  const squares = Math.max(0, yy - 2 * ratio * yd + ratio * ratio * dd)
  return users > 1 ? Math.sqrt((squares * users) / (users - 1)) / d : null
}

/** Sums with one unit more that has all of it and one that has nothing, both of average size. */
export function varied(sums: RatioSums): RatioSums {
  const { users, y, d, yy, dd, yd } = sums
  if (users === 0) return sums
  const size = d / users
  const square = size * size
  return {
    users: users + 2,
    y: y + size,
    d: d + 2 * size,
    yy: yy + square,
    dd: dd + 2 * square,
    yd: yd + square,
  }
}

/**
 * A quantile with the standard error that its order-statistic interval implies (the half-width of the
 * central 68 %: Maritz-Jarrett's idea in its simplest form).
 */
function quantileEstimate(values: readonly number[], q: number): ArmEstimate {
  const n = values.length
  if (n === 0) return { users: 0, requests: null, value: null, se: null }
  const ascending = Float64Array.from(values).sort()
  const spread = Math.sqrt((q * (1 - q)) / n)
  const at = (share: number): number => quantileOf(ascending, Math.min(1, Math.max(0, share)))
  const se = (at(q + spread) - at(q - spread)) / 2
  const hasSpread = n > 5 && momentsOf(values).variance !== 0 && se > 0
  return { users: n, requests: null, value: at(q), se: hasSpread ? se : null }
}
