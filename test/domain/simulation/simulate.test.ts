import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkScores, metricFromScores } from '#shared/domain/simulation/evidence.ts'
import {
  addTallies,
  chunkCount,
  chunkRunner,
  emptyTallies,
} from '#shared/domain/simulation/monte-carlo.ts'
import { type SimulationPlan, SimulationPlanError } from '#shared/domain/simulation/plan.ts'
import {
  monteCarloJob,
  monteCarloReport,
  simulate,
  simulation,
} from '#shared/domain/simulation/simulate.ts'
import { powerWarnings } from '#shared/domain/simulation/warnings.ts'

const plan: SimulationPlan = {
  metric: { kind: 'binary', rates: [0.7, 0.75] },
  higherIsBetter: true,
  usersPerDayByArm: [100, 100],
  horizonDays: 14,
  lookDays: [3, 6, 9, 12, 14],
  rule: 'group_sequential',
  alpha: 0.05,
  correction: 'none',
}
const discrete: SimulationPlan = {
  ...plan,
  metric: {
    kind: 'discrete',
    levels: [0, 0.5, 1],
    probabilities: [
      [0.2, 0.3, 0.5],
      [0.15, 0.3, 0.55],
    ],
  },
}
const monteCarlo = { trials: 4_000, seed: 5, method: 'monte_carlo' } as const

/** Versions scored on the same items, control first, as a simulation of a run takes them. */
const simulateScores = (
  scores: readonly (readonly number[])[],
  rest: Omit<SimulationPlan, 'metric'>,
  options: { seed: number; trials?: number },
) =>
  simulate(
    { ...rest, metric: metricFromScores(scores) },
    { ...options, evidence: { kind: 'paired_scores', scores } },
  )

describe('running a simulation', () => {
  test('a seed fixes every figure, another seed changes them', () => {
    expect(simulate(plan, monteCarlo)).toEqual(simulate(plan, monteCarlo))
    expect(simulate(plan, { ...monteCarlo, seed: 6 })).not.toEqual(simulate(plan, monteCarlo))
  })

  test('chunks add up to the same report in any order, as worker threads run them', () => {
    const job = monteCarloJob(discrete, monteCarlo)
    const sum = emptyTallies(discrete)
    for (let chunk = chunkCount(job) - 1; chunk >= 0; chunk--) {
      // A thread of its own: the plan arrives as a copy.
      addTallies(sum, structuredClone(chunkRunner(structuredClone(job))(chunk)))
    }
    expect(monteCarloReport(job, sum)).toEqual(simulate(discrete, monteCarlo))
  })

  test('progress is reported and a caller can stop', () => {
    const seen: number[] = []
    for (const { done, total } of simulation(plan, monteCarlo)) {
      expect(total).toBe(4_000)
      seen.push(done)
      if (done >= 2_000) break
    }
    expect(seen).toEqual([1_000, 2_000])
  })

  test.each([
    [{ usersPerDayByArm: [100] }, 'usersPerDayByArm'],
    [{ usersPerDayByArm: [100, 0] }, 'usersPerDayByArm'],
    [{ lookDays: [5, 3, 14] }, 'lookDays'],
    [{ lookDays: [5] }, 'lookDays'],
    [{ alpha: 0 }, 'alpha'],
    [{ metric: { kind: 'binary', rates: [0.5, 1.5] } }, 'metric'],
    [{ metric: { kind: 'binary', rates: [0.5] } }, 'metric'],
  ] as const)('a plan with %j is refused at %s', (change, field) => {
    const wrong = { ...plan, ...change } as SimulationPlan
    for (const method of ['auto', 'monte_carlo'] as const) {
      try {
        simulate(wrong, { ...monteCarlo, method })
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(SimulationPlanError)
        expect((error as SimulationPlanError).field).toBe(field)
      }
    }
  })
})

describe('exact and simulated answers', () => {
  const rules = ['fixed', 'peeking', 'group_sequential', 'always_valid'] as const
  test.each(rules)('agree for the rule %s', (rule) => {
    const exact = simulate({ ...plan, rule }, { seed: 1 })
    const drawn = simulate({ ...plan, rule }, { trials: 40_000, seed: 1, method: 'monte_carlo' })
    expect(exact.method).toBe('exact_recursion')
    for (const figure of [
      'power',
      'falsePositiveRate',
      'wrongWinnerProbability',
      'noDecisionProbability',
    ] as const) {
      expect(Math.abs(exact[figure].value - drawn[figure].value)).toBeLessThan(
        4 * drawn[figure].se + 0.003,
      )
    }
    expect(Math.abs(exact.expectedUsersH1.value / drawn.expectedUsersH1.value - 1)).toBeLessThan(
      0.01,
    )
    expect(Math.abs(exact.days90H1.value - drawn.days90H1.value)).toBeLessThanOrEqual(2)
  })

  test('too few users for the normal distribution are simulated instead', () => {
    const few = { ...plan, rule: 'peeking', usersPerDayByArm: [3, 3] } as const
    expect(simulate(few, { seed: 1, trials: 1_000 }).method).toBe('monte_carlo')
    const certain = { ...plan, metric: { kind: 'binary', rates: [0.9, 1] } } as const
    expect(simulate(certain, { seed: 1, trials: 1_000 }).method).toBe('monte_carlo')
  })

  test('a metric where less is better mirrors one where more is', () => {
    const up = simulate(plan, { seed: 1 })
    const down = simulate(
      { ...plan, higherIsBetter: false, metric: { kind: 'binary', rates: [0.3, 0.25] } },
      { seed: 1 },
    )
    expect(down.power.value).toBeCloseTo(up.power.value, 10)
    expect(down.wrongWinnerProbability.value).toBeCloseTo(up.wrongWinnerProbability.value, 10)
  })

  test('power grows with traffic and with the effect, and never leaves [0, 1]', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.8, noNaN: true }),
        fc.double({ min: 0.01, max: 0.1, noNaN: true }),
        fc.integer({ min: 50, max: 500 }),
        (rate, effect, users) => {
          const power = (perDay: number, gain: number) =>
            simulate(
              {
                ...plan,
                usersPerDayByArm: [perDay, perDay],
                metric: { kind: 'binary', rates: [rate, rate + gain] },
              },
              { seed: 1 },
            ).power.value
          const base = power(users, effect)
          expect(base).toBeGreaterThanOrEqual(0)
          expect(base).toBeLessThanOrEqual(1)
          expect(power(2 * users, effect)).toBeGreaterThan(base - 1e-9)
          expect(power(users, 1.3 * effect)).toBeGreaterThan(base - 1e-9)
        },
      ),
      { numRuns: 8 },
    )
  })
})

