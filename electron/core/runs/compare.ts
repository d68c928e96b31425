import type { Comparison } from '#shared/contract/run.ts'
import { mcnemar } from '#shared/domain/statistics/mcnemar.ts'
import { type Pair, pairCases, type Side } from './pairs.ts'
import type { RunParts } from './ports.ts'

const alpha = 0.05

/** Two columns, paired by case: rates, their difference with its interval, McNemar's test, flips. */
export function compareColumns(
  parts: Pick<RunParts, 'reader' | 'datasets'>,
  baselineSide: Side,
  candidateSide: Side,
): Comparison {
  const { baseline, candidate, pairs, unpaired } = pairCases(parts, baselineSide, candidateSide)
  const counts = {
    bothSuccess: count(pairs, true, true),
    controlOnly: count(pairs, true, false),
    variantOnly: count(pairs, false, true),
    bothFail: count(pairs, false, false),
  }
  const test = mcnemar(counts, alpha)
  const difference = (counts.variantOnly - counts.controlOnly) / pairs.length
  const [low, high] = test.ciDiffNewcombe ?? [difference, difference]
  const isShown = test.pExact < alpha
  return {
    baseline,
    candidate,
    pairs: pairs.length,
    bothPassed: counts.bothSuccess,
    onlyBaselinePassed: counts.controlOnly,
    onlyCandidatePassed: counts.variantOnly,
    bothFailed: counts.bothFail,
    unpaired,
    baselineRate: (counts.bothSuccess + counts.controlOnly) / pairs.length,
    candidateRate: (counts.bothSuccess + counts.variantOnly) / pairs.length,
    difference,
    interval: { low, high, level: 1 - alpha, method: 'Newcombe' },
    mcnemar: {
      method: 'exact',
      pValue: test.pExact,
      pValueExact: test.pExact,
      pValueMid: test.pMidp,
      statistic: test.chi2,
    },
    verdict: !isShown ? 'no_difference_shown' : difference > 0 ? 'better' : 'worse',
    flips: pairs.flatMap(({ caseId, ordinal, hasBaselinePassed, hasCandidatePassed }) => {
      if (hasBaselinePassed === hasCandidatePassed) return []
      const direction = hasCandidatePassed ? ('fixed' as const) : ('broken' as const)
      return [{ caseId, ordinal, direction }]
    }),
  }
}

const count = (pairs: readonly Pair[], baseline: boolean, candidate: boolean) =>
  pairs.filter(
    ({ hasBaselinePassed, hasCandidatePassed }) =>
      hasBaselinePassed === baseline && hasCandidatePassed === candidate,
  ).length
