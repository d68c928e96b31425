import { runIdSchema } from '#shared/contract/base.ts'
import type { SimulatedRule } from '#shared/contract/experiment/simulation.ts'
import type { Run } from '#shared/contract/run/run.ts'
import type { DesignDraft } from '../design/draft.ts'

export interface SimulationForm {
  /** Its paired scores are the truth; null takes the sliders'. */
  run: string | null
  rules: SimulatedRule[]
  trials: number
  seed: number
  method: 'auto' | 'monte_carlo'
}

/** The first column of a run stands for the control, the next ones for the other arms. */
function sourceOf(form: SimulationForm, { arms, plan }: DesignDraft, runs: readonly Run[]) {
  const run = runs.find(({ id }) => id === form.run)
  if (run !== undefined) {
    const columns = run.columns
      .slice(0, arms.length)
      .map(({ key }) => ({ run: runIdSchema.parse(run.id), column: key }))
    return { kind: 'run' as const, measure: 'passed' as const, columns }
  }
  const variant = Math.min(1, Math.max(0, plan.control + plan.effect))
  const rates = arms.map((_, at) => (at === 0 ? plan.control : variant))
  return { kind: 'rates' as const, rates }
}

/** The design as a simulation that runs `horizonDays`. */
export function simulationOf(
  form: SimulationForm,
  draft: DesignDraft,
  runs: readonly Run[],
  horizonDays: number,
) {
  const { rules, trials, seed, method } = form
  const source = sourceOf(form, draft, runs)
  const arms = source.kind === 'run' ? source.columns.length : source.rates.length
  const weightsBp = draft.arms.map(({ weightBp }) => weightBp)
  return {
    source,
    rules,
    trials,
    seed,
    method,
    plan: {
      usersPerDay: draft.plan.usersPerDay,
      horizonDays,
      alpha: draft.alpha,
      ...(arms === weightsBp.length ? { weightsBp } : {}),
    },
  }
}