describe('from scores of a dataset run', () => {
  const passes = (count: number, n: number) =>
    Array.from({ length: n }, (_, i) => (i < count ? 1 : 0))
  const fixed = {
    ...plan,
    rule: 'fixed',
    usersPerDayByArm: [30, 30],
    horizonDays: 10,
    lookDays: [10],
  } as const

  test('passes and failures become rates, other scores their distribution', () => {
    expect(metricFromScores([passes(6, 10), passes(8, 10)])).toEqual({
      kind: 'binary',
      rates: [0.6, 0.8],
    })
    const metric = metricFromScores([
      [0, 0.5, 0.5, 1],
      [1, 1, 1, 0.5],
    ])
    expect(metric).toEqual({
      kind: 'discrete',
      levels: [0, 0.5, 1],
      probabilities: [
        [0.25, 0.5, 0.25],
        [0, 0.25, 0.75],
      ],
    })
  })

  test('42 and 48 of 60 promise a power of 0.81 and keep 0.63 of it', () => {
    const evidence = {
      kind: 'counts',
      counts: [
        { successes: 42, n: 60 },
        { successes: 48, n: 60 },
      ],
    } as const
    const rates = { ...fixed, metric: { kind: 'binary', rates: [0.7, 0.8] } } as const
    for (const method of ['auto', 'monte_carlo'] as const) {
      const report = simulate(rates, { trials: 10_000, seed: 2, method, evidence })
      expect(report.power.value).toBeCloseTo(0.81, 1)
      expect(Math.abs(report.assurance!.value - 0.628)).toBeLessThan(4 * report.assurance!.se)
      expect(report.assuranceWrongWinner!.value).toBeLessThan(0.006)
      expect(report.warnings.map(({ kind }) => kind)).toContain('assurance_low')
    }
  })

  test('a plan that reaches 80 % as it is written is not called under-powered', () => {
    expect(powerWarnings(0.7991)).toEqual([])
    expect(powerWarnings(0.794)[0]?.message).toContain('only 79%')
    expect(powerWarnings(null)).toEqual([])
  })

  test('warns of few items, low power and peeking', () => {
    const report = simulateScores(
      [passes(12, 20), passes(13, 20)],
      { ...plan, rule: 'peeking', usersPerDayByArm: [10, 10] },
      { seed: 1 },
    )
    const kinds = report.warnings.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['under_powered', 'few_items', 'peeking']))
  })

  test.each([
    [[[], []], 'no scores'],
    [
      [
        [1, 0, 1],
        [1, 0],
      ],
      'Version 2 has 2 scores',
    ],
    [
      [
        [1, 0],
        [1, Number.NaN],
      ],
      'item 2 under version 2',
    ],
  ])('scores %j are refused', (scores, problem) => {
    expect(() => checkScores(scores)).toThrow(problem)
  })

  test('versions scored alike keep their pairing: an identical copy has no assurance', () => {
    const scores = passes(30, 60)
    const report = simulateScores([scores, scores], fixed, { seed: 1 })
    expect(report.assurance!.value).toBe(0)
  })

  test('graded scores of three versions are simulated', () => {
    const graded = (shift: number) =>
      Array.from({ length: 50 }, (_, i) => Math.min(1, ((i * 7) % 11) / 10 + shift))
    const report = simulateScores(
      [graded(0), graded(0.05), graded(0.2)],
      { ...plan, usersPerDayByArm: [40, 40, 40], correction: 'holm', rule: 'fixed' },
      { seed: 3, trials: 2_000 },
    )
    expect(report.method).toBe('monte_carlo')
    expect(report.trueBestArmIndex).toBe(2)
    expect(report.power.value).toBeGreaterThan(0.9)
    expect(report.falsePositiveRate.value).toBeLessThan(0.06)
  })
})

test('many users at once are drawn by counts or as normal sums with the same result', () => {
  // 6,000 users a look: more than is drawn one by one; a tenth of it twice as often is.
  const large = simulate(
    { ...discrete, usersPerDayByArm: [2_000, 2_000], horizonDays: 3, lookDays: [3] },
    monteCarlo,
  )
  const lognormal = (perDay: number, days: number) =>
    simulate(
      {
        ...plan,
        rule: 'fixed',
        metric: { kind: 'lognormal', muLog: [0.18, 0.15], sigmaLog: 0.8 },
        higherIsBetter: false,
        usersPerDayByArm: [perDay, perDay],
        horizonDays: days,
        lookDays: [days],
      },
      { ...monteCarlo, trials: 2_000 },
    )
  expect(large.power.value).toBeGreaterThan(0.9)
  const [one, other] = [lognormal(4_990, 1), lognormal(5_010, 1)]
  expect(Math.abs(one.power.value - other.power.value)).toBeLessThan(5 * one.power.se)
})
