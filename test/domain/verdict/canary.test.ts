import { describe, expect, test } from 'vitest'
import { drawBinomial } from '#shared/domain/simulation/discrete-draw.ts'
import { RandomSource } from '#shared/domain/simulation/random.ts'
import type { Stratum } from '#shared/domain/statistics/proportions/stratified.ts'
import {
  CANARY_STEPS_BP,
  type CanaryMetric,
  type CanaryPlan,
  canaryDecision,
} from '#shared/domain/verdict/canary.ts'

const plan: CanaryPlan = {
  plannedUsers: 10_000,
  minimumUsersPerStage: 100,
  minimumHoursPerStage: 4,
}
const success = (stages: readonly Stratum[]): CanaryMetric => ({
  metric: 'success',
  higherIsBetter: true,
  margin: 0,
  stages,
})
const stage = (control: [number, number], variant: [number, number]): Stratum => ({
  control: { successes: control[0], n: control[1] },
  variant: { successes: variant[0], n: variant[1] },
})
const enough = { users: 500, hours: 6 }

/** A ramp with hourly looks and a base rate that drifts from stage to stage. */
function ramp(
  effect: number,
  seed: number,
): { readonly rolledBack: boolean; readonly exposed: number } {
  const random = new RandomSource(seed)
  const stages: Stratum[] = []
  let exposed = 0
  for (const [step, coverageBp] of CANARY_STEPS_BP.slice(0, -1).entries()) {
    const rate = 0.74 + 0.02 * step
    let current = stage([0, 0], [0, 0])
    for (let hour = 1; hour <= 12; hour++) {
      const n1 = Math.round((200 * coverageBp) / 10_000)
      const n0 = 200 - n1
      exposed += n1
      current = stage(
        [current.control.successes + drawBinomial(random, n0, rate), current.control.n + n0],
        [
          current.variant.successes + drawBinomial(random, n1, rate + effect),
          current.variant.n + n1,
        ],
      )
      const metric = success([...stages, current])
      const { action } = canaryDecision([metric], plan, { users: current.variant.n, hours: hour })
      if (action === 'roll_back') return { rolledBack: true, exposed }
    }
    stages.push(current)
  }
  return { rolledBack: false, exposed }
}

describe('a canary', () => {
  test('waits for users and hours, then goes on', () => {
    const fine = [success([stage([900, 1_000], [45, 50])])]
    expect(canaryDecision(fine, plan, { users: 50, hours: 6 }).action).toBe('hold')
    expect(canaryDecision(fine, plan, { users: 500, hours: 1 }).action).toBe('hold')
    expect(canaryDecision(fine, plan, enough).action).toBe('advance')
  })

  test('that fails every request is rolled back, though nothing varies', () => {
    const broken = [success([stage([200, 200], [0, 60])])]
    expect(canaryDecision(broken, plan, { users: 60, hours: 1 }).action).toBe('roll_back')
  })

  test('is not rolled back for one failed first request', () => {
    const first = [success([stage([9_500, 10_000], [0, 1])])]
    expect(canaryDecision(first, plan, { users: 1, hours: 0 }).action).toBe('hold')
  })

  test('is not confused by a drift of the base rate that pooling would take for an effect', () => {
    const drift = [success([stage([1_900, 3_800], [50, 100]), stage([60, 100], [2_280, 3_800])])]
    expect(canaryDecision(drift, plan, enough).action).toBe('advance')
  })

  test('for error rates more is worse', () => {
    const errors = {
      metric: 'errors',
      higherIsBetter: false,
      margin: 0.01,
      stages: [stage([20, 1_000], [150, 1_000])],
    }
    expect(canaryDecision([errors], plan, enough).action).toBe('roll_back')
    expect(canaryDecision([{ ...errors, margin: 0.2 }], plan, enough).action).toBe('advance')
  })

  test('with hourly looks over all stages rarely rolls back without cause, and mostly with one', () => {
    const share = (effect: number) =>
      Array.from({ length: 100 }, (_, seed) => ramp(effect, seed + 1)).filter(
        ({ rolledBack }) => rolledBack,
      ).length / 100
    expect(share(0)).toBeLessThanOrEqual(0.08)
    expect(share(-0.06)).toBeGreaterThanOrEqual(0.85)
  })
})
