import { drawBeta } from './beta-draw.ts'
import type { MetricModel } from './plan.ts'
import type { RandomSource } from './random.ts'

/**
 * What is known about the true outcomes before launch. A plan's metric is the best guess; the evidence
 * says how far the truth may be from it, which is what assurance averages over.
 */
export type Evidence =
  | {
      /** Scores of a dataset run: arms × items, the same items in the same order for every arm. */
      readonly kind: 'paired_scores'
      readonly scores: readonly (readonly number[])[]
    }
  | {
      /** Independent successes per arm, under a uniform prior. */
      readonly kind: 'counts'
      readonly counts: readonly { readonly successes: number; readonly n: number }[]
    }

/** Number of items behind the evidence: of the smallest arm for counts. */
export function evidenceSize(evidence: Evidence): number {
  return evidence.kind === 'paired_scores'
    ? (evidence.scores[0]?.length ?? 0)
    : Math.min(...evidence.counts.map(({ n }) => n))
}

/**
 * The metric that scores of a dataset run suggest: pass and fail (0 and 1) as rates, anything else as the
 * distribution of its values. Units of a live test are taken to be like the items of the dataset.
 */
export function metricFromScores(scores: readonly (readonly number[])[]): MetricModel {
  const items = scores[0]?.length ?? 0
  const isPassFail = scores.every((arm) => arm.every((score) => score === 0 || score === 1))
  if (isPassFail) return { kind: 'binary', rates: scores.map(mean) }
  const levels = [...new Set(scores.flat())].sort((a, b) => a - b)
  const place = new Map(levels.map((level, i) => [level, i]))
  const probabilities = scores.map((arm) => {
    const weights = new Array<number>(levels.length).fill(0)
    for (const score of arm) {
      const i = place.get(score) as number
      weights[i] = (weights[i] as number) + 1 / items
    }
    return weights
  })
  return { kind: 'discrete', levels, probabilities }
}

/**
 * One possible truth: for scores a bootstrap of the items, drawn jointly for all arms because the versions
 * were scored on the same items; for counts a draw from each arm's beta posterior.
 */
export function drawTruth(evidence: Evidence, random: RandomSource): MetricModel {
  if (evidence.kind === 'counts') {
    return {
      kind: 'binary',
      rates: evidence.counts.map(({ successes, n }) =>
        drawBeta(random, successes + 1, n - successes + 1),
      ),
    }
  }
  const items = evidenceSize(evidence)
  const chosen = Int32Array.from({ length: items }, () => random.index(items))
  return metricFromScores(
    evidence.scores.map((arm) => Array.from(chosen, (item) => arm[item] as number)),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
