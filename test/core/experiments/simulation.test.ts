import { describe, expect, test } from 'vitest'
import type { SimulationEvent } from '#shared/contract/experiment/simulation.ts'
import { makeTestCore } from '../../support/core.ts'

async function playAll(events: AsyncIterable<SimulationEvent>) {
  const all: SimulationEvent[] = []
  for await (const event of events) all.push(event)
  const last = all.at(-1)
  if (last?.kind !== 'report') throw new Error('The report comes last.')
  return { report: last.report, progress: all.slice(0, -1) }
}

const plan = { usersPerDay: 200, horizonDays: 14 }
const rates = { kind: 'rates' as const, rates: [0.7, 0.75] }

describe('a simulation', () => {
  test('puts rules side by side, exactly where there is one variant', async () => {
    const { client } = await makeTestCore()
    const rules = ['fixed', 'group_sequential', 'always_valid', 'peeking'] as const
    const { report } = await playAll(
      await client.experiment.simulate({ source: rates, plan, rules: [...rules] }),
    )
    const of = Object.fromEntries(report.rules.map((rule) => [rule.rule, rule]))
    // The table of the reference: rule, false positives, power.
    for (const [rule, falsePositives, power] of [
      ['fixed', 0.049, 0.844],
      ['group_sequential', 0.049, 0.829],
      ['peeking', 0.22, 0.9],
      ['always_valid', 0.01, 0.55],
    ] as const) {
      expect(of[rule]!.method).toBe('exact_recursion')
      expect(Math.abs(of[rule]!.falsePositiveRate.value - falsePositives)).toBeLessThan(0.01)
      expect(Math.abs(of[rule]!.power.value - power)).toBeLessThan(0.01)
    }
    expect(of.peeking!.warnings.map(({ kind }) => kind)).toContain('peeking')
    expect(of.group_sequential!.expectedDays.value).toBeLessThan(11)
    expect(report.usersPerDayByArm).toEqual([100, 100])
  })

  test('in threads gives the same counts for the same seed, with progress on the way', async () => {
    const { client } = await makeTestCore()
    const input = {
      source: { kind: 'rates' as const, rates: [0.6, 0.65, 0.7], items: 20 },
      plan: { usersPerDay: 90, horizonDays: 14, daysBetweenLooks: 7 },
      trials: 3000,
      seed: 7,
    }
    const one = await playAll(await client.experiment.simulate(input))
    const two = await playAll(await client.experiment.simulate(input))
    expect(two.report).toEqual(one.report)
    expect(one.progress[0]).toEqual({
      kind: 'progress',
      rule: 'group_sequential',
      done: 0,
      total: 3000,
    })
    const [rule] = one.report.rules
    const ends = rule!.winnerByArm.reduce((sum, share) => sum + share, rule!.noDecision.value)
    expect(ends).toBeCloseTo(1, 9)
    expect(rule).toMatchObject({ method: 'monte_carlo', trials: 3000, bestArm: 2 })
    expect(rule!.power.standardError).toBeGreaterThan(0)
    expect(rule!.assurance!.value).toBeLessThan(rule!.power.value)
    expect(rule!.warnings.map(({ kind }) => kind)).toContain('few_items')
  })

  test('that is left ends its threads', async () => {
    const { client } = await makeTestCore()
    const abort = new AbortController()
    const events = await client.experiment.simulate(
      {
        source: { kind: 'rates', rates: [0.5, 0.5, 0.5] },
        plan: { usersPerDay: 300, horizonDays: 400 },
        trials: 1_000_000,
      },
      { signal: abort.signal },
    )
    // The first event comes before any trial; what follows would take minutes.
    await events.next()
    abort.abort()
    await expect(
      (async () => {
        for await (const _ of events);
      })(),
    ).rejects.toThrow()
  })

  test('refuses a share that leaves an arm empty', async () => {
    const { client } = await makeTestCore()
    const simulate = client.experiment.simulate({
      source: rates,
      plan: { usersPerDay: 10, horizonDays: 7, weightsBp: [9990, 10] },
    })
    await expect(simulate.then(playAll)).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('power', () => {
  test('gives size, duration, and what the rule makes of it', async () => {
    const { client } = await makeTestCore()
    const report = await client.experiment.power({
      metric: { kind: 'rate', control: 0.7, effect: 0.05 },
      usersPerDay: 200,
      horizonDays: 14,
    })
    // R: power.prop.test(p1 = .7, p2 = .75, power = .8) says 1,250.22 per group.
    expect(report).toMatchObject({ usersByArm: [1251, 1251], users: 2502, days: 13 })
    expect(report.plan!.powerFixed).toBeCloseTo(0.844, 2)
    expect(report.plan!.powerOfRule).toBeCloseTo(0.829, 2)
    expect(report.warnings).toEqual([])
    const power = report.curve.map((point) => point.power)
    expect(power).toEqual([...power].sort((a, b) => a - b))
  })

  test('of a mean agrees with the rule of rates at the same drift', async () => {
    const { client } = await makeTestCore()
    const sd = Math.sqrt((0.7 * 0.3 + 0.75 * 0.25) / 2)
    const ask = (metric: Parameters<typeof client.experiment.power>[0]['metric']) =>
      client.experiment.power({ metric, usersPerDay: 200, horizonDays: 14 })
    const mean = await ask({ kind: 'mean', sd, effect: 0.05 })
    const rate = await ask({ kind: 'rate', control: 0.7, effect: 0.05 })
    expect(mean.plan!.powerOfRule).toBeCloseTo(rate.plan!.powerOfRule!, 2)
    expect(mean.plan!.days90).toBe(rate.plan!.days90)
  })

  test('has reasons where there is nothing to compute, and warns of too little', async () => {
    const { client } = await makeTestCore()
    const none = await client.experiment.power({
      metric: { kind: 'rate', control: 0.7, effect: 0 },
    })
    expect(none).toMatchObject({ users: null, days: null, plan: null })
    expect(Object.keys(none.reasons).sort()).toEqual(['plan', 'users'])
    const weak = await client.experiment.power({
      metric: { kind: 'rate', control: 0.7, effect: 0.01 },
      usersPerDay: 200,
      horizonDays: 14,
    })
    expect(weak.warnings[0]?.kind).toBe('under_powered')
  })
})
