import { noncentralStudentUpper } from './special/noncentral-t.ts'
import { normalUpperQuantile } from './special/normal.ts'
import { findRoot } from './special/roots.ts'
import { studentUpperQuantile } from './special/student-t.ts'
import type { Reasons } from './types.ts'

/** A comparison of means to plan. */
export interface MeansDesign {
  readonly design: 'two_sample' | 'paired'
  readonly meanDifference: number
  /** Of one value, or of one difference for `paired`. */
  readonly sd: number
  readonly alpha: number
  readonly power: number
  /** Variant units per control unit; ignored for `paired`. */
  readonly ratio: number
}

/** Units that a comparison of means needs: in the control arm, or pairs. */
export interface MeansSampleSize {
  /** By the normal approximation, not rounded. */
  readonly normal: number | null
  /** By the noncentral t, not rounded. */
  readonly t: number | null
  /** Whole units to plan for. */
  readonly n: number | null
  readonly reasons: Reasons
}

/** Beyond this both formulas agree to eight digits and only the normal one is given. */
const MAX_T_SIZE = 1e8

/** Sample size for a two-sided test, by the normal formula and exactly by the noncentral t. */
export function meansSampleSize(design: MeansDesign): MeansSampleSize {
  if (design.meanDifference === 0) {
    const why = 'Without a difference no number of units is enough.'
    return { normal: null, t: null, n: null, reasons: { normal: why, t: why, n: why } }
  }
  const normal = normalSize(design)
  if (normal > MAX_T_SIZE) {
    const reasons = { t: 'Beyond 100 million units the normal formula is exact.' }
    return { normal, t: null, n: Math.ceil(normal), reasons }
  }
  const missing = (n: number): number => meansPower(design, n) - design.power
  const least = leastSize(design)
  const t = missing(least) >= 0 ? least : findRoot(missing, least, 2 * normal + 20, 1e-12)
  return { normal, t, n: Math.ceil(t - 1e-9), reasons: {} }
}

/** Power of the two-sided t test with `n` control units or pairs (both tails, as R's strict option). */
export function meansPower(design: MeansDesign, n: number): number {
  const { df, effect } = testAt(design, n)
  const bound = studentUpperQuantile(design.alpha / 2, df)
  const right = noncentralStudentUpper(bound, df, effect)
  return Math.min(1, right + noncentralStudentUpper(bound, df, -effect))
}

/** Smallest difference that `n` units find with the planned power, by the normal formula. */
export function meansDetectableDifference(design: MeansDesign, n: number): number {
  const z = normalUpperQuantile(design.alpha / 2) + normalUpperQuantile(1 - design.power)
  return z * design.sd * Math.sqrt(varianceFactor(design) / n)
}

function varianceFactor({ design, ratio }: MeansDesign): number {
  return design === 'paired' ? 1 : 1 + 1 / ratio
}

function normalSize(design: MeansDesign): number {
  const z = normalUpperQuantile(design.alpha / 2) + normalUpperQuantile(1 - design.power)
  return ((z * design.sd) / design.meanDifference) ** 2 * varianceFactor(design)
}

function testAt(design: MeansDesign, n: number): { readonly df: number; readonly effect: number } {
  const df = design.design === 'paired' ? n - 1 : n + n * design.ratio - 2
  const effect = Math.abs(design.meanDifference) / design.sd
  return { df, effect: effect * Math.sqrt(n / varianceFactor(design)) }
}

/** Units that leave at least half a degree of freedom. */
function leastSize({ design, ratio }: MeansDesign): number {
  return design === 'paired' ? 1.5 : 2.5 / (1 + ratio)
}
