import { momentsOf } from '../statistics/means/moments.ts'
import { wilsonInterval } from '../statistics/proportions/proportion-interval.ts'
import { studentUpperQuantile } from '../statistics/special/student-t.ts'
import { type CaseOutcome, groupByCase, hasRepeats, metricsOf, metricValue } from './outcomes.ts'

/** One metric of one version: its mean over cases with an interval. */
export interface MetricSummary {
  readonly name: string
  readonly value: number
  /** Null where none can be given: a single case, or no variation. */
  readonly low: number | null
  readonly high: number | null
  /** Cases behind it. */
  readonly n: number
}

/**
 * Every metric of a run at level 1 − `alpha`. Cases are the unit: repeats of a case are averaged first,
 * so that asking the same question ten times does not look like ten questions. Pass rates of single
 * answers get Wilson's interval, all else Student's over cases.
 */
export function summariseMetrics(
  outcomes: readonly CaseOutcome[],
  alpha = 0.05,
): readonly MetricSummary[] {
  const groups = groupByCase(outcomes)
  const isRepeated = hasRepeats(groups)
  return metricsOf(groups, new Map()).flatMap((name) => {
    const values = [...groups.values()].flatMap((group) => {
      const known = group.flatMap((outcome) => metricValue(outcome, name) ?? [])
      return known.length === 0 ? [] : [momentsOf(known).mean ?? 0]
    })
    const { n, mean, variance } = momentsOf(values)
    if (mean === null) return []
    const isRate = !isRepeated && name === 'pass'
    const interval = isRate
      ? wilsonInterval({ successes: Math.round(mean * n), n }, alpha)
      : studentInterval(n, mean, variance, alpha)
    return [{ name, value: mean, low: interval?.[0] ?? null, high: interval?.[1] ?? null, n }]
  })
}

function studentInterval(
  n: number,
  mean: number,
  variance: number | null,
  alpha: number,
): readonly [number, number] | null {
  if (variance === null || variance === 0) return null
  const spread = studentUpperQuantile(alpha / 2, n - 1) * Math.sqrt(variance / n)
  return [mean - spread, mean + spread]
}
