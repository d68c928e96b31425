import { normalDensity, normalLower, normalUpper, normalUpperQuantile } from '../special/normal.ts'
import type { Interval } from '../types.ts'

/** What an estimate with its standard error says about a difference, as probabilities. */
export interface BayesNormalResult {
  readonly posteriorMean: number
  readonly posteriorSd: number
  readonly probVariantBetter: number
  /** Mean shortfall if the variant is chosen although the control is better. */
  readonly expectedLossChooseVariant: number
  readonly expectedLossChooseControl: number
  readonly credible95: Interval
}

/**
 * Normal likelihood with an optional normal prior on the difference (conjugate, closed form; expected loss
 * s φ(z) − μ Φ(−z)). Without a prior standard deviation the prior is flat.
 */
export function bayesNormal(
  diff: number,
  se: number,
  prior: { readonly mean: number; readonly sd: number } | null = null,
): BayesNormalResult {
  const precision = 1 / (se * se)
  const priorPrecision = prior === null ? 0 : 1 / (prior.sd * prior.sd)
  const mean =
    (diff * precision + (prior?.mean ?? 0) * priorPrecision) / (precision + priorPrecision)
  const sd = 1 / Math.sqrt(precision + priorPrecision)
  const z = mean / sd
  const spread = normalUpperQuantile(0.025) * sd
  return {
    posteriorMean: mean,
    posteriorSd: sd,
    probVariantBetter: normalLower(z),
    expectedLossChooseVariant: sd * unitLoss(z),
    expectedLossChooseControl: sd * unitLoss(-z),
    credible95: [mean - spread, mean + spread],
  }
}

/** E[max(0, −X)] for X normal around z with standard deviation 1: φ(z) − z Φ(−z). */
function unitLoss(z: number): number {
  if (z < 10) return normalDensity(z) - z * normalUpper(z)
  // Far out the two terms cancel; their difference by the asymptotic series of the Mills ratio.
  const square = 1 / (z * z)
  return normalDensity(z) * square * (1 - 3 * square * (1 - 5 * square * (1 - 7 * square)))
}
