import { afterAll, beforeAll, expect, test } from 'vitest'
import { cuped } from '#shared/domain/statistics/means/cuped.ts'
import { ratioMetric } from '#shared/domain/statistics/means/ratio-metric.ts'
import { welchTest } from '#shared/domain/statistics/means/welch.ts'
import { makeTestCore, testClock } from '../../support/core.ts'
import {
  addTwoVersions,
  type DesignInput,
  testDesign,
} from '../../support/experiments/experiments.ts'
import { answer } from '../../support/models/fake-openai.ts'
import { makeFakeProvider } from '../../support/models/fake-provider.ts'
import { addFakeProvider } from '../../support/models/providers.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const UNITS = 120
const primary: DesignInput['metrics'][number] = {
  name: 'rate',
  role: 'primary',
  source: { kind: 'success' },
  kind: 'ratio',
}

/** An experiment whose 120 units have two executions each, and two from before it began. */
async function workplace(metrics: DesignInput['metrics']) {
  const clock = testClock('2026-01-05T00:00:00.000Z')
  const store = await createStore(postgres)
  const core = await makeTestCore({ clock })
  await core.client.remote.add({ name: 'shop', connectionString: store })
  await addTwoVersions(core.client)
  await core.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 1 })
  const design = testDesign({
    metrics: [primary, ...metrics],
    stopping: { plannedUsers: UNITS, plannedEffect: 0.1, rule: 'fixed' },
  })
  await core.client.experiment.create({ name: 'x', template: 'welcome', design })
  await core.client.experiment.start({ experiment: 'x', remote: 'shop' })
  await query(
    store,
    `insert into galley.prompt_executions (template_name, template_version, success, user_id, ab_test_group, response_time_ms, cost_usd, response_text, rendered_prompt, executed_at)
     select 'welcome', 1, (i * 7 + k) % 5 <> 0, 'u' || i,
       case when k < 2 then null else case when i % 2 = 0 then 'control' else 'concise' end end,
       100 + i % 13 * 10 + case when k >= 2 and i % 2 = 1 then 15 else 0 end + k * 3, 0.001 * (1 + i % 4),
       case when k = 2 then case when i % 2 = 0 then 'meh' else 'good' end end, 'say',
       timestamptz '2026-01-05 06:00Z' + make_interval(days => case when k < 2 then -3 else 0 end, mins => i)
     from generate_series(1, ${UNITS}) i, generate_series(0, 3) k`,
  )
  clock.advance(86_400_000)
  const look = async () =>
    (await core.client.experiment.status({ experiment: 'x', takesLook: true })).monitor
  /** [value, count] per unit of an arm, in the order of units. */
  const perUnit = async (column: string, arm: string, when: 'before' | 'during' = 'during') =>
    (
      await query(
        store,
        `select sum(${column})::float8 as total, count(*)::float8 as requests from galley.prompt_executions
         where user_id in (select unit from galley.experiment_exposures where arm = $1) and (ab_test_group is not null) = $2
         group by user_id order by user_id`,
        [arm, when === 'during'],
      )
    ).map(({ total, requests }) => [Number(total), Number(requests)] as const)
  return { core, store, look, perUnit }
}

