import { pooledZTest } from '../proportions/two-proportion.ts'
import { normalUpperQuantile, twoSidedNormal } from '../special/normal.ts'
import type { Interval, Reasons } from '../types.ts'

/** Numerator and denominator of one user, e.g. successes and requests. */
export type RatioRow = readonly [number, number]

/** A ratio of sums per arm, compared with the user as the unit. */
export interface RatioMetricResult {
  readonly ratioControl: number | null
  readonly varControl: number | null
  readonly usersControl: number
  readonly requestsControl: number
  readonly ratioVariant: number | null
  readonly varVariant: number | null
  readonly usersVariant: number
  readonly requestsVariant: number
  readonly diff: number | null
  readonly se: number | null
  readonly z: number | null
  readonly pTwoSided: number | null
  readonly ci: Interval | null
  /** The wrong answer, for contrast: a z test that takes requests for units. Only for counts. */
  readonly naiveRequestLevelP: number | null
  /** How many times larger the variance really is than that test believes. */
  readonly designEffect: number | null
  readonly reasons: Reasons
}

/**
 * Compares ratio metrics by the delta method (Deng, Knoblich and Lu 2018): with users assigned, requests
 * of one user are alike, and a test on requests finds effects that are not there.
 */
export function ratioMetric(
  control: readonly RatioRow[],
  variant: readonly RatioRow[],
  alpha = 0.05,
): RatioMetricResult {
  const a = armRatio(control)
  const b = armRatio(variant)
  const diff = a.ratio !== null && b.ratio !== null ? b.ratio - a.ratio : null
  const variance = a.variance !== null && b.variance !== null ? a.variance + b.variance : null
  const se = variance !== null && variance > 0 ? Math.sqrt(variance) : null
  const z = diff !== null && se !== null ? diff / se : null
  const spread = se === null ? null : normalUpperQuantile(alpha / 2) * se
  const isCount = [...control, ...variant].every(
    ([top, bottom]) =>
      Number.isInteger(top) && Number.isInteger(bottom) && top >= 0 && top <= bottom,
  )
  const naive = isCount
    ? pooledZTest({ successes: a.top, n: a.bottom }, { successes: b.top, n: b.bottom })
    : null
  return {
    ratioControl: a.ratio,
    varControl: a.variance,
    usersControl: a.users,
    requestsControl: a.bottom,
    ratioVariant: b.ratio,
    varVariant: b.variance,
    usersVariant: b.users,
    requestsVariant: b.bottom,
    diff,
    se,
    z,
    pTwoSided: z === null ? null : twoSidedNormal(z).p,
    ci: diff === null || spread === null ? null : [diff - spread, diff + spread],
    naiveRequestLevelP: naive?.pTwoSided ?? null,
    designEffect: variance !== null && isCount ? designEffect(variance, a, b) : null,
    reasons: {
      ...(z === null ? { z: 'An arm has no requests, or nothing varies.' } : {}),
      ...(naive === null
        ? { naiveRequestLevelP: 'Only where the numerator counts requests.' }
        : {}),
    },
  }
}

interface ArmRatio {
  readonly users: number
  readonly top: number
  readonly bottom: number
  readonly ratio: number | null
  readonly variance: number | null
}

/** Ratio of sums and its variance: that of u = y − R d over users, divided by the squared sum of d. */
function armRatio(rows: readonly RatioRow[]): ArmRatio {
  const users = rows.length
  let top = 0
  let bottom = 0
  for (const [y, d] of rows) {
    top += y
    bottom += d
  }
  if (bottom === 0) return { users, top, bottom, ratio: null, variance: null }
  const ratio = top / bottom
  let squares = 0
  for (const [y, d] of rows) squares += (y - ratio * d) ** 2
  const variance = users > 1 ? (squares * users) / (users - 1) / bottom ** 2 : null
  return { users, top, bottom, ratio, variance }
}

function designEffect(variance: number, a: ArmRatio, b: ArmRatio): number | null {
  const naive = requestVariance(a) + requestVariance(b)
  return naive > 0 ? variance / naive : null
}

function requestVariance({ top, bottom }: ArmRatio): number {
  return ((top / bottom) * (1 - top / bottom)) / bottom
}
