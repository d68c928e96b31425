import { integrateTail } from './gauss-legendre.ts'
import { betaTails, logBetaKernel } from './incomplete-beta.ts'
import { normalUpperQuantile } from './normal.ts'

/** Student's t with fractional degrees of freedom from below 1 to 1e12 and both tails exact. */

// Beyond this the density is so close to normal that quadrature of its tail is exact and quick.
const QUADRATURE_START = 10_000

/** log P(T > t) for `df` degrees of freedom. */
export function logStudentUpper(t: number, df: number): number {
  if (t < 0) return Math.log1p(-Math.exp(logStudentUpper(-t, df)))
  if (t === 0) return -Math.LN2
  if (df >= QUADRATURE_START) return logUpperByQuadrature(t, df)
  // DLMF 8.17 with NIST 26.7: P(|T| > t) is the incomplete beta function at df / (df + t²).
  const square = t * t
  const x = df / (df + square)
  const y = square / (df + square)
  return betaTails(df / 2, 0.5, x, y).logLower - Math.LN2
}

/** P(T > t). */
export function studentUpper(t: number, df: number): number {
  return Math.exp(logStudentUpper(t, df))
}

/** Two-sided p of a t statistic, and −log10 of it, which stays exact where p underflows. */
export function twoSidedStudent(
  t: number,
  df: number,
): { readonly p: number; readonly negLog10: number } {
  const logP = Math.min(0, Math.LN2 + logStudentUpper(Math.abs(t), df))
  return { p: Math.exp(logP), negLog10: Math.abs(logP / Math.LN10) }
}

/** t with P(T > t) = p, for 0 < p ≤ ½: Newton's method on the log tail, guarded by a bracket. */
export function studentUpperQuantile(p: number, df: number): number {
  const target = Math.log(p)
  let low = 0
  let high = Number.MAX_VALUE
  let t = normalUpperQuantile(p)
  for (let step = 0; step < 500; step++) {
    const logTail = logStudentUpper(t, df)
    const error = logTail - target
    if (error > 0) low = t
    else high = t
    const hazard = Math.exp(logStudentDensity(t, df) - logTail)
    let next = t + error / hazard
    if (!(next > low && next < high))
      next = high === Number.MAX_VALUE ? 2 * t + 1 : (low + high) / 2
    if (Math.abs(next - t) <= 1e-15 * Math.max(1, t)) return next
    t = next
  }
  return t
}

/** log density at t. */
function logStudentDensity(t: number, df: number): number {
  const constant = logBetaKernel(df / 2, 0.5, df / (df + 1), 1 / (df + 1))
  // The kernel at t = 1 is x^(df/2) y^(1/2) / B; dividing by (1 · B-free part) leaves 1 / (√df B).
  const atOne = -((df + 1) / 2) * Math.log1p(1 / df)
  return constant - atOne - ((df + 1) / 2) * Math.log1p((t * t) / df)
}

function logUpperByQuadrature(t: number, df: number): number {
  const decay = ((df + 1) * t) / (df + t * t)
  const scale = Math.min(1, 1 / decay)
  const half = (df + 1) / 2
  const relative = integrateTail((u) => -half * Math.log1p((u * (2 * t + u)) / (df + t * t)), scale)
  return logStudentDensity(t, df) + Math.log(relative)
}
