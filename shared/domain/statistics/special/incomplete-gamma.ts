import { deviance, stirlingError } from './log-gamma.ts'

/** The upper tail of the gamma and chi-square distributions. */

/** log Q(a, x), the regularised upper incomplete gamma function, for a > 0 and x ≥ 0. */
function logGammaUpper(a: number, x: number): number {
  if (x <= 0) return 0
  // log of xᵃ e⁻ˣ / Γ(a), in the saddle-point form that stays exact for large a.
  const kernel = 0.5 * Math.log(a / (2 * Math.PI)) - deviance(a, x) - stirlingError(a)
  if (x < a + 1) return Math.log1p(-Math.exp(kernel + Math.log(lowerSeries(a, x))))
  return kernel + Math.log(upperFraction(a, x))
}

/** log P(χ² > x) with `df` degrees of freedom. */
export function logChiSquareUpper(x: number, df: number): number {
  return logGammaUpper(df / 2, x / 2)
}

/** p of a chi-square statistic, and −log10 of it, which stays exact where p underflows. */
export function chiSquareTest(
  x: number,
  df: number,
): { readonly p: number; readonly negLog10: number } {
  const logP = Math.min(0, logChiSquareUpper(x, df))
  return { p: Math.exp(logP), negLog10: Math.abs(logP / Math.LN10) }
}

/** Σ xⁿ / (a (a + 1) … (a + n)) (NIST DLMF 8.11.4). */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < 1_000_000; n++) {
    term *= x / (a + n)
    sum += term
    if (term < 1e-17 * sum) break
  }
  return sum
}

/** The continued fraction of the upper function (NIST DLMF 8.9.2) by the modified Lentz method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let i = 1; i < 1_000_000; i++) {
    const step = -i * (i - a)
    b += 2
    d = 1 / (step * d + b)
    c = b + step / c
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return value
}
