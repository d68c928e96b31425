import { studentUpper, studentUpperQuantile, twoSidedStudent } from '../special/student-t.ts'
import type { Interval, Reasons } from '../types.ts'
import { type Moments, momentsOf } from './moments.ts'

/** Welch's t test of two means; differences are variant minus control. */
export interface WelchResult {
  readonly nControl: number
  readonly nVariant: number
  readonly meanControl: number | null
  readonly meanVariant: number | null
  readonly varControl: number | null
  readonly varVariant: number | null
  readonly diff: number | null
  readonly se: number | null
  readonly t: number | null
  readonly df: number | null
  readonly pTwoSided: number | null
  readonly pGreater: number | null
  readonly negLog10PTwoSided: number | null
  readonly ciDiff: Interval | null
  readonly relativeLift: number | null
  /** Interval of the relative lift by the delta method for a ratio of independent means. */
  readonly ciLiftDelta: Interval | null
  readonly cohensDPooled: number | null
  readonly reasons: Reasons
}

/** {@link welchFromMoments} of raw values. */
export function welchTest(
  control: readonly number[],
  variant: readonly number[],
  alpha = 0.05,
): WelchResult {
  return welchFromMoments(momentsOf(control), momentsOf(variant), alpha)
}

/**
 * The t test without the assumption of equal variances (Welch 1947) with Satterthwaite's degrees of
 * freedom, from the moments of each arm.
 */
export function welchFromMoments(control: Moments, variant: Moments, alpha = 0.05): WelchResult {
  const { mean: mean0, variance: var0 } = control
  const { mean: mean1, variance: var1 } = variant
  const hasData = control.n > 0 && variant.n > 0 && mean0 !== null && mean1 !== null
  const diff = hasData ? mean1 - mean0 : null
  const relativeLift = diff !== null && mean0 ? finiteOrNull(diff / mean0) : null
  const base = {
    nControl: control.n,
    nVariant: variant.n,
    meanControl: mean0,
    meanVariant: mean1,
    varControl: var0,
    varVariant: var1,
    diff,
    relativeLift,
  }
  if (diff === null || var0 === null || var1 === null) {
    return { ...base, ...NO_TEST, se: null, reasons: { t: 'Each arm needs at least two values.' } }
  }
  const share0 = var0 / control.n
  const share1 = var1 / variant.n
  const se = Math.sqrt(share0 + share1)
  if (se === 0) {
    const why = 'No arm shows any variation, so the standard error is 0 and says nothing.'
    return { ...base, ...NO_TEST, se, reasons: { t: why } }
  }
  const t = diff / se
  // As a share of the variance: squares of the variances themselves underflow for tiny values.
  const weight = share0 / (share0 + share1)
  const df = 1 / (weight ** 2 / (control.n - 1) + (1 - weight) ** 2 / (variant.n - 1))
  const { p, negLog10 } = twoSidedStudent(t, df)
  const bound = studentUpperQuantile(alpha / 2, df)
  const pooledVariance =
    ((control.n - 1) * var0 + (variant.n - 1) * var1) / (control.n + variant.n - 2)
  return {
    ...base,
    se,
    t,
    df,
    pTwoSided: p,
    pGreater: studentUpper(t, df),
    negLog10PTwoSided: negLog10,
    ciDiff: [diff - bound * se, diff + bound * se],
    ciLiftDelta: liftInterval(mean0 ?? 0, mean1 ?? 0, share0, share1, bound),
    cohensDPooled: finiteOrNull(diff / Math.sqrt(pooledVariance)),
    reasons: relativeLift === null ? { relativeLift: NO_BASE, ciLiftDelta: NO_BASE } : {},
  }
}

const NO_BASE = 'The control mean is 0 (or next to it), so a relative lift has no base.'

const NO_TEST = {
  t: null,
  df: null,
  pTwoSided: null,
  pGreater: null,
  negLog10PTwoSided: null,
  ciDiff: null,
  ciLiftDelta: null,
  cohensDPooled: null,
} as const

function liftInterval(
  mean0: number,
  mean1: number,
  share0: number,
  share1: number,
  bound: number,
): Interval | null {
  if (mean0 === 0) return null
  const ratio = mean1 / mean0
  const spread = (bound * Math.sqrt(share1 + ratio * ratio * share0)) / Math.abs(mean0)
  const lift = (mean1 - mean0) / mean0
  return Number.isFinite(lift) && Number.isFinite(spread) ? [lift - spread, lift + spread] : null
}

/** A quotient over a mean within rounding of 0 overflows: as undefined as one over 0 itself. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
