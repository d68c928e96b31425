import { setImmediate as nextTurn } from 'node:timers/promises'
import { GalleyError } from '#shared/contract/errors.ts'
import type { SimulationView } from '#shared/contract/experiment/sizes.ts'
import { type SimulationPlan, SimulationPlanError } from '#shared/domain/simulation/plan.ts'
import type { SimulationReport } from '#shared/domain/simulation/report.ts'
import { type SimulationOptions, simulation } from '#shared/domain/simulation/simulate.ts'
import type { Input } from '../../inputs.ts'
import type { ScoreSource } from '../parts.ts'
import { toEstimate } from './simulate.ts'

type SizesInput = Input<'experiment', 'simulateSizes'>

/**
 * Plays a fixed-horizon test between two columns for every size that is asked for. The true rates are
 * taken to be those of the run; a live test draws its users from cases like these.
 */
export async function simulateTestSizes(
  source: ScoreSource,
  input: SizesInput,
  signal?: AbortSignal,
): Promise<SimulationView> {
  const [control, variant] = source.pairedScores([input.control, input.variant], 'passed')
  if (control === undefined || variant === undefined) throw new Error('Two columns give two lists.')
  const counts = [control, variant].map(({ scores }) => ({
    successes: sum(scores),
    n: scores.length,
  }))
  const rates = counts.map(({ successes, n }) => successes / n)
  const rows: SimulationView['rows'] = []
  const warnings = new Set<string>()
  for (const users of input.users) {
    const plan = planFor(input, rates, users)
    const { trials, seed } = input
    const options: SimulationOptions = {
      trials,
      seed,
      // Counts, not pairs: what pairing would add to the warnings costs a bootstrap per trial.
      evidence: { kind: 'counts', counts },
      // The exact method leans on the normal distribution, which small tests are far from.
      method: 'monte_carlo',
    }
    const report = await inTurns(plan, options, signal)
    rows.push(toRow(users, report))
    for (const { message } of report.warnings) warnings.add(`${users} users: ${message}`)
  }
  return {
    control: { column: control.key, rate: rates[0] ?? 0 },
    variant: { column: variant.key, rate: rates[1] ?? 0 },
    items: control.scores.length,
    rows,
    rule: `One look at the end; a two-sided test of the difference at alpha ${input.alpha}.`,
    alpha: input.alpha,
    trials: input.trials,
    seed: input.seed,
    warnings: [...warnings],
  }
}

/** A test that ends after one "day" on which all its users come. */
function planFor(
  { variantShare, alpha }: SizesInput,
  rates: readonly number[],
  users: number,
): SimulationPlan {
  const variantUsers = Math.round(users * variantShare)
  return {
    metric: { kind: 'binary', rates },
    higherIsBetter: true,
    usersPerDayByArm: [users - variantUsers, variantUsers],
    horizonDays: 1,
    lookDays: [1],
    rule: 'fixed',
    alpha,
    correction: 'none',
  }
}

/** A long simulation leaves the event loop to others after every chunk, and ends when nobody waits. */
async function inTurns(
  plan: SimulationPlan,
  options: SimulationOptions,
  signal?: AbortSignal,
): Promise<SimulationReport> {
  const steps = simulation(plan, options)
  try {
    for (;;) {
      const { done, value } = steps.next()
      if (done === true) return value
      await nextTurn()
      signal?.throwIfAborted()
    }
  } catch (error) {
    if (!(error instanceof SimulationPlanError)) throw error
    const users = plan.usersPerDayByArm.join(' and ')
    throw new GalleyError('invalid_input', `${users} users: ${error.message}`, {
      fix: 'Try more users, or a share nearer to one half.',
      where: { field: 'users' },
      cause: error,
    })
  }
}

function toRow(users: number, report: SimulationReport): SimulationView['rows'][number] {
  return {
    users,
    power: toEstimate(report.power),
    wrongWinner: toEstimate(report.wrongWinnerProbability),
    noDecision: toEstimate(report.noDecisionProbability),
    falsePositive: toEstimate(report.falsePositiveRate),
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
