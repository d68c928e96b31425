import type { MetricModel, SimulationPlan } from '../../simulation/plan.ts'
import { CORRECTIONS, STOPPING_RULES } from '../../simulation/plan.ts'
import type { Estimate, SimulationReport } from '../../simulation/report.ts'
import { simulate } from '../../simulation/simulate.ts'
import type { Inputs } from './inputs.ts'
import type { CaseOutcome, CaseValue } from './outcome.ts'

/** Trials per hypothesis of a reference simulation; metrics drawn user by user cost thirty times as much. */
const CASE_TRIALS = { binary: 100_000, other: 20_000 }

/** Family `simulation`, by Monte Carlo throughout, so that every answer carries its standard error. */
export function simulationCase(inputs: Inputs): CaseOutcome {
  const plan = simulationPlanOf(inputs)
  const seed = inputs.number('seed', 1)
  const trials = plan.metric.kind === 'binary' ? CASE_TRIALS.binary : CASE_TRIALS.other
  const report = simulate(plan, { trials, seed, method: 'monte_carlo' })
  return {
    results: resultsOf(report),
    reasons: { z_bounds: 'Only the group sequential rule has bounds of its own.' },
  }
}

/** The plan that a simulation case describes. */
export function simulationPlanOf(inputs: Inputs): SimulationPlan {
  const metric = inputs.object('metric')
  const nStar = inputs.optionalNumber('n_star')
  return {
    metric: metricOf(metric),
    higherIsBetter: metric.boolean('higher_is_better', true),
    usersPerDayByArm: inputs.numbers('users_per_day_by_arm'),
    horizonDays: inputs.number('horizon_days'),
    lookDays: inputs.numbers('look_days'),
    rule: inputs.oneOf('rule', STOPPING_RULES),
    alpha: inputs.number('alpha', 0.05),
    correction: inputs.oneOf('correction', CORRECTIONS),
    ...(nStar === null ? {} : { nStar }),
  }
}

/** Told apart by what is given; a discrete metric has a list of values and a list of chances per arm. */
function metricOf(metric: Inputs): MetricModel {
  if (metric.has('rates')) return { kind: 'binary', rates: metric.numbers('rates') }
  if (metric.has('mu_log')) {
    return {
      kind: 'lognormal',
      muLog: metric.numbers('mu_log'),
      sigmaLog: metric.number('sigma_log'),
    }
  }
  const isNested = (name: string): boolean => Array.isArray(metric.list(name)[0])
  const lists = metric.listNames()
  const levels = lists.find((name) => !isNested(name)) ?? 'levels'
  const probabilities = lists.find(isNested) ?? 'probabilities'
  return {
    kind: 'discrete',
    levels: metric.numbers(levels),
    probabilities: metric.rows(probabilities),
  }
}

function resultsOf(report: SimulationReport): Record<string, CaseValue> {
  const pair = ({ value, se }: Estimate): CaseValue => ({ value, se })
  return {
    false_positive_rate: pair(report.falsePositiveRate),
    expected_users_h0: pair(report.expectedUsersH0),
    decision_probability_by_look_h0: report.decisionProbabilityByLookH0,
    any_significance_rate_h0: pair(report.anySignificanceRateH0),
    false_variant_winner_rate_h0: pair(report.falseVariantWinnerRateH0),
    power: pair(report.power),
    wrong_winner_probability: pair(report.wrongWinnerProbability),
    no_decision_probability: pair(report.noDecisionProbability),
    expected_users_h1: pair(report.expectedUsersH1),
    decision_probability_by_look_h1: report.decisionProbabilityByLookH1,
    true_best_arm_index: report.trueBestArmIndex,
    winner_probability_by_arm_h1: report.winnerProbabilityByArmH1,
    z_bounds: report.zBounds,
  }
}
