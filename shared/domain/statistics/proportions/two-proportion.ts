import { normalUpper, normalUpperQuantile, twoSidedNormal } from '../special/normal.ts'
import type { Counts, Interval, Reasons } from '../types.ts'
import { miettinenNurminenInterval } from './miettinen-nurminen.ts'
import {
  agrestiCoullInterval,
  clopperPearsonInterval,
  wilsonInterval,
} from './proportion-interval.ts'

/** A normal test statistic with its p-values; "greater" means the variant is higher. */
export interface ZTest {
  readonly z: number
  readonly pTwoSided: number
  readonly pGreater: number
  readonly negLog10PTwoSided: number
}

/** Intervals of one arm's rate. */
export interface RateIntervals {
  readonly wilson: Interval | null
  readonly agrestiCoull: Interval | null
  readonly clopperPearson: Interval | null
}

/** Comparison of two independent rates; differences are variant minus control. */
export interface TwoProportionResult {
  readonly rateControl: number | null
  readonly rateVariant: number | null
  readonly diff: number | null
  readonly relativeLift: number | null
  readonly pooled: ZTest | null
  readonly unpooled: ZTest | null
  readonly ciDiff: {
    readonly wald: Interval | null
    readonly newcombe: Interval | null
    readonly agrestiCaffo: Interval | null
    readonly miettinenNurminen: Interval | null
  }
  readonly ciLift: { readonly katzLog: Interval | null; readonly delta: Interval | null }
  readonly control: RateIntervals
  readonly variant: RateIntervals
  readonly reasons: Reasons
}

/** Compares two rates from independent units. Difference intervals are not cut to [−1, 1]. */
export function twoProportion(control: Counts, variant: Counts, alpha = 0.05): TwoProportionResult {
  const hasData = control.n > 0 && variant.n > 0
  const rateControl = control.n > 0 ? control.successes / control.n : null
  const rateVariant = variant.n > 0 ? variant.successes / variant.n : null
  const diff = hasData ? rateDifference(control, variant) : null
  const pooled = pooledZTest(control, variant)
  const unpooled = unpooledZTest(control, variant)
  const result = {
    rateControl,
    rateVariant,
    diff,
    relativeLift: diff !== null && rateControl ? diff / rateControl : null,
    pooled,
    unpooled,
    ciDiff: {
      wald: waldInterval(control, variant, alpha),
      newcombe: newcombeInterval(control, variant, alpha),
      agrestiCaffo: agrestiCaffoInterval(control, variant, alpha),
      miettinenNurminen: miettinenNurminenInterval(control, variant, alpha),
    },
    ciLift: {
      katzLog: katzLogInterval(control, variant, alpha),
      delta: deltaLiftInterval(control, variant, alpha),
    },
    control: rateIntervals(control, alpha),
    variant: rateIntervals(variant, alpha),
  }
  return { ...result, reasons: reasonsFor(control, variant) }
}

/** rate(variant) − rate(control) from integers, which keeps differences of 1e-6 at n = 1e9 exact. */
export function rateDifference(control: Counts, variant: Counts): number {
  const cross = exactCross(control, variant)
  return cross / control.n / variant.n
}

function exactCross(control: Counts, variant: Counts): number {
  // x2 n1 − x1 n2 = (x2 − x1) n1 − x1 (n2 − n1): both products are small when the arms are alike.
  return (
    (variant.successes - control.successes) * control.n -
    control.successes * (variant.n - control.n)
  )
}

/** The z test with one variance pooled over both arms; null where both arms are all 0 or all 1. */
export function pooledZTest(control: Counts, variant: Counts): ZTest | null {
  const n = control.n + variant.n
  const successes = control.successes + variant.successes
  if (control.n === 0 || variant.n === 0 || successes === 0 || successes === n) return null
  const variance = (successes / n) * ((n - successes) / n) * (1 / control.n + 1 / variant.n)
  return zTest(rateDifference(control, variant) / Math.sqrt(variance))
}

/** The z test with a variance per arm; null where both variances are 0. */
function unpooledZTest(control: Counts, variant: Counts): ZTest | null {
  const variance = differenceVariance(control, variant)
  if (variance === null || variance === 0) return null
  return zTest(rateDifference(control, variant) / Math.sqrt(variance))
}

/** The p-values that belong to a normal statistic. */
function zTest(z: number): ZTest {
  const { p, negLog10 } = twoSidedNormal(z)
  return { z, pTwoSided: p, pGreater: normalUpper(z), negLog10PTwoSided: negLog10 }
}

