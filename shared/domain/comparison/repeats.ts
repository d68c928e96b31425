import { momentsOf } from '../statistics/means/moments.ts'
import { type CaseOutcome, groupByCase, metricValue, PASS_METRIC } from './outcomes.ts'

/** What repeats of the same cases say about a version: reliability instead of duplicate rows. */
export interface RepeatSummary {
  readonly cases: number
  /** Repeats of the case with the fewest and the most. */
  readonly fewestRepeats: number
  readonly mostRepeats: number
  /** Mean over cases of the share of repeats that passed. */
  readonly passRate: number | null
  /** For each k: chance that at least one of k repeats passes. */
  readonly passAtK: Readonly<Record<number, number | null>>
  /** For each k: chance that all of k repeats pass. */
  readonly passHatK: Readonly<Record<number, number | null>>
  /** Share of cases with both passes and failures, among cases run at least twice. */
  readonly flakiness: number | null
  readonly flakyCases: readonly string[]
  /** Variance of the pass rate between repeats of a case (mean over cases) and between cases. */
  readonly varianceWithinCases: number | null
  readonly varianceBetweenCases: number | null
}

/**
 * Unbiased estimate of the chance that at least one of k tries passes, from `passes` of `tries`:
 * 1 − C(n − c, k) / C(n, k) (Chen et al. 2021, Codex). Null with fewer than k tries.
 */
export function passAtK(tries: number, passes: number, k: number): number | null {
  const none = drawsOfKind(tries, tries - passes, k)
  return none === null ? null : 1 - none
}

/** Unbiased estimate of the chance that all of k tries pass: C(c, k) / C(n, k). Null with fewer than k tries. */
export function passHatK(tries: number, passes: number, k: number): number | null {
  return drawsOfKind(tries, passes, k)
}

/** Summary of a run in which cases were repeated; `ks` are the k to report. */
export function summariseRepeats(
  outcomes: readonly CaseOutcome[],
  ks: readonly number[] = [1, 3, 5],
): RepeatSummary {
  const cases = [...groupByCase(outcomes)].flatMap(([caseId, group]) => {
    const values = group.flatMap((outcome) => metricValue(outcome, PASS_METRIC) ?? [])
    const passes = values.reduce((sum, value) => sum + value, 0)
    return values.length > 0 ? [{ caseId, tries: values.length, passes }] : []
  })
  const tries = cases.map((entry) => entry.tries)
  const rates = cases.map((entry) => entry.passes / entry.tries)
  const repeated = cases.filter((entry) => entry.tries > 1)
  const flaky = repeated.filter(({ tries, passes }) => passes > 0 && passes < tries)
  const averaged = (
    estimate: (tries: number, passes: number, k: number) => number | null,
  ): Record<number, number | null> =>
    Object.fromEntries(
      ks.map((k) => [k, averageIfWhole(cases.map((c) => estimate(c.tries, c.passes, k)))]),
    )
  const within = repeated.map(({ tries, passes }) => {
    const rate = passes / tries
    return (rate * (1 - rate) * tries) / (tries - 1)
  })
  return {
    cases: cases.length,
    fewestRepeats: cases.length > 0 ? Math.min(...tries) : 0,
    mostRepeats: tries.reduce((most, count) => Math.max(most, count), 0),
    passRate: momentsOf(rates).mean,
    passAtK: averaged(passAtK),
    passHatK: averaged(passHatK),
    flakiness: repeated.length > 0 ? flaky.length / repeated.length : null,
    flakyCases: flaky.map(({ caseId }) => caseId),
    varianceWithinCases: momentsOf(within).mean,
    varianceBetweenCases: momentsOf(rates).variance,
  }
}

/** Chance that k draws without replacement from `total` are all of a kind that has `kind` members. */
function drawsOfKind(total: number, kind: number, k: number): number | null {
  if (k > total) return null
  let chance = 1
  for (let i = 0; i < k; i++) chance *= Math.max(0, kind - i) / (total - i)
  return chance
}

/** Mean, or null when some case has too few repeats: leaving it out would flatter the rest. */
function averageIfWhole(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? momentsOf(known).mean : null
}
