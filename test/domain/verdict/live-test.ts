import { drawBinomial } from '#shared/domain/simulation/discrete-draw.ts'
import { RandomSource } from '#shared/domain/simulation/random.ts'
import { sampleRatioMismatch, sequentialSrm } from '#shared/domain/statistics/srm.ts'
import {
  type ExperimentVerdict,
  experimentVerdict,
} from '#shared/domain/verdict/experiment-verdict.ts'
import type { LiveRule } from '#shared/domain/verdict/look.ts'
import { metricReports } from '#shared/domain/verdict/metric-report.ts'

/** A live test as it would run: users arrive daily, are looked at daily, and the verdict may end it. */
export interface LiveTest {
  readonly rates: readonly number[]
  readonly usersPerDay: number
  readonly days: number
  readonly rule: LiveRule
  /** Share of the last arm's users whose exposure gets lost. */
  readonly loss?: number
}

/** Plays the test and returns the verdict that ended it, with the day. */
export function playLiveTest(
  test: LiveTest,
  seed: number,
): { readonly verdict: ExperimentVerdict; readonly day: number } {
  const random = new RandomSource(seed)
  const arms = test.rates.length
  const perArm = Math.round(test.usersPerDay / arms)
  const plannedUsers = perArm * arms * test.days
  const users = test.rates.map(() => 0)
  const successes = test.rates.map(() => 0)
  const ratios: number[][] = []
  const earlierLooks: number[] = []
  let verdict: ExperimentVerdict | null = null
  for (let day = 1; day <= test.days; day++) {
    for (const [arm, rate] of test.rates.entries()) {
      const lost = arm === arms - 1 ? drawBinomial(random, perArm, test.loss ?? 0) : 0
      // Arrivals vary as they do when users are assigned by a hash.
      const spread = Math.round(Math.sqrt(perArm / 2) * random.normal())
      const arrived = Math.max(0, perArm + spread - lost)
      users[arm]! += arrived
      successes[arm]! += drawBinomial(random, arrived, rate)
    }
    ratios.push([...users])
    const total = users.reduce((sum, n) => sum + n, 0)
    const look = {
      rule: test.rule,
      alpha: 0.05,
      variants: arms - 1,
      plannedUsers,
      users: day === test.days ? Math.max(total, plannedUsers) : total,
      earlierLooks: [...earlierLooks],
    }
    earlierLooks.push(total / plannedUsers)
    const arm = (i: number) => ({
      arm: i === 0 ? 'control' : `variant-${i}`,
      data: { kind: 'binary', counts: { successes: successes[i]!, n: users[i]! } } as const,
    })
    const primary = metricReports(
      { metric: 'solved', role: 'primary', higherIsBetter: true },
      arm(0),
      test.rates.slice(1).map((_, i) => arm(i + 1)),
      look,
    )
    const srm = sequentialSrm(
      ratios,
      test.rates.map(() => 1),
      1_000,
    )
    verdict = experimentVerdict({
      plan: { minimumUsers: plannedUsers / 10, plannedEffect: 0.05 },
      look,
      fullDays: day,
      srmSequentialP: srm.looks.at(-1)!.pAnytime,
      srmChiSquareP: sampleRatioMismatch(
        users,
        test.rates.map(() => 1),
      ).pValue,
      primary,
      guardrails: [],
    })
    if (['winner', 'harmful', 'srm'].includes(verdict.kind)) return { verdict, day }
  }
  return { verdict: verdict!, day: test.days }
}
