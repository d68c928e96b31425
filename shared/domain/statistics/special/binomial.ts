import { betaTails } from './incomplete-beta.ts'
import { deviance, stirlingError } from './log-gamma.ts'

/** The binomial distribution: probabilities that stay exact for n to 1e9 and p to 1e-300. */

/** log P(X = k) for 0 ≤ k ≤ n. Source: the saddle-point form of C. Loader (2000). */
export function logBinomialProbability(k: number, n: number, p: number): number {
  if (p <= 0) return k === 0 ? 0 : -Number.MAX_VALUE
  if (p >= 1) return k === n ? 0 : -Number.MAX_VALUE
  if (k === 0) return n * Math.log1p(-p)
  if (k === n) return n * Math.log(p)
  return logFactorialRatio(k, n) - deviance(k, n * p) - deviance(n - k, n * (1 - p))
}

/** ½ log(n / (2π k (n − k))) with the Stirling errors of the three factorials. */
function logFactorialRatio(k: number, n: number): number {
  // For integers s(m + 1) − log-terms collapse: log m! = (m + ½) log m − m + ½ log 2π + s(m).
  return (
    0.5 * Math.log(n / (2 * Math.PI * k * (n - k))) +
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k)
  )
}

/** P(X = k). */
export function binomialProbability(k: number, n: number, p: number): number {
  return k < 0 || k > n ? 0 : Math.exp(logBinomialProbability(k, n, p))
}

/** P(X ≤ k). */
export function binomialLower(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n) return 1
  return betaTails(n - k, k + 1, 1 - p, p).lower
}

/** P(X ≥ k). */
export function binomialUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n) return 0
  return betaTails(k, n - k + 1, p, 1 - p).lower
}

/**
 * Two-sided exact p of k successes in n under rate p: the probability of all outcomes that are no more
 * likely than the one observed (Sterne's rule, with the customary allowance of 1e-7 for rounding).
 */
export function binomialTest(k: number, n: number, p: number): number {
  if (n === 0) return 1
  const limit = logBinomialProbability(k, n, p) + Math.log1p(1e-7)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const isLowSide = k <= n * p
  // The probabilities fall away from the mode on either side, so the far cut is found by bisection.
  let near = mode
  let far = isLowSide ? n + 1 : -1
  while (Math.abs(far - near) > 1) {
    const middle = Math.trunc((near + far) / 2)
    const isUnlikely = middle < 0 || middle > n || logBinomialProbability(middle, n, p) <= limit
    if (isUnlikely) far = middle
    else near = middle
  }
  if (logBinomialProbability(mode, n, p) <= limit) return 1
  const total = isLowSide
    ? binomialLower(k, n, p) + binomialUpper(far, n, p)
    : binomialUpper(k, n, p) + binomialLower(far, n, p)
  return Math.min(1, total)
}
