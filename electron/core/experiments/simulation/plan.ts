import type { SimulationReport, SimulationSource } from '#shared/contract/experiment/simulation.ts'
import { lookDays } from '#shared/domain/planning/power.ts'
import { checkScores, type Evidence, metricFromScores } from '#shared/domain/simulation/evidence.ts'
import { armMeans, type MetricModel, type SimulationPlan } from '#shared/domain/simulation/plan.ts'
import type { Input } from '../../inputs.ts'
import type { ScoreSource } from '../parts.ts'

export type SimulateInput = Input<'experiment', 'simulate'>

/** What is simulated, whatever the rule. */
export interface Planned {
  readonly plan: Omit<SimulationPlan, 'rule'>
  readonly evidence: Evidence | undefined
  /** What the report says of it. */
  readonly facts: Omit<SimulationReport, 'rules'>
}

/** Throws SimulationPlanError where the scores, or the shares of the arms, make no test. */
export function planOf(scores: ScoreSource, { source, plan: wanted }: SimulateInput): Planned {
  const { names, metric, evidence } = truthOf(scores, source)
  const weights = wanted.weightsBp ?? equalShares(names.length)
  const usersPerDayByArm = dailyUsers(wanted.usersPerDay, weights)
  const plan = {
    metric,
    higherIsBetter: true,
    usersPerDayByArm,
    horizonDays: wanted.horizonDays,
    lookDays: lookDays(wanted.horizonDays, wanted.daysBetweenLooks),
    alpha: wanted.alpha,
    correction: wanted.correction,
  }
  const means = armMeans(metric)
  return {
    plan,
    evidence,
    facts: {
      arms: names.map((name, i) => ({ name, mean: means[i] ?? 0 })),
      metric: metric.kind === 'binary' ? 'rate' : 'score',
      items: itemsOf(evidence),
      usersPerDayByArm,
      lookDays: plan.lookDays,
    },
  }
}

interface Truth {
  names: string[]
  metric: MetricModel
  evidence: Evidence | undefined
}

function truthOf(scores: ScoreSource, source: SimulationSource): Truth {
  if (source.kind === 'run') {
    const columns = scores.pairedScores(source.columns, source.measure)
    const values = columns.map((column) => column.scores)
    checkScores(values)
    return {
      names: columns.map(({ key }) => key),
      metric: metricFromScores(values),
      evidence: { kind: 'paired_scores', scores: values },
    }
  }
  const { rates, items } = source
  const counts = items && rates.map((rate) => ({ successes: Math.round(rate * items), n: items }))
  return {
    names: rates.map((_, i) => (i === 0 ? 'control' : `variant ${i}`)),
    metric: { kind: 'binary', rates },
    evidence: counts ? { kind: 'counts', counts } : undefined,
  }
}

function itemsOf(evidence: Evidence | undefined): number | null {
  if (evidence === undefined) return null
  return evidence.kind === 'counts'
    ? (evidence.counts[0]?.n ?? null)
    : (evidence.scores[0]?.length ?? null)
}

/** Basis points that add up to 10,000: what does not divide goes to the first arms. */
function equalShares(arms: number): number[] {
  const share = Math.floor(10_000 / arms)
  return Array.from({ length: arms }, (_, i) => share + (i < 10_000 - share * arms ? 1 : 0))
}

/** Whole users per arm and day by largest remainder, so that the day's total is what was asked for. */
function dailyUsers(perDay: number, weightsBp: readonly number[]): number[] {
  const total = weightsBp.reduce((sum, bp) => sum + bp, 0)
  const exact = weightsBp.map((bp) => (perDay * bp) / total)
  const whole = exact.map(Math.floor)
  const left = perDay - whole.reduce((sum, users) => sum + users, 0)
  const byRemainder = exact
    .map((users, arm) => ({ arm, rest: users - Math.floor(users) }))
    .sort((a, b) => b.rest - a.rest || a.arm - b.arm)
  for (const { arm } of byRemainder.slice(0, left)) whole[arm] = (whole[arm] ?? 0) + 1
  return whole
}
