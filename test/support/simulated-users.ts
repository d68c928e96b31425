import { bucket } from '#shared/domain/assignment/assign.ts'
import type { PromptClient } from '../../shared/client/client.ts'

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

/**
 * One day of one experiment: every user calls once, what was promised comes of it. `part` of `parts` processes
 * plays every so-manieth user. Gives how many were served.
 */
export async function playDay(
  client: PromptClient,
  plan: UserPlan,
  day: number,
  part = 0,
  parts = 1,
): Promise<number> {
  const outcomes: Promise<boolean>[] = []
  let served = 0
  for (let i = part; i < plan.usersPerDay; i += parts) {
    const userId = `${plan.template}-${day}-${i}`
    if (plan.loss !== undefined && draw(plan, 'loss', userId) < plan.loss.share) {
      const prompt = await client.getActivePrompt(plan.template, { userId })
      if (prompt?.arm === plan.loss.arm) continue
    }
    const isBare = draw(plan, 'bare', userId) < (plan.withoutVariables ?? 0)
    const result = await client.renderPrompt(plan.template, isBare ? {} : { ...plan.variables }, {
      userId,
    })
    served += 1
    if (result.kind !== 'success' || result.executionId === null) continue
    const rate = plan.rates[result.text ?? ''] ?? 0
    // An outcome that did not happen is not recorded, as in production.
    if (draw(plan, 'outcome', userId) < rate) {
      outcomes.push(client.recordOutcome(result.executionId, plan.outcome, 1))
    }
  }
  await client.flush(120_000)
  await Promise.all(outcomes)
  return served
}
