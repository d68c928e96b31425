import { drawBeta } from './beta-draw.ts'
import { drawBinomial } from './discrete-draw.ts'
import { type MetricModel, SimulationPlanError } from './plan.ts'
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

/** Throws SimulationPlanError where scores are not those of the same items under every version. */
export function checkScores(scores: readonly (readonly number[])[]): void {
  const items = scores[0]?.length ?? 0
  if (items === 0) {
    throw new SimulationPlanError('scores', 'There are no scores to simulate from.')
  }
  for (const [arm, values] of scores.entries()) {
    if (values.length !== items) {
      const problem = `Version ${arm + 1} has ${values.length} scores and the first has ${items}; keep the items that all versions were scored on.`
      throw new SimulationPlanError('scores', problem)
    }
    const broken = values.findIndex((value) => !Number.isFinite(value))
    if (broken >= 0) {
      const problem = `The score of item ${broken + 1} under version ${arm + 1} is not a number.`
      throw new SimulationPlanError('scores', problem)
    }
  }
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

/** Draws one possible truth after the other. */
export type TruthDrawer = (random: RandomSource) => MetricModel

/**
 * Prepares the drawing of truths: for scores a bootstrap of the items, drawn jointly for all arms because the
 * versions were scored on the same items; for counts a draw from each arm's beta posterior.
 */
export function truthDrawer(evidence: Evidence): TruthDrawer {
  if (evidence.kind === 'counts') {
    return (random) => ({
      kind: 'binary',
      rates: evidence.counts.map(({ successes, n }) =>
        drawBeta(random, successes + 1, n - successes + 1),
      ),
    })
  }
  const { scores } = evidence
  checkScores(scores)
  const items = evidenceSize(evidence)
  const patterns = patternsOf(scores)
  const metric = metricFromScores(scores)
  return (random) => truthFrom(metric, patterns, drawCounts(random, patterns, items), items)
}

/** Items with the same scores under every version, which a bootstrap draws together. */
interface Pattern {
  /** Score per arm. */
  readonly values: readonly number[]
  readonly count: number
}

function patternsOf(scores: readonly (readonly number[])[]): Pattern[] {
  const counts = new Map<string, Pattern>()
  for (let item = 0; item < (scores[0]?.length ?? 0); item++) {
    const values = scores.map((arm) => arm[item] as number)
    const key = values.join(' ')
    counts.set(key, { values, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

/** How often each pattern is drawn in a resample of all items: a multinomial, one binomial at a time. */
function drawCounts(random: RandomSource, patterns: readonly Pattern[], items: number): number[] {
  let itemsLeft = items
  let drawsLeft = items
  return patterns.map(({ count }) => {
    const drawn =
      itemsLeft === count ? drawsLeft : drawBinomial(random, drawsLeft, count / itemsLeft)
    itemsLeft -= count
    drawsLeft -= drawn
    return drawn
  })
}

function truthFrom(
  metric: MetricModel,
  patterns: readonly Pattern[],
  counts: readonly number[],
  items: number,
): MetricModel {
  const sumOver = (arm: number, worth: (value: number) => number): number =>
    patterns.reduce((sum, { values }, i) => sum + worth(values[arm] ?? 0) * (counts[i] ?? 0), 0)
  if (metric.kind === 'binary') {
    return { kind: 'binary', rates: metric.rates.map((_, arm) => sumOver(arm, (v) => v) / items) }
  }
  if (metric.kind !== 'discrete') return metric
  const place = new Map(metric.levels.map((level, i) => [level, i]))
  const probabilities = metric.probabilities.map((_, arm) => {
    const weights = new Array<number>(metric.levels.length).fill(0)
    patterns.forEach(({ values }, i) => {
      const level = place.get(values[arm] ?? 0) ?? 0
      weights[level] = (weights[level] ?? 0) + (counts[i] ?? 0) / items
    })
    return weights
  })
  return { kind: 'discrete', levels: metric.levels, probabilities }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
