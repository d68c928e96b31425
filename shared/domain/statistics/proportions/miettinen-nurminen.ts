import { normalUpperQuantile } from '../special/normal.ts'
import { findRoot } from '../special/roots.ts'
import type { Counts, Interval } from '../types.ts'

/**
 * Miettinen and Nurminen's score interval of a difference of rates (1985, Statistics in Medicine 4):
 * all differences that the score test with the restricted maximum likelihood variance, times N / (N − 1),
 * does not reject. Null without data.
 */
export function miettinenNurminenInterval(
  control: Counts,
  variant: Counts,
  alpha = 0.05,
): Interval | null {
  if (control.n === 0 || variant.n === 0) return null
  const z = normalUpperQuantile(alpha / 2)
  const diff = variant.successes / variant.n - control.successes / control.n
  const excess = (delta: number): number => score(control, variant, diff, delta)
  const lower = diff <= -1 ? -1 : findRoot((delta) => excess(delta) - z, -1, diff)
  const upper = diff >= 1 ? 1 : findRoot((delta) => excess(delta) + z, diff, 1)
  return [lower, upper]
}

/** The score statistic of the hypothesis "difference = delta". */
function score(control: Counts, variant: Counts, diff: number, delta: number): number {
  const restricted = restrictedControlRate(control, variant, delta)
  const shifted = Math.min(1, Math.max(0, restricted + delta))
  // Taken from the complement: 1 − shifted would round to 0 for a small negative delta at a rate of 1.
  const notShifted = Math.min(1, Math.max(0, 1 - restricted - delta))
  const n = control.n + variant.n
  const variance =
    ((restricted * (1 - restricted)) / control.n + (shifted * notShifted) / variant.n) *
    (n / (n - 1))
  const distance = diff - delta
  if (variance <= 0) return distance === 0 ? 0 : Math.sign(distance) * 1e9
  return distance / Math.sqrt(variance)
}

/**
 * The control rate that maximises the likelihood when the variant's rate is `delta` higher (Farrington and
 * Manning 1990, Statistics in Medicine 9). They give it as the root of a cubic, which loses all digits for
 * rates near 1e-9; here the likelihood's falling slope is brought to zero by Newton's method in a bracket.
 */
function restrictedControlRate(control: Counts, variant: Counts, delta: number): number {
  let low = Math.max(0, -delta)
  let high = Math.min(1, 1 - delta)
  if (likelihoodSlope(control, variant, delta, low).value <= 0) return low
  if (likelihoodSlope(control, variant, delta, high).value >= 0) return high
  const average =
    (control.successes + variant.successes - variant.n * delta) / (control.n + variant.n)
  let rate = average > low && average < high ? average : (low + high) / 2
  for (let step = 0; step < 200; step++) {
    const { value, change } = likelihoodSlope(control, variant, delta, rate)
    if (value > 0) low = rate
    else high = rate
    let next = rate - value / change
    if (!(next > low && next < high)) next = (low + high) / 2
    if (Math.abs(next - rate) <= 1e-16 * next) break
    rate = next
  }
  return rate
}

/** Slope of the log likelihood at a control rate, and how it changes (always below 0). */
function likelihoodSlope(
  control: Counts,
  variant: Counts,
  delta: number,
  rate: number,
): { readonly value: number; readonly change: number } {
  let value = 0
  let change = 0
  const add = (count: number, probability: number, sign: number): void => {
    if (count === 0) return
    // At probability 0 a positive count makes the slope infinite; a huge number keeps its sign usable.
    const share = count / Math.max(probability, 1e-150)
    value += sign * share
    change -= share / Math.max(probability, 1e-150)
  }
  add(control.successes, rate, 1)
  add(control.n - control.successes, 1 - rate, -1)
  add(variant.successes, rate + delta, 1)
  add(variant.n - variant.successes, 1 - (rate + delta), -1)
  return { value, change }
}