test('means, ratios, quantiles and histories agree with the tests of the reference on the same values', async () => {
  const latency = { source: { kind: 'latency' as const }, higherIsBetter: false }
  const { look, perUnit } = await workplace([
    { name: 'latency', role: 'secondary', kind: 'mean', ...latency },
    { name: 'with history', role: 'secondary', kind: 'mean', usesHistory: true, ...latency },
    { name: 'pulled in', role: 'secondary', kind: 'mean', winsorise: 0.05, ...latency },
    { name: 'p90', role: 'guardrail', kind: 'quantile', quantile: 0.9, ...latency, margin: 100 },
    {
      name: 'cost per request',
      role: 'secondary',
      kind: 'ratio',
      source: { kind: 'cost' },
      higherIsBetter: false,
    },
  ])
  const monitor = await look()
  expect(monitor.users).toBe(UNITS)
  const of = (name: string) => monitor.metrics.find(({ metric }) => metric === name)!
  const means = async (arm: string, when: 'before' | 'during' = 'during') =>
    (await perUnit('response_time_ms', arm, when)).map(([total, requests]) => total / requests)
  const [one, other] = [await means('control'), await means('concise')]

  const welch = welchTest(one, other)
  expect(of('latency').diff).toBeCloseTo(welch.diff!, 9)
  expect(of('latency').se).toBeCloseTo(welch.se!, 9)
  expect(of('latency').pValue).toBeCloseTo(welch.pTwoSided!, 9)
  expect(of('latency').spread).toMatchObject({
    median: expect.any(Number),
    p95: expect.any(Number),
  })
  expect(of('latency').mannWhitney!.probSuperiority).toBeGreaterThan(0.5)

  const history = cuped(
    { pre: await means('control', 'before'), post: one },
    { pre: await means('concise', 'before'), post: other },
  )
  expect(of('with history').diff).toBeCloseTo(history.diffAdjusted!, 6)
  expect(of('with history').se).toBeCloseTo(history.seAdjusted!, 6)
  expect(of('with history').varianceReduction).toBeGreaterThan(0.9)
  expect(of('with history').se!).toBeLessThan(of('latency').se! / 3)

  expect(of('pulled in').se!).toBeLessThanOrEqual(of('latency').se!)
  expect(of('p90')).toMatchObject({ role: 'guardrail', adjustment: 'none' })

  const rates = ratioMetric(
    await perUnit('success::int', 'control'),
    await perUnit('success::int', 'concise'),
  )
  expect(of('rate').diff).toBeCloseTo(rates.diff!, 9)
  expect(of('rate').se).toBeCloseTo(rates.se!, 9)
  expect(of('rate')).toMatchObject({
    requests: UNITS,
    requestsControl: UNITS,
    look: 1,
    looksPlanned: 1,
  })

  // Benjamini-Hochberg over all secondary metrics together: never below the plain p, ordered alike.
  const secondary = monitor.metrics.filter(({ role }) => role === 'secondary')
  expect(new Set(secondary.map(({ adjustment }) => adjustment))).toEqual(
    new Set(['benjamini_hochberg']),
  )
  for (const { pValue, pAdjusted } of secondary) expect(pAdjusted!).toBeGreaterThanOrEqual(pValue!)
})

test('a judge scores equally many responses per arm, once each, and the scores are a metric', async () => {
  const fake = await makeFakeProvider((seen, response) => {
    const score = seen.prompt.includes('good') ? 0.9 : 0.4
    answer(seen, response, JSON.stringify({ reason: 'as asked', pass: true, score }))
  })
  const source = { kind: 'outcome' as const, outcome: 'tone' }
  const { core, look } = await workplace([
    { name: 'tone', role: 'secondary', kind: 'mean', source },
  ])
  await addFakeProvider(core.client, fake.baseUrl)
  const ask = () =>
    core.client.experiment.judge({
      ...{ experiment: 'x', outcome: 'tone', model: 'provider:fake/m1', perArm: 20 },
      rubric: 'The answer is friendly.',
    })
  const first = await ask()
  expect(first).toMatchObject({
    judged: [
      { arm: 'control', scored: 20 },
      { arm: 'concise', scored: 20 },
    ],
    failed: 0,
  })
  expect(first.costUsd).toBeGreaterThan(0)
  expect(fake.seen).toHaveLength(40)
  // The same sample again: nothing is asked, or paid, twice.
  expect((await ask()).judged.map(({ scored }) => scored)).toEqual([0, 0])
  expect(fake.seen).toHaveLength(40)
  const report = (await look()).metrics.find(({ metric }) => metric === 'tone')
  expect(report).toMatchObject({ users: 20, usersControl: 20 })
  expect(report!.value).toBeCloseTo(0.9, 9)
  expect(report!.diff).toBeCloseTo(0.5, 9)
})
