import type { CaseId } from '#shared/contract/base.ts'
import type { Comparison } from '#shared/contract/run/comparison.ts'
import { compareRuns, type MetricComparison } from '#shared/domain/comparison/compare-runs.ts'
import { PASS_METRIC } from '#shared/domain/comparison/outcomes.ts'
import { mcnemar } from '#shared/domain/statistics/proportions/mcnemar.ts'
import type { RunParts } from '../ports.ts'
import { compareGroups } from './groups.ts'
import { type ColumnOutcome, pairColumns, type Side } from './pairs.ts'

const alpha = 0.05

/** Metrics of which less is better. */
const lowerIsBetter = ['latency', 'cost']

const verdicts: Record<MetricComparison['change'], Comparison['verdict']> = {
  better: 'better',
  worse: 'worse',
  no_significant_change: 'no_difference_shown',
  not_comparable: 'no_difference_shown',
}

/** Two columns, paired by case: rates, their difference with its interval, McNemar's test, flips. */
export function compareColumns(
  parts: Pick<RunParts, 'reader' | 'datasets'>,
  baselineSide: Side,
  candidateSide: Side,
): Comparison {
  const { baseline, candidate, outcomes } = pairColumns(parts, baselineSide, candidateSide)
  const compared = compareRuns(outcomes.baseline, outcomes.candidate, { alpha, lowerIsBetter })
  const passed = compared.metrics.find(({ metric }) => metric === PASS_METRIC)
  if (!passed?.pairedCounts) throw new Error('A comparison with pairs has a pass metric.')
  const { bothSuccess, controlOnly, variantOnly, bothFail } = passed.pairedCounts
  const [low, high] = passed.ci ?? [0, 0]
  const ordinals = new Map(outcomes.baseline.map(({ caseId, ordinal }) => [caseId, ordinal]))
  return {
    baseline,
    candidate,
    pairs: passed.n,
    bothPassed: bothSuccess,
    onlyBaselinePassed: controlOnly,
    onlyCandidatePassed: variantOnly,
    bothFailed: bothFail,
    unpaired: caseCount(outcomes) - passed.n,
    baselineRate: passed.baselineMean ?? 0,
    candidateRate: passed.candidateMean ?? 0,
    difference: passed.diff ?? 0,
    interval: { low, high, level: 1 - alpha, method: 'Newcombe, paired' },
    mcnemar: {
      method: 'exact',
      pValue: passed.pValue ?? 1,
      pValueExact: passed.pValue ?? 1,
      pValueMid: passed.pMidp ?? 1,
      statistic: mcnemar(passed.pairedCounts, alpha).chi2,
    },
    verdict: verdicts[passed.change],
    metrics: compared.metrics.map(toMetric),
    groups: compareGroups(parts.datasets, candidateSide.row, outcomes),
    flips: compared.flips.map(({ caseId, kind }) => ({
      caseId: caseId as CaseId,
      ordinal: ordinals.get(caseId as CaseId) ?? 0,
      direction: kind === 'fix' ? ('fixed' as const) : ('broken' as const),
    })),
  }
}

const toMetric = (one: MetricComparison): Comparison['metrics'][number] => ({
  metric: one.metric,
  n: one.n,
  baseline: one.baselineMean,
  candidate: one.candidateMean,
  difference: one.diff,
  low: one.ci?.[0] ?? null,
  high: one.ci?.[1] ?? null,
  pValue: one.pValue,
  pAdjusted: one.pAdjusted,
  method: one.pMethod,
  change: one.change,
})

/** Cases that either column has seen. */
const caseCount = ({ baseline, candidate }: Record<'baseline' | 'candidate', ColumnOutcome[]>) =>
  new Set([...baseline, ...candidate].map(({ caseId }) => caseId)).size
