import { GalleyError } from '#shared/contract/errors.ts'
import type {
  RuleOutcome,
  SimulatedRule,
  SimulationEvent,
} from '#shared/contract/experiment/simulation.ts'
import { isExactlySolvable } from '#shared/domain/simulation/exact.ts'
import {
  checkPlan,
  type SimulationPlan,
  SimulationPlanError,
} from '#shared/domain/simulation/plan.ts'
import {
  type Estimate,
  looksAsDays,
  type SimulationReport,
} from '#shared/domain/simulation/report.ts'
import { monteCarloJob, monteCarloReport, simulate } from '#shared/domain/simulation/simulate.ts'
import type { ScoreSource } from '../parts.ts'
import { type Planned, planOf, type SimulateInput } from './plan.ts'
import { playInThreads } from './threads.ts'

const PROGRESS_MS = 250

/**
 * Plays a plan under each rule, with the same seed; one variant with rates is solved exactly and at once.
 * Progress at most four times a second, the report at the end. Leaving the stream ends the work.
 */
export async function* simulateExperiment(
  parts: { scores: ScoreSource; script: string },
  input: SimulateInput,
  signal?: AbortSignal,
): AsyncGenerator<SimulationEvent, void, void> {
  try {
    const planned = planOf(parts.scores, input)
    const rules: RuleOutcome[] = []
    for (const rule of new Set(input.rules)) {
      const plan: SimulationPlan = { ...planned.plan, rule }
      checkPlan(plan)
      rules.push(yield* playRule(parts.script, plan, planned, input, signal))
    }
    yield { kind: 'report', report: { ...planned.facts, rules } }
  } catch (error) {
    throw error instanceof SimulationPlanError ? refusal(error) : error
  }
}

async function* playRule(
  script: string,
  plan: SimulationPlan,
  { evidence }: Planned,
  { seed, trials, method }: SimulateInput,
  signal?: AbortSignal,
): AsyncGenerator<SimulationEvent, RuleOutcome, void> {
  const options = { seed, trials, ...(evidence === undefined ? {} : { evidence }) }
  const { rule } = plan
  if (method === 'auto' && isExactlySolvable(plan)) {
    return outcomeOf(rule, plan, simulate(plan, options))
  }
  const job = monteCarloJob(plan, options)
  yield { kind: 'progress', rule, done: 0, total: trials }
  let toldAt = performance.now()
  for await (const played of playInThreads(script, job, signal)) {
    if ('tallies' in played) return outcomeOf(rule, plan, monteCarloReport(job, played.tallies))
    const now = performance.now()
    if (now - toldAt < PROGRESS_MS) continue
    toldAt = now
    yield { kind: 'progress', rule, done: played.done, total: trials }
  }
  throw new Error('A simulation that is played to its end has counts.')
}

function refusal(error: SimulationPlanError): GalleyError {
  return new GalleyError('invalid_input', error.message, {
    fix: 'Change the plan: more users a day, other shares, or other rates.',
    where: { field: error.field },
    cause: error,
  })
}

export const toEstimate = ({ value, se }: Estimate) => ({ value, standardError: se })

const orNull = (estimate: Estimate | null) => (estimate === null ? null : toEstimate(estimate))

function outcomeOf(
  rule: SimulatedRule,
  plan: SimulationPlan,
  report: SimulationReport,
): RuleOutcome {
  const days = looksAsDays(plan)
  const byDay = (probabilities: readonly number[]) =>
    days.map((day, i) => ({ day, probability: probabilities[i] ?? 0 }))
  return {
    rule,
    method: report.method,
    trials: report.trials,
    seed: report.seed,
    falsePositiveRate: toEstimate(report.falsePositiveRate),
    power: toEstimate(report.power),
    assurance: orNull(report.assurance),
    assuranceWrongWinner: orNull(report.assuranceWrongWinner),
    wrongWinner: toEstimate(report.wrongWinnerProbability),
    noDecision: toEstimate(report.noDecisionProbability),
    expectedUsersNoEffect: toEstimate(report.expectedUsersH0),
    expectedUsers: toEstimate(report.expectedUsersH1),
    expectedDays: toEstimate(report.expectedDaysH1),
    days90: toEstimate(report.days90H1),
    decidedByDay: byDay(report.decisionProbabilityByLookH1),
    decidedByDayNoEffect: byDay(report.decisionProbabilityByLookH0),
    winnerByArm: [...report.winnerProbabilityByArmH1],
    bestArm: report.trueBestArmIndex,
    zBounds: report.zBounds === null ? null : [...report.zBounds],
    warnings: [...report.warnings],
  }
}
