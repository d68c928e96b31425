import type { Counts } from '../types.ts'
import {
  betaMean,
  betaPosterior,
  gridBetween,
  logitBreaks,
  logitDensity,
  tailsAt,
} from './beta-posterior.ts'

/** For each arm the chance of being the best and the mean shortfall from choosing it. */
export interface ProbBestResult {
  readonly probBest: readonly number[]
  readonly expectedLoss: readonly number[]
}

/**
 * Probability to be best among any number of arms, ∫ f_i ∏ F_j, and expected loss E[max p] − E[p_i], under
 * independent beta posteriors.
 */
export function betaProbBest(
  arms: readonly Counts[],
  prior: readonly [number, number] = [1, 1],
): ProbBestResult {
  const posteriors = arms.map((counts) => betaPosterior(counts, prior))
  const means = posteriors.map(betaMean)
  const leader = means.indexOf(Math.max(...means))
  const probBest = new Array<number>(arms.length).fill(0)
  // The leader's own loss is the small one; every other loss is it plus the distance of the means.
  let leaderLoss = 0
  for (const point of gridBetween(posteriors.flatMap(logitBreaks))) {
    const tails = posteriors.map((posterior) => tailsAt(posterior, point))
    posteriors.forEach((posterior, arm) => {
      let chance = point.weight * logitDensity(posterior, point)
      tails.forEach(({ lower }, other) => {
        if (other !== arm) chance *= lower
      })
      probBest[arm] = (probBest[arm] as number) + chance
    })
    let logNoneAbove = 0
    tails.forEach(({ logLower }, other) => {
      if (other !== leader) logNoneAbove += logLower
    })
    const someAbove = -Math.expm1(Math.max(logNoneAbove, -1e300))
    leaderLoss += point.weight * point.x * point.y * (tails[leader]?.lower ?? 0) * someAbove
  }
  const best = (means[leader] ?? 0) + leaderLoss
  return {
    probBest: probBest.map((chance) => Math.min(1, chance)),
    expectedLoss: means.map((mean, arm) => (arm === leader ? leaderLoss : best - mean)),
  }
}
