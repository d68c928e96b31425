import type { PromptClient } from '#shared/client/client.ts'
import { bucket } from '#shared/domain/assignment/assign.ts'

/** The users of one experiment: who comes, and what truly happens to them. */
export interface UserPlan {
  readonly template: string
  readonly usersPerDay: number
  /** True chance of the outcome, by what the served version says. */
  readonly rates: Readonly<Record<string, number>>
  readonly outcome: string
  readonly seed: string
  /** Requests of this arm that never reach the service: a crash, a redirect, a filter. */
  readonly loss?: { readonly arm: string; readonly share: number }
  /** Variables of every call. */
  readonly variables?: Readonly<Record<string, unknown>>
  /** Share of calls that lack the variables. */
  readonly withoutVariables?: number
}

/** 0 to 1, the same for a user whatever process asks: the truth of a simulation is fixed by its seed. */
const draw = (plan: UserPlan, what: string, user: string): number =>
  bucket(`${plan.seed}:${what}`, user) / 10_000

/** One user calls once; gives the execution of which the promised outcome came, else null. */
async function playUser(
  client: PromptClient,
  plan: UserPlan,
  userId: string,
): Promise<string | null> {
  if (plan.loss !== undefined && draw(plan, 'loss', userId) < plan.loss.share) {
    const prompt = await client.getActivePrompt(plan.template, { userId })
    if (prompt?.arm === plan.loss.arm) return null
  }
  const isBare = draw(plan, 'bare', userId) < (plan.withoutVariables ?? 0)
  const variables = isBare ? {} : { ...plan.variables }
  const result = await client.renderPrompt(plan.template, variables, { userId })
  if (result.kind !== 'success' || result.executionId === null) return null
  const rate = plan.rates[result.text ?? ''] ?? 0
  // An outcome that did not happen is not recorded, as in production.
  if (draw(plan, 'outcome', userId) >= rate) return null
  return result.executionId
}

/**
 * One day of some experiments: every user comes once. `part` of `parts` processes plays every so-manieth user.
 * Ends when all of it is stored.
 */
export async function playDay(
  client: PromptClient,
  plans: readonly UserPlan[],
  day: number,
  part = 0,
  parts = 1,
): Promise<void> {
  for (const plan of plans) {
    const outcomes: Promise<boolean>[] = []
    for (let i = part; i < plan.usersPerDay; i += parts) {
      const execution = await playUser(client, plan, `${plan.template}-${day}-${i}`)
      if (execution !== null) outcomes.push(client.recordOutcome(execution, plan.outcome, 1))
    }
    if ((await Promise.all(outcomes)).includes(false)) throw new Error('An outcome got lost.')
  }
  if (!(await client.flush(600_000))) throw new Error('Not all executions were stored.')
}
