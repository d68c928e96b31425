import { bucketCount, denseCount } from '#shared/domain/guardrails/injection/features.ts'
import type { Row } from './dataset.ts'
import { groupNearCopies } from './groups.ts'
import { type Example, rawScore, trainLogistic } from './logistic.ts'

export const regularisation = { c: 15, iterations: 120 }
const featureCount = bucketCount + denseCount

export const train = (examples: readonly Example[]): ReturnType<typeof trainLogistic> =>
  trainLogistic(examples, featureCount, regularisation.c, regularisation.iterations)

/** A seeded integer hash (Murmur3's finaliser): the same folds on every machine. */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/**
 * The raw score of every row by a model that has seen neither the row nor a near copy of it: folds
 * keep groups together.
 */
export function outOfFoldScores(
  rows: readonly Row[],
  examples: readonly Example[][],
  folds: number,
  seed: number,
): number[] {
  const groups = groupNearCopies(rows.map(({ text }) => text))
  const foldOf = groups.map((group) => mix(group * 31 + seed * 7919 + 17) % folds)
  const scores = Array<number>(rows.length).fill(0)
  for (let fold = 0; fold < folds; fold += 1) {
    const model = train(examples.filter((_, at) => foldOf[at] !== fold).flat())
    for (const [at, windows] of examples.entries()) {
      if (foldOf[at] !== fold) continue
      const raw = windows.map(({ indexes, values }) => rawScore(model, indexes, values))
      scores[at] = Math.max(...raw) - Math.log(windows.length)
    }
  }
  return scores
}

export interface Figures {
  threshold: number
  precision: number
  recall: number
  f1: number
  /** Share of all benign rows that are flagged. */
  falseAlarms: number
}

export function figuresAt(
  rows: readonly Row[],
  scores: readonly number[],
  threshold: number,
): Figures {
  let hits = 0
  let alarms = 0
  const injections = rows.filter((row) => row.isInjection).length
  for (const [at, row] of rows.entries()) {
    if ((scores[at] ?? 0) < threshold) continue
    if (row.isInjection) hits += 1
    else alarms += 1
  }
  const precision = hits / (hits + alarms)
  const recall = hits / injections
  const f1 = (2 * precision * recall) / (precision + recall)
  return { threshold, precision, recall, f1, falseAlarms: alarms / (rows.length - injections) }
}

/** The lowest threshold at which at most `share` of the benign rows are flagged. */
export function thresholdFor(
  rows: readonly Row[],
  scores: readonly number[],
  share: number,
): number {
  const benign = scores.filter((_, at) => rows[at]?.isInjection === false).toSorted((a, b) => b - a)
  const allowed = Math.floor(share * benign.length)
  // Halfway between the last allowed and the first refused score: no row sits on the threshold.
  return ((benign[allowed - 1] ?? 0) + (benign[allowed] ?? 0)) / 2
}
