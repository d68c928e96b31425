import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PYTHON_SNIPPET } from '#shared/domain/assignment/snippets.ts'
import { eventually, openClient } from '../support/client/client.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** 10,000 ids of the kinds that services have, with the odd ones among them. */
const units = Array.from({ length: 10_000 }, (_, i) => {
  const kinds = [`user-${i}`, `${i}`, `ünï-${i}-日本`, `  padded ${i} `, `😀${i}`, `x'${i}"\\`]
  return kinds[i % kinds.length]!
})

interface Started {
  coverageBp: number
  rest?: string
  layer?: { name: string; fromBp: number; toBp: number }
  weights?: Record<string, number>
}

/** Starts an experiment on `hot` between its versions, straight through the store's own function. */
async function start(store: string, { coverageBp, rest, layer, weights }: Started) {
  const shares = Object.entries(weights ?? { control: 5000, concise: 5000 })
  const arms = []
  for (const [index, [key, weightBp]] of shares.entries()) {
    const label = index === 0 ? 'production' : 'staging'
    const { versionId } = await publishTo(store, 'hot', index + 1, textContent(key), label)
    arms.push({ key, weightBp, versionId })
  }
  const request = {
    id: randomUUID(),
    name: 'x',
    template: 'hot',
    design: {},
    arms,
    coverageBp,
    rest,
    layer,
    primaryMetric: 'solved',
    minimumUsers: 100,
    confidence: 0.95,
    at: '2026-01-01T00:00:00Z',
  }
  await query(store, 'select galley.start_experiment($1)', [JSON.stringify(request)])
  return request.id
}

const steer = (store: string, change: object) =>
  query(store, 'select galley.steer_experiment($1) as shown', [
    JSON.stringify({ name: 'x', at: '2026-02-01T00:00:00Z', ...change }),
  ])

/** What services ask, and the rule inside it, which costs a tenth. */
const WAYS = {
  service: `select p.ab_test_group as arm from unnest($1::text[]) with ordinality as u (id, place)
     left join lateral galley.get_active_prompt('hot', u.id) p on true order by place`,
  rule: `select galley.assign_in_phase(galley.current_phase(x), u.id) as arm
     from galley.ab_test_experiments x, unnest($1::text[]) with ordinality as u (id, place) order by place`,
}

/** The arms of all units in SQL, in the client and in Python. */
async function everywhere(store: string, way: keyof typeof WAYS = 'rule') {
  const rows = await query(store, WAYS[way], [units])
  const sql = rows.map(({ arm }) => arm as string | null)
  const client = openClient({ connectionString: store })
  const here: (string | null)[] = []
  for (const userId of units) {
    here.push((await client.getActivePrompt('hot', { userId }))?.arm ?? null)
  }
  await client.close()
  const [phase] = await query(
    store,
    `select p.* from galley.experiment_phases p join galley.ab_test_experiments x on x.id = p.experiment_id and x.phase = p.phase`,
  )
  return { sql, here, python: inPython(phase!) }
}

function inPython(phase: Record<string, unknown>): (string | null)[] {
  const layer = phase.layer_salt && [phase.layer_salt, phase.layer_from_bp, phase.layer_to_bp]
  const arms = (phase.arms as { key: string; weight_bp: number }[]).map((arm) => [
    arm.key,
    arm.weight_bp,
  ])
  const program = `${PYTHON_SNIPPET}
import json, sys
job = json.load(sys.stdin)
layer = tuple(job["layer"]) if job["layer"] else None
print(json.dumps([assign(u, job["salt"], job["coverage_salt"], job["coverage_bp"], job["arms"], layer, job["rest"]) for u in job["units"]]))`
  const input = JSON.stringify({ ...phase, layer: layer || null, arms, units })
  const output = execFileSync('python3', ['-c', program], { input, maxBuffer: 2 ** 26 })
  return JSON.parse(output.toString())
}

const counts = (arms: (string | null)[]) =>
  arms.reduce<Record<string, number>>((sums, arm) => {
    sums[String(arm)] = (sums[String(arm)] ?? 0) + 1
    return sums
  }, {})

test('10,000 units get the same arm in SQL, TypeScript and Python, before and after a ramp, which moves nobody', async () => {
  const store = await createStore(postgres)
  await start(store, { coverageBp: 2000, weights: { control: 3334, concise: 3333, other: 3333 } })
  const before = await everywhere(store, 'service')
  expect(before.here).toEqual(before.sql)
  expect(before.python).toEqual(before.sql)
  await steer(store, { action: 'ramp', coverageBp: 6000 })
  const after = await everywhere(store)
  expect(after.here).toEqual(after.sql)
  expect(after.python).toEqual(after.sql)
  const moved = before.sql.filter((arm, i) => arm !== null && arm !== after.sql[i])
  expect(moved).toEqual([])
  for (const [share, arms] of [
    [0.2, before.sql],
    [0.6, after.sql],
  ] as const) {
    for (const key of ['control', 'concise', 'other']) {
      expect(Math.abs((counts([...arms])[key] ?? 0) - (10_000 * share) / 3)).toBeLessThan(200)
    }
  }
})

