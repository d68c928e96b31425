import { logBinomialProbability } from '../special/binomial.ts'
import type { Counts, Reasons } from '../types.ts'

/** Fisher's exact test of a 2 × 2 table; "greater" means the variant is higher. */
export interface FisherResult {
  readonly pTwoSided: number
  readonly pGreater: number
  readonly pLess: number
  /** Two-sided p less half the probability of the observed table. */
  readonly pTwoSidedMid: number
  /** Sample odds ratio, variant over control. */
  readonly oddsRatio: number | null
  readonly reasons: Reasons
}

/**
 * Fisher's exact test (1935): the hypergeometric distribution of the variant's successes given all margins.
 * Two-sided by adding all tables no likelier than the observed one (allowance 1e-7 for rounding, as in R).
 */
export function fisherExact(control: Counts, variant: Counts): FisherResult {
  const table = hypergeometric(control, variant)
  const observed = variant.successes
  const pObserved = Math.exp(table.logProbability(observed))
  const upper = table.upperFrom(observed)
  const lower = table.lowerTo(observed)
  const pTwoSided = twoSided(table, observed)
  const above = variant.successes * (control.n - control.successes)
  const below = control.successes * (variant.n - variant.successes)
  return {
    pTwoSided,
    pGreater: upper,
    pLess: lower,
    pTwoSidedMid: pTwoSided - pObserved / 2,
    oddsRatio: below > 0 ? above / below : null,
    reasons:
      below > 0 ? {} : { oddsRatio: 'The control has no successes or the variant no failures.' },
  }
}

interface Hypergeometric {
  readonly lowest: number
  readonly highest: number
  readonly mode: number
  logProbability(k: number): number
  /** P(X ≥ k). */
  upperFrom(k: number): number
  /** P(X ≤ k). */
  lowerTo(k: number): number
}

function hypergeometric(control: Counts, variant: Counts): Hypergeometric {
  const total = control.n + variant.n
  const drawn = control.successes + variant.successes
  const lowest = Math.max(0, drawn - control.n)
  const highest = Math.min(drawn, variant.n)
  const rate = total > 0 ? drawn / total : 0
  const mode = Math.min(
    highest,
    Math.max(lowest, Math.floor(((variant.n + 1) * (drawn + 1)) / (total + 2))),
  )
  // Three binomial probabilities at a common rate: none of them underflows near the mode.
  const logProbability = (k: number): number =>
    lowest === highest
      ? 0
      : logBinomialProbability(k, variant.n, rate) +
        logBinomialProbability(drawn - k, control.n, rate) -
        logBinomialProbability(drawn, total, rate)
  // P(X = k + 1) / P(X = k).
  const ratio = (k: number): number =>
    ((variant.n - k) * (drawn - k)) / ((k + 1) * (control.n - drawn + k + 1))
  const sum = (from: number, step: 1 | -1): number => {
    if (from < lowest || from > highest) return 0
    let term = Math.exp(logProbability(from))
    let total = 0
    for (let k = from; k >= lowest && k <= highest; k += step) {
      total += term
      term = step === 1 ? term * ratio(k) : term / ratio(k - 1)
      if (term < 1e-18 * total) break
    }
    return total
  }
  return {
    lowest,
    highest,
    mode,
    logProbability,
    upperFrom: (k) => Math.min(1, k > mode ? sum(k, 1) : 1 - sum(k - 1, -1)),
    lowerTo: (k) => Math.min(1, k < mode ? sum(k, -1) : 1 - sum(k + 1, 1)),
  }
}

function twoSided(table: Hypergeometric, observed: number): number {
  const limit = table.logProbability(observed) + Math.log1p(1e-7)
  if (table.logProbability(table.mode) <= limit) return 1
  const isLow = observed < table.mode
  let near = table.mode
  let far = isLow ? table.highest + 1 : table.lowest - 1
  while (Math.abs(far - near) > 1) {
    const middle = Math.trunc((near + far) / 2)
    if (table.logProbability(middle) <= limit) far = middle
    else near = middle
  }
  const both = isLow
    ? table.lowerTo(observed) + table.upperFrom(far)
    : table.upperFrom(observed) + table.lowerTo(far)
  return Math.min(1, both)
}
