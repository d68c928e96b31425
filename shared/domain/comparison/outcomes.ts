/** Outcomes of runs and their pairing: two runs are compared case by case, never as two heaps. */

/** What one version got on one case. Repeats of a case are several outcomes with the same `caseId`. */
export interface CaseOutcome {
  readonly caseId: string
  /** Whether all assertions held; left out where the run had none or the call failed. */
  readonly pass?: boolean
  /** Named metrics, e.g. an evaluator's score, cost or latency. */
  readonly scores?: Readonly<Record<string, number>>
}

/** One case under both versions: means over its repeats. */
export interface PairedValue {
  readonly caseId: string
  readonly baseline: number
  readonly candidate: number
}

/** Outcomes of one run by case, in the order of first appearance. */
export type OutcomesByCase = ReadonlyMap<string, readonly CaseOutcome[]>

/** Name under which pass and fail are compared beside the scores. */
export const PASS_METRIC = 'pass'

/** Groups the outcomes of a run by case. */
export function groupByCase(outcomes: readonly CaseOutcome[]): OutcomesByCase {
  const groups = new Map<string, CaseOutcome[]>()
  for (const outcome of outcomes) {
    const group = groups.get(outcome.caseId)
    if (group === undefined) groups.set(outcome.caseId, [outcome])
    else group.push(outcome)
  }
  return groups
}

/** The value of a metric in one outcome: 1 or 0 for pass and fail; null where it was not measured. */
export function metricValue(outcome: CaseOutcome, metric: string): number | null {
  if (metric === PASS_METRIC) return outcome.pass === undefined ? null : Number(outcome.pass)
  const score = outcome.scores?.[metric]
  return score !== undefined && Number.isFinite(score) ? score : null
}

/** Names of all metrics in both runs: pass first, then by name. */
export function metricsOf(baseline: OutcomesByCase, candidate: OutcomesByCase): string[] {
  const names = new Set<string>()
  let hasPass = false
  for (const groups of [baseline, candidate]) {
    for (const outcomes of groups.values()) {
      for (const outcome of outcomes) {
        hasPass ||= outcome.pass !== undefined
        for (const name of Object.keys(outcome.scores ?? {})) names.add(name)
      }
    }
  }
  // A score named "pass" would hide behind pass and fail.
  names.delete(PASS_METRIC)
  return [...(hasPass ? [PASS_METRIC] : []), ...[...names].sort()]
}

/** Cases that have the metric under both versions, each with its mean over repeats. */
export function pairCases(
  baseline: OutcomesByCase,
  candidate: OutcomesByCase,
  metric: string,
): PairedValue[] {
  const pairs: PairedValue[] = []
  for (const [caseId, outcomes] of baseline) {
    const one = meanMetric(outcomes, metric)
    const other = meanMetric(candidate.get(caseId) ?? [], metric)
    if (one !== null && other !== null) pairs.push({ caseId, baseline: one, candidate: other })
  }
  return pairs
}

/** Whether any case was run more than once. */
export function hasRepeats(groups: OutcomesByCase): boolean {
  for (const outcomes of groups.values()) if (outcomes.length > 1) return true
  return false
}

/** Mean of a metric over the repeats of one case that have it; null for none. */
export function meanMetric(outcomes: readonly CaseOutcome[], metric: string): number | null {
  let sum = 0
  let count = 0
  for (const outcome of outcomes) {
    const value = metricValue(outcome, metric)
    if (value === null) continue
    sum += value
    count++
  }
  return count > 0 ? sum / count : null
}
