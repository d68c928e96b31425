import { integratePanel } from './special/gauss-legendre.ts'
import { logGamma } from './special/log-gamma.ts'
import {
  normalDensity,
  normalLower,
  normalUpper,
  normalUpperQuantile,
  twoSidedNormal,
} from './special/normal.ts'
import { findRoot } from './special/roots.ts'
import { studentUpperQuantile, twoSidedStudent } from './special/student-t.ts'

/** Comparison of several variants with one control. */
export interface DunnettResult {
  /** Adjusted p-values: the chance that the largest of all statistics is that large. */
  readonly pAdjusted: readonly number[]
  readonly pUnadjusted: readonly number[]
  /** |statistic| from which on an adjusted p is at most alpha. */
  readonly criticalValue: number
  readonly correlation: readonly (readonly number[])[]
}

/**
 * Dunnett's two-sided single-step test (1955). The statistics share the control, so their correlation is
 * λᵢ λⱼ with λᵢ = √(nᵢ / (nᵢ + n₀)), and one integral over the shared part gives the joint probability.
 * `df` null takes the normal distribution, else the multivariate t.
 */
export function dunnett(
  nControl: number,
  nVariants: readonly number[],
  statistics: readonly number[],
  df: number | null,
  alpha = 0.05,
): DunnettResult {
  const loadings = nVariants.map((n) => Math.sqrt(n / (n + nControl)))
  const groups = groupsOf(loadings)
  const exceed = (bound: number): number =>
    df === null ? normalExceedance(bound, groups) : studentExceedance(bound, groups, df)
  const unadjusted = (value: number): number =>
    df === null ? twoSidedNormal(value).p : twoSidedStudent(value, df).p
  return {
    pAdjusted: statistics.map((value) => Math.min(1, exceed(Math.abs(value)))),
    pUnadjusted: statistics.map(unadjusted),
    criticalValue: criticalValue(exceed, nVariants.length, df, alpha),
    correlation: loadings.map((one, i) => loadings.map((other, j) => (i === j ? 1 : one * other))),
  }
}

/** Between the bound of one comparison and Bonferroni's. */
function criticalValue(
  exceed: (bound: number) => number,
  variants: number,
  df: number | null,
  alpha: number,
): number {
  const quantile = (p: number): number =>
    df === null ? normalUpperQuantile(p) : studentUpperQuantile(p, df)
  const single = quantile(alpha / 2)
  if (variants < 2) return single
  const bonferroni = quantile(alpha / 2 / variants)
  return findRoot((bound) => Math.log(exceed(bound) / alpha), single, bonferroni, 1e-9)
}

/** Variants of equal size, which share every factor of the integrand. */
interface Group {
  readonly loading: number
  readonly own: number
  readonly size: number
}

function groupsOf(loadings: readonly number[]): Group[] {
  const sizes = new Map<number, number>()
  for (const loading of loadings) sizes.set(loading, (sizes.get(loading) ?? 0) + 1)
  return [...sizes].map(([loading, size]) => ({
    loading,
    own: Math.sqrt(1 - loading * loading),
    size,
  }))
}

const REACH = 8.5

/** P(max |Zᵢ| > bound), as an integral over the shared normal part. */
function normalExceedance(bound: number, groups: readonly Group[]): number {
  // Far out the tail is carried by large shared parts, so the range follows the bound.
  const reach = Math.max(REACH, bound + 4)
  const panels = Math.ceil(reach)
  const step = (2 * reach) / panels
  let sum = 0
  for (let panel = 0; panel < panels; panel++) {
    const from = -reach + panel * step
    sum += integratePanel(
      (shared) => normalDensity(shared) * anyBeyond(bound, shared, groups),
      from,
      from + step,
      12,
    )
  }
  return sum
}

/** P(some |Zᵢ| > bound | shared part): from the tails, so that tiny probabilities keep their digits. */
function anyBeyond(bound: number, shared: number, groups: readonly Group[]): number {
  let logNone = 0
  for (const { loading, own, size } of groups) {
    const above = normalUpper((bound - loading * shared) / own)
    const below = normalLower((-bound - loading * shared) / own)
    logNone += size * Math.log1p(-Math.min(1, above + below))
  }
  return -Math.expm1(logNone)
}

/** The same for t: the bound is scaled by the common standard error, s = √(χ²/df). */
function studentExceedance(bound: number, groups: readonly Group[], df: number): number {
  const spread = 1 / Math.sqrt(2 * df)
  const from = Math.max(0, 1 - 12 * spread)
  const to = 1 + 14 * spread
  const constant = Math.LN2 + (df / 2) * Math.log(df / 2) - logGamma(df / 2)
  const panels = 8
  const step = (to - from) / panels
  let sum = 0
  for (let panel = 0; panel < panels; panel++) {
    sum += integratePanel(
      (scale) => {
        if (scale <= 0) return 0
        const logDensity = constant + (df - 1) * Math.log(scale) - (df * scale * scale) / 2
        return Math.exp(logDensity) * normalExceedance(bound * scale, groups)
      },
      from + panel * step,
      from + (panel + 1) * step,
      10,
    )
  }
  return sum
}
