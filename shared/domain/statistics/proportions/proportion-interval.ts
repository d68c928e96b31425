import { betaQuantile } from '../special/incomplete-beta.ts'
import { normalUpperQuantile } from '../special/normal.ts'
import type { Counts, Interval } from '../types.ts'

/** Intervals for one rate. All are null without data (n = 0). */

/** Wilson's score interval (Wilson 1927). */
export function wilsonInterval(counts: Counts, alpha: number): Interval | null {
  const { successes, n } = counts
  if (n === 0) return null
  const z = normalUpperQuantile(alpha / 2)
  const square = z * z
  const middle = (successes + square / 2) / (n + square)
  const spread = (z / (n + square)) * Math.sqrt((successes * (n - successes)) / n + square / 4)
  // At 0 and n the algebra gives the end exactly; the subtraction would leave rounding dust.
  return [successes === 0 ? 0 : middle - spread, successes === n ? 1 : middle + spread]
}

/** Agresti and Coull's adjusted Wald interval (1998), cut to [0, 1]. */
export function agrestiCoullInterval(counts: Counts, alpha: number): Interval | null {
  const { successes, n } = counts
  if (n === 0) return null
  const z = normalUpperQuantile(alpha / 2)
  const size = n + z * z
  const rate = (successes + (z * z) / 2) / size
  const spread = z * Math.sqrt((rate * (1 - rate)) / size)
  return [Math.max(0, rate - spread), Math.min(1, rate + spread)]
}

/** Clopper and Pearson's exact interval (1934), by beta quantiles. */
export function clopperPearsonInterval(counts: Counts, alpha: number): Interval | null {
  const { successes, n } = counts
  if (n === 0) return null
  const failures = n - successes
  const lower = successes === 0 ? 0 : betaQuantile(successes, failures + 1, alpha / 2, 'lower')
  const upper = failures === 0 ? 1 : betaQuantile(successes + 1, failures, alpha / 2, 'upper')
  return [lower, upper]
}