test('outside of a canary everybody is its control, and a step moves units one way only', async () => {
  const store = await createStore(postgres)
  await start(store, { coverageBp: 500, rest: 'control', weights: { control: 0, canary: 10_000 } })
  const before = await everywhere(store)
  expect(before.here).toEqual(before.sql)
  expect(before.python).toEqual(before.sql)
  expect(Math.abs((counts(before.sql).canary ?? 0) - 500)).toBeLessThan(100)
  await steer(store, { action: 'step', coverageBp: 2000 })
  const after = await everywhere(store)
  expect(after.here).toEqual(after.sql)
  const back = before.sql.filter((arm, i) => arm === 'canary' && after.sql[i] !== 'canary')
  expect(back).toEqual([])
  expect(Math.abs((counts(after.sql).canary ?? 0) - 2000)).toBeLessThan(160)
  const [shown] = await query(store, 'select traffic_allocation from galley.v_active_ab_tests')
  expect(shown).toEqual({ traffic_allocation: { control: 80, canary: 20 } })
})

test('a layer holds the same units in every language, and refuses a range that is taken', async () => {
  const store = await createStore(postgres)
  await start(store, { coverageBp: 10_000, layer: { name: 'tone', fromBp: 0, toBp: 4000 } })
  const { sql, here, python } = await everywhere(store)
  expect(here).toEqual(sql)
  expect(python).toEqual(sql)
  expect(Math.abs((counts(sql).null ?? 0) - 6000)).toBeLessThan(200)
  const { versionId } = await publishTo(store, 'cold', 1, textContent('x'))
  const other = {
    id: randomUUID(),
    name: 'y',
    template: 'cold',
    design: {},
    arms: [
      { key: 'a', weightBp: 5000, versionId },
      { key: 'b', weightBp: 5000, versionId },
    ],
    coverageBp: 10_000,
    layer: { name: 'tone', fromBp: 3999, toBp: 5000 },
    primaryMetric: 'm',
    confidence: 0.95,
  }
  await expect(
    query(store, 'select galley.start_experiment($1)', [JSON.stringify(other)]),
  ).rejects.toMatchObject({ code: 'GL011', detail: 'x' })
})

test('an exposure is recorded once per unit and phase, by whatever logs the execution', async () => {
  const store = await createStore(postgres)
  const id = await start(store, { coverageBp: 10_000 })
  const client = openClient({
    connectionString: store,
    clock: () => Date.parse('2026-01-05T00:00:00Z'),
  })
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 50; i++) await client.renderPrompt('hot', {}, { userId: `u${i}` })
  }
  await client.flush()
  const exposures = () =>
    query(
      store,
      'select unit, phase, arm, is_mixed from galley.experiment_exposures where experiment_id = $1 order by phase, unit',
      [id],
    )
  const first = await exposures()
  expect(first.length).toBe(50)
  expect(first.every((row) => row.phase === 1 && row.is_mixed === false)).toBe(true)
  // A service of another language that says another arm: the unit is marked, not counted twice.
  const wrong = first[0]!.arm === 'control' ? 'concise' : 'control'
  await query(
    store,
    "insert into galley.prompt_executions (template_name, success, user_id, ab_test_group, executed_at) values ('hot', true, $1, $2, '2026-01-06')",
    [first[0]!.unit, wrong],
  )
  expect((await exposures()).filter((row) => row.is_mixed).map(({ unit }) => unit)).toEqual([
    first[0]!.unit,
  ])
  await query(store, "select galley.log_exposure('hot', 'without-execution', 'control')")
  expect((await exposures()).length).toBe(51)
  await steer(store, { action: 'reweigh', weightsBp: { control: 2000, concise: 8000 } })
  await query(
    store,
    "select galley.log_execution('hot', true, user_id => 'u0', ab_test_group => 'concise')",
  )
  expect((await exposures()).filter(({ phase }) => phase === 2)).toMatchObject([{ unit: 'u0' }])
})

test('a paused experiment serves the production version; who comes back has the arm of before', async () => {
  const store = await createStore(postgres)
  await start(store, { coverageBp: 10_000 })
  const client = openClient({ connectionString: store })
  const arms = async () => {
    const found = []
    for (let i = 0; i < 100; i++) {
      found.push((await client.getActivePrompt('hot', { userId: `u${i}` }))?.arm ?? null)
    }
    return found
  }
  const before = await arms()
  await steer(store, { action: 'pause' })
  await eventually(async () => (await arms()).every((arm) => arm === null))
  await steer(store, { action: 'resume' })
  await eventually(async () => (await arms()).every((arm) => arm !== null))
  expect(await arms()).toEqual(before)
  await expect(steer(store, { action: 'resume' })).resolves.toBeDefined()
  await steer(store, { action: 'cancel' })
  for (const action of ['resume', 'cancel', 'keep_control']) {
    await expect(steer(store, { action })).rejects.toMatchObject({ code: 'GL010' })
  }
})
