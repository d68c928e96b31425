import { binomialLower, binomialProbability } from '../special/binomial.ts'
import { normalUpperQuantile, twoSidedNormal } from '../special/normal.ts'
import type { Interval, Reasons } from '../types.ts'
import { wilsonInterval } from './proportion-interval.ts'

/** How often two versions succeeded on the same items. */
export interface PairedCounts {
  readonly bothSuccess: number
  readonly controlOnly: number
  readonly variantOnly: number
  readonly bothFail: number
}

/** Comparison of two rates measured on the same items; differences are variant minus control. */
export interface McNemarResult {
  readonly n: number
  readonly discordant: number
  readonly diff: number | null
  /** Exact binomial p, two-sided. */
  readonly pExact: number
  /** Mid-p: the exact p less the probability of the observed table, nearer to the nominal level. */
  readonly pMidp: number
  readonly chi2: number | null
  readonly pChi2: number | null
  readonly ciDiffWald: Interval | null
  /** Newcombe's square-and-add interval with the phi correction: never beyond −1 or 1, sound for few items. */
  readonly ciDiffNewcombe: Interval | null
  readonly reasons: Reasons
}

/**
 * McNemar's test of paired outcomes (McNemar 1947; exact and mid-p forms as in Fagerland, Lydersen and
 * Laake 2013) with two intervals of the difference.
 */
export function mcnemar(counts: PairedCounts, alpha = 0.05): McNemarResult {
  const { bothSuccess, controlOnly, variantOnly, bothFail } = counts
  const n = bothSuccess + controlOnly + variantOnly + bothFail
  const discordant = controlOnly + variantOnly
  const smaller = Math.min(controlOnly, variantOnly)
  const twice = 2 * binomialLower(smaller, discordant, 0.5)
  const observed = binomialProbability(smaller, discordant, 0.5)
  const root = discordant > 0 ? (variantOnly - controlOnly) / Math.sqrt(discordant) : null
  return {
    n,
    discordant,
    diff: n > 0 ? (variantOnly - controlOnly) / n : null,
    pExact: Math.min(1, twice),
    pMidp: Math.min(1, twice - observed),
    chi2: root === null ? null : root * root,
    pChi2: root === null ? null : twoSidedNormal(root).p,
    ciDiffWald: waldInterval(counts, n, alpha),
    ciDiffNewcombe: pairedNewcombeInterval(counts, alpha),
    reasons: reasonsFor(n, discordant),
  }
}

/**
 * Newcombe's interval of a paired difference (Newcombe 1998, Statistics in Medicine 17, method 10):
 * Wilson limits of both rates, squared and added with a correlation that is corrected for continuity
 * when it is positive. Null without items.
 */
export function pairedNewcombeInterval(counts: PairedCounts, alpha = 0.05): Interval | null {
  const { bothSuccess: a, controlOnly: b, variantOnly: c, bothFail: d } = counts
  const n = a + b + c + d
  const control = wilsonInterval({ successes: a + b, n }, alpha)
  const variant = wilsonInterval({ successes: a + c, n }, alpha)
  if (control === null || variant === null) return null
  const rateControl = (a + b) / n
  const rateVariant = (a + c) / n
  const phi = correctedPhi(a, b, c, d)
  const below = add(rateVariant - variant[0], control[1] - rateControl, phi)
  const above = add(variant[1] - rateVariant, rateControl - control[0], phi)
  const diff = (c - b) / n
  return [diff - below, diff + above]
}

function add(one: number, other: number, phi: number): number {
  return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other))
}

function correctedPhi(a: number, b: number, c: number, d: number): number {
  const margins = (a + b) * (c + d) * (a + c) * (b + d)
  if (margins === 0) return 0
  const product = a * d - b * c
  const n = a + b + c + d
  const corrected = product > 0 ? Math.max(0, product - n / 2) : product
  return corrected / Math.sqrt(margins)
}

function waldInterval(counts: PairedCounts, n: number, alpha: number): Interval | null {
  if (n === 0) return null
  const { controlOnly, variantOnly } = counts
  const diff = (variantOnly - controlOnly) / n
  const variance = (controlOnly + variantOnly) / n - diff * diff
  if (variance <= 0) return null
  const spread = normalUpperQuantile(alpha / 2) * Math.sqrt(variance / n)
  return [diff - spread, diff + spread]
}

function reasonsFor(n: number, discordant: number): Reasons {
  const reasons: Record<string, string> = {}
  if (n === 0) {
    const why = 'No item was scored under both versions.'
    Object.assign(reasons, { diff: why, ciDiffWald: why, ciDiffNewcombe: why })
  }
  if (discordant === 0) {
    const why =
      'The two versions agree on every item, so there is nothing for the chi-square to compare.'
    Object.assign(reasons, { chi2: why, pChi2: why, ciDiffWald: why })
  }
  return reasons
}
