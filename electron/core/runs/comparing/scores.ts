import type { CaseId } from '#shared/contract/base.ts'
import { groupByCase, meanMetric, PASS_METRIC } from '#shared/domain/comparison/outcomes.ts'
import type { RunParts } from '../ports.ts'
import { nothingInCommon, readOutcomes, type Side } from './pairs.ts'

/** One column's values, in the order of the cases that all columns have one for. */
export interface ColumnScores {
  readonly key: string
  readonly scores: number[]
}

type Parts = Pick<RunParts, 'reader' | 'datasets'>

/**
 * Columns paired by case: 1 where it passed (mostly, of repeats) and 0 where not, or the mean score of the
 * results. Throws `invalid_input` where no case has a result in all of them.
 */
export function pairScores(
  parts: Parts,
  sides: readonly Side[],
  measure: 'passed' | 'score',
): ColumnScores[] {
  const columns = sides.map((side) => valuesByCase(parts, side, measure))
  const [first, ...others] = columns
  const shared = [...(first?.values.keys() ?? [])].filter((id) =>
    others.every(({ values }) => values.has(id)),
  )
  const [one, other] = [sides[0], sides.at(-1)]
  if (shared.length === 0 && one && other) throw nothingInCommon(one.row, other.row)
  return columns.map(({ key, values }) => ({
    key,
    scores: shared.map((id) => values.get(id) ?? 0),
  }))
}

function valuesByCase(parts: Parts, side: Side, measure: 'passed' | 'score') {
  const { column, outcomes } = readOutcomes(parts, side, 'column')
  const metric = measure === 'score' ? 'score' : PASS_METRIC
  const values = new Map<CaseId, number>()
  for (const [caseId, repeats] of groupByCase(outcomes)) {
    const value = meanMetric(repeats, metric)
    if (value === null) continue
    // Of repeats the majority counts: a simulation draws users that pass or fail.
    values.set(caseId as CaseId, measure === 'score' ? value : Number(value > 0.5))
  }
  return { key: column.key, values }
}
