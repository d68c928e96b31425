import type { GroupComparison } from '#shared/contract/run/comparison.ts'
import { pairedCounts } from '#shared/domain/comparison/compare-runs.ts'
import {
  groupByCase,
  PASS_METRIC,
  type PairedValue,
  pairCases,
} from '#shared/domain/comparison/outcomes.ts'
import { adjustPValues } from '#shared/domain/statistics/multiple-testing.ts'
import { mcnemar } from '#shared/domain/statistics/proportions/mcnemar.ts'
import { pagesOfCases } from '../cases.ts'
import type { CaseSource } from '../ports.ts'
import type { RunRow } from '../store.ts'
import type { ColumnOutcome } from './pairs.ts'

const mostGroups = 200
const alpha = 0.05

/**
 * Pass rates of both columns within every tag and split, the largest groups first. P-values are McNemar's,
 * corrected over the groups (Holm): of twenty tags one would else differ by chance.
 */
export function compareGroups(
  datasets: CaseSource,
  row: RunRow,
  outcomes: Record<'baseline' | 'candidate', ColumnOutcome[]>,
): GroupComparison[] {
  const groups = new Map<string, PairedValue[]>()
  const pairs = new Map(
    pairCases(groupByCase(outcomes.baseline), groupByCase(outcomes.candidate), PASS_METRIC).map(
      (pair) => [pair.caseId, pair],
    ),
  )
  for (const page of pagesOfCases(datasets, row)) {
    for (const { id, tagsJson, split } of page) {
      const pair = pairs.get(id)
      if (pair === undefined) continue
      const names = tagsJson === '[]' ? [] : (JSON.parse(tagsJson) as string[])
      const keys = [...names.map((tag) => `tag:${tag}`), ...(split ? [`split:${split}`] : [])]
      for (const key of keys) {
        const group = groups.get(key)
        if (group === undefined) groups.set(key, [pair])
        else group.push(pair)
      }
    }
  }
  const largest = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, mostGroups)
  const tests = largest.map(([, group]) => mcnemar(pairedCounts(group), alpha).pExact ?? 1)
  const { adjusted } = adjustPValues(tests, 'holm', alpha)
  return largest.map(([group, members], index) => {
    const mean = (side: 'baseline' | 'candidate') =>
      members.reduce((sum, pair) => sum + pair[side], 0) / members.length
    const [baselineRate, candidateRate] = [mean('baseline'), mean('candidate')]
    return {
      group,
      pairs: members.length,
      baselineRate,
      candidateRate,
      difference: candidateRate - baselineRate,
      pAdjusted: adjusted[index] ?? null,
    }
  })
}
