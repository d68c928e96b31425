import { lookBounds } from './bounds.ts'
import type { Evidence } from './evidence.ts'
import { isExactlySolvable, solveExactly } from './exact.ts'
import {
  addTallies,
  CHUNK_TRIALS,
  chunkCount,
  chunkRunner,
  emptyTallies,
  type MonteCarloJob,
  type Tallies,
} from './monte-carlo.ts'
import type { SimulationPlan } from './plan.ts'
import { distributionOf, estimate, reportParts, type SimulationReport } from './report.ts'
import { simulationWarnings } from './warnings.ts'

/** How to simulate. */
export interface SimulationOptions {
  /** Simulated experiments per hypothesis. */
  readonly trials?: number
  readonly seed: number
  readonly evidence?: Evidence
  /** `auto` takes the recursion where it applies, and Monte Carlo otherwise. */
  readonly method?: 'auto' | 'monte_carlo'
}

/** How far a simulation has come. */
export interface SimulationProgress {
  readonly done: number
  readonly total: number
}

const DEFAULT_TRIALS = 20_000

/**
 * Simulates a plan and yields its progress after every thousand trials, so that a caller can report it,
 * let others run, or stop by leaving the loop. The report is the generator's return value.
 * Throws SimulationPlanError for a plan that makes no sense.
 */
export function* simulation(
  plan: SimulationPlan,
  options: SimulationOptions,
): Generator<SimulationProgress, SimulationReport, void> {
  const { seed, evidence, method = 'auto' } = options
  if (method === 'auto' && isExactlySolvable(plan)) return exactReport(plan, seed, evidence)
  const job = monteCarloJob(plan, options)
  const run = chunkRunner(job)
  const tallies = emptyTallies(plan)
  for (let chunk = 0; chunk < chunkCount(job); chunk++) {
    addTallies(tallies, run(chunk))
    yield { done: Math.min(job.trials, (chunk + 1) * CHUNK_TRIALS), total: job.trials }
  }
  return monteCarloReport(job, tallies)
}

/** {@link simulation} in one go. */
export function simulate(plan: SimulationPlan, options: SimulationOptions): SimulationReport {
  const steps = simulation(plan, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** The job that worker threads share: each runs some chunks, {@link monteCarloReport} takes the sum. */
export function monteCarloJob(plan: SimulationPlan, options: SimulationOptions): MonteCarloJob {
  const { trials = DEFAULT_TRIALS, seed, evidence } = options
  return { plan, trials, seed, ...(evidence === undefined ? {} : { evidence }) }
}

/** The report of a job whose chunks have all been added up. */
export function monteCarloReport(job: MonteCarloJob, tallies: Tallies): SimulationReport {
  const parts = reportParts(job.plan, distributionOf(tallies.h0), distributionOf(tallies.h1))
  const { truths } = tallies
  const [wrong = 0, right = 0] = truths.wins
  const hasTruths = truths.trials > 0
  const assurance = hasTruths ? estimate(right / truths.trials, truths.trials) : null
  return {
    method: 'monte_carlo',
    trials: job.trials,
    seed: job.seed,
    ...parts,
    assurance,
    assuranceWrongWinner: hasTruths ? estimate(wrong / truths.trials, truths.trials) : null,
    zBounds: lookBounds(job.plan).zBounds,
    warnings: simulationWarnings(job.plan, { ...parts, assurance }, job.evidence),
  }
}

function exactReport(plan: SimulationPlan, seed: number, evidence?: Evidence): SimulationReport {
  const { bounds, h0, h1, assurance, assuranceWrongWinner } = solveExactly(plan, seed, evidence)
  const parts = reportParts(plan, h0, h1)
  return {
    method: 'exact_recursion',
    trials: 0,
    seed,
    ...parts,
    assurance,
    assuranceWrongWinner,
    zBounds: bounds.zBounds,
    warnings: simulationWarnings(plan, { ...parts, assurance }, evidence),
  }
}