/** Newcombe's hybrid score interval (1998, Statistics in Medicine 17, method 10 for independent rates). */
export function newcombeInterval(control: Counts, variant: Counts, alpha = 0.05): Interval | null {
  const one = wilsonInterval(control, alpha)
  const other = wilsonInterval(variant, alpha)
  if (one === null || other === null) return null
  const diff = rateDifference(control, variant)
  const rateControl = control.successes / control.n
  const rateVariant = variant.successes / variant.n
  return [
    diff - Math.hypot(rateVariant - other[0], one[1] - rateControl),
    diff + Math.hypot(other[1] - rateVariant, rateControl - one[0]),
  ]
}

/** Agresti and Caffo's interval (2000): Wald after one more success and failure in each arm. */
function agrestiCaffoInterval(control: Counts, variant: Counts, alpha = 0.05): Interval | null {
  if (control.n === 0 || variant.n === 0) return null
  const more = ({ successes, n }: Counts): Counts => ({ successes: successes + 1, n: n + 2 })
  return waldInterval(more(control), more(variant), alpha)
}

/** The Wald interval of the difference; null where both variances are 0, since its width 0 would be false. */
function waldInterval(control: Counts, variant: Counts, alpha = 0.05): Interval | null {
  const variance = differenceVariance(control, variant)
  if (variance === null || variance === 0) return null
  const spread = normalUpperQuantile(alpha / 2) * Math.sqrt(variance)
  const diff = rateDifference(control, variant)
  return [diff - spread, diff + spread]
}

/** Katz's interval of the relative lift from the log risk ratio (Katz et al. 1978); null at a rate of 0. */
function katzLogInterval(control: Counts, variant: Counts, alpha = 0.05): Interval | null {
  if (control.successes === 0 || variant.successes === 0) return null
  const logRatio = Math.log1p(rateDifference(control, variant) / (control.successes / control.n))
  const spread =
    normalUpperQuantile(alpha / 2) *
    Math.sqrt(
      (control.n - control.successes) / control.successes / control.n +
        (variant.n - variant.successes) / variant.successes / variant.n,
    )
  return [Math.expm1(logRatio - spread), Math.expm1(logRatio + spread)]
}

/** Interval of the relative lift by the delta method for a ratio of independent means. */
function deltaLiftInterval(control: Counts, variant: Counts, alpha = 0.05): Interval | null {
  const variance = differenceVariance(control, variant)
  if (variance === null || variance === 0 || control.successes === 0) return null
  const rateControl = control.successes / control.n
  const ratio = variant.successes / variant.n / rateControl
  const spread =
    (normalUpperQuantile(alpha / 2) / rateControl) *
    Math.sqrt(rateVariance(variant) + ratio * ratio * rateVariance(control))
  const lift = rateDifference(control, variant) / rateControl
  return [lift - spread, lift + spread]
}

function rateVariance({ successes, n }: Counts): number {
  return ((successes / n) * ((n - successes) / n)) / n
}

function differenceVariance(control: Counts, variant: Counts): number | null {
  if (control.n === 0 || variant.n === 0) return null
  return rateVariance(control) + rateVariance(variant)
}

function rateIntervals(counts: Counts, alpha: number): RateIntervals {
  return {
    wilson: wilsonInterval(counts, alpha),
    agrestiCoull: agrestiCoullInterval(counts, alpha),
    clopperPearson: clopperPearsonInterval(counts, alpha),
  }
}

function reasonsFor(control: Counts, variant: Counts): Reasons {
  const reasons: Record<string, string> = {}
  if (control.n === 0 || variant.n === 0) {
    reasons.diff = 'An arm has no units yet.'
    return reasons
  }
  const isExtreme = ({ successes, n }: Counts): boolean => successes === 0 || successes === n
  if (isExtreme(control) && isExtreme(variant)) {
    const why = 'No arm shows any variation, so its standard error is 0 and says nothing.'
    Object.assign(reasons, { unpooled: why, 'ciDiff.wald': why, 'ciLift.delta': why })
    if (control.successes / control.n === variant.successes / variant.n) reasons.pooled = why
  }
  if (control.successes === 0) {
    const why = 'The control has no successes, so a relative lift has no base.'
    Object.assign(reasons, { relativeLift: why, ciLift: why })
  } else if (variant.successes === 0) {
    reasons['ciLift.katzLog'] = 'The variant has no successes, so the log ratio is not finite.'
  }
  return reasons
}
