import { adjustPValues } from '../statistics/multiple-testing.ts'
import {
  mcnemar,
  type PairedCounts,
  pairedNewcombeInterval,
} from '../statistics/proportions/mcnemar.ts'
import type { Interval } from '../statistics/types.ts'
import {
  type CaseOutcome,
  groupByCase,
  hasRepeats,
  metricsOf,
  type OutcomesByCase,
  PASS_METRIC,
  type PairedValue,
  pairCases,
} from './outcomes.ts'
import { type ScoreDifference, scoreDifference } from './score-difference.ts'

/** How to compare two runs. */
export interface ComparisonOptions {
  /** Error level of intervals and decisions; 0.05 by default. */
  readonly alpha?: number
  /** How p-values of many metrics are corrected: Holm by default. */
  readonly correction?: 'holm' | 'benjamini_hochberg'
  /** Metrics for which less is better, such as cost and latency. */
  readonly lowerIsBetter?: readonly string[]
  /** Seed of bootstrap resamples. */
  readonly seed?: number
}

/** One metric of two runs over the cases that both have; differences are candidate minus baseline. */
export interface MetricComparison {
  readonly metric: string
  readonly kind: 'pass_fail' | 'score'
  /** Cases with the metric under both versions. */
  readonly n: number
  readonly baselineMean: number | null
  readonly candidateMean: number | null
  readonly diff: number | null
  readonly ci: Interval | null
  readonly ciMethod: 'newcombe_paired' | ScoreDifference['ciMethod']
  readonly pValue: number | null
  readonly pMethod: 'mcnemar_exact' | ScoreDifference['pMethod']
  /** McNemar's mid-p, nearer to the nominal level than the exact p. */
  readonly pMidp: number | null
  /** Corrected for the number of metrics compared. */
  readonly pAdjusted: number | null
  readonly change: 'better' | 'worse' | 'no_significant_change' | 'not_comparable'
  /** Cases by outcome under both versions; only for pass and fail. */
  readonly pairedCounts: PairedCounts | null
}

/** A case whose outcome changed. */
export interface Flip {
  readonly caseId: string
  readonly kind: 'regression' | 'fix'
  /** Share of repeats that passed. */
  readonly baselinePassRate: number
  readonly candidatePassRate: number
}

/** Two runs, case by case. */
export interface RunComparison {
  readonly pairedCases: number
  readonly onlyInBaseline: readonly string[]
  readonly onlyInCandidate: readonly string[]
  /** Regressions first, then fixes; within each the largest change first. */
  readonly flips: readonly Flip[]
  readonly metrics: readonly MetricComparison[]
}

/** Compares the run `candidate` with the run `baseline`, paired by case. */
export function compareRuns(
  baseline: readonly CaseOutcome[],
  candidate: readonly CaseOutcome[],
  options: ComparisonOptions = {},
): RunComparison {
  const one = groupByCase(baseline)
  const other = groupByCase(candidate)
  const isRepeated = hasRepeats(one) || hasRepeats(other)
  const metrics = metricsOf(one, other).map((metric) =>
    compareMetric(one, other, metric, isRepeated, options),
  )
  return {
    pairedCases: [...one.keys()].filter((caseId) => other.has(caseId)).length,
    onlyInBaseline: [...one.keys()].filter((caseId) => !other.has(caseId)),
    onlyInCandidate: [...other.keys()].filter((caseId) => !one.has(caseId)),
    flips: flipsOf(pairCases(one, other, PASS_METRIC)),
    metrics: corrected(metrics, options),
  }
}

/** Counts of cases by outcome; with repeats a case passes when more than half of them do. */
export function pairedCounts(pairs: readonly PairedValue[]): PairedCounts {
  let bothSuccess = 0
  let controlOnly = 0
  let variantOnly = 0
  let bothFail = 0
  for (const { baseline, candidate } of pairs) {
    if (baseline > 0.5) {
      if (candidate > 0.5) bothSuccess++
      else controlOnly++
    } else if (candidate > 0.5) variantOnly++
    else bothFail++
  }
  return { bothSuccess, controlOnly, variantOnly, bothFail }
}

function compareMetric(
  baseline: OutcomesByCase,
  candidate: OutcomesByCase,
  metric: string,
  isRepeated: boolean,
  options: ComparisonOptions,
): MetricComparison {
  const pairs = pairCases(baseline, candidate, metric)
  const isPass = metric === PASS_METRIC
  const counts = isPass ? pairedCounts(pairs) : null
  const base = {
    metric,
    kind: isPass ? ('pass_fail' as const) : ('score' as const),
    n: pairs.length,
    baselineMean: meanOf(pairs, 'baseline'),
    candidateMean: meanOf(pairs, 'candidate'),
    pairedCounts: counts,
    pAdjusted: null,
    change: 'not_comparable' as const,
  }
  // Repeats of a case are no new evidence about other cases: pass rates per case are then compared as scores.
  if (counts === null || isRepeated) {
    const found = scoreDifference(pairs, options.alpha ?? 0.05, options.seed ?? 1)
    return { ...base, ...found, pMidp: null }
  }
  const test = mcnemar(counts, options.alpha)
  const hasCases = pairs.length > 0
  return {
    ...base,
    diff: test.diff,
    ci: pairedNewcombeInterval(counts, options.alpha),
    ciMethod: hasCases ? 'newcombe_paired' : null,
    pValue: hasCases ? test.pExact : null,
    pMethod: hasCases ? 'mcnemar_exact' : null,
    pMidp: hasCases ? test.pMidp : null,
  }
}

function corrected(
  metrics: readonly MetricComparison[],
  options: ComparisonOptions,
): MetricComparison[] {
  const { alpha = 0.05, correction = 'holm', lowerIsBetter = [] } = options
  const tested = metrics.filter(({ pValue }) => pValue !== null)
  const { adjusted, reject } = adjustPValues(
    tested.map(({ pValue }) => pValue ?? 1),
    correction,
    alpha,
  )
  return metrics.map((comparison) => {
    const index = tested.indexOf(comparison)
    if (index < 0) {
      // No difference on any case leaves nothing to test, but it is an answer: nothing changed.
      const isSame = comparison.diff === 0
      return { ...comparison, change: isSame ? 'no_significant_change' : 'not_comparable' }
    }
    const isGain = lowerIsBetter.includes(comparison.metric)
      ? (comparison.diff ?? 0) < 0
      : (comparison.diff ?? 0) > 0
    const change = !reject[index] ? 'no_significant_change' : isGain ? 'better' : 'worse'
    return { ...comparison, pAdjusted: adjusted[index] ?? null, change }
  })
}

function flipsOf(pairs: readonly PairedValue[]): Flip[] {
  return pairs
    .filter(({ baseline, candidate }) => baseline > 0.5 !== candidate > 0.5)
    .map(({ caseId, baseline, candidate }): Flip => {
      const kind = candidate > baseline ? 'fix' : 'regression'
      return { caseId, kind, baselinePassRate: baseline, candidatePassRate: candidate }
    })
    .sort((a, b) => order(a) - order(b))
}

/** Regressions (at most 0) before fixes (above 1), each with the largest change first. */
function order({ kind, baselinePassRate, candidatePassRate }: Flip): number {
  const size = Math.abs(candidatePassRate - baselinePassRate)
  return kind === 'regression' ? -size : 2 - size
}

function meanOf(pairs: readonly PairedValue[], side: 'baseline' | 'candidate'): number | null {
  if (pairs.length === 0) return null
  return pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length
}
