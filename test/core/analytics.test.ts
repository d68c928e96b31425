import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'
import { workspaceOn } from '../support/workspaces.ts'

let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
  await publishTo(store, 'welcome', 1, textContent('one'))
  await publishTo(store, 'welcome', 2, textContent('two'))
  await publishTo(store, 'farewell', 1, textContent('bye'))
})

const now = '2026-03-10T12:30:00.000Z'
const clock = { now: () => new Date(now) }

interface Logged {
  name?: string
  version?: number
  at: string
  ms?: number
  success?: boolean
  model?: string
  cost?: number
  violations?: object[]
  error?: string
}

const log = (rows: Logged[]) =>
  query(
    store,
    `insert into galley.prompt_executions (template_name, template_version, executed_at, response_time_ms, success, model,
       cost_usd, token_count, cache_hit, guardrail_violations, error_message, error_type)
     select r->>'name', (r->>'version')::int, (r->>'at')::timestamptz, (r->>'ms')::numeric, (r->>'success')::boolean,
       r->>'model', (r->>'cost')::numeric, 10, false, coalesce(r->'violations', '[]'), r->>'error', 'provider'
     from jsonb_array_elements('${JSON.stringify(
       rows.map((row) => ({ name: 'welcome', version: 1, ms: 100, success: true, ...row })),
     )}'::jsonb) r`,
  )

const shop = { remote: 'shop' }

test('sums the last day by hour and by version, with gaps as empty hours', async () => {
  await log([
    { at: '2026-03-10T12:05:00Z', ms: 80, cost: 0.02 },
    { at: '2026-03-10T12:10:00Z', ms: 900, version: 2, success: false, error: 'timed out' },
    { at: '2026-03-10T10:00:00Z', ms: 120, name: 'farewell', model: 'gpt' },
    { at: '2026-03-08T10:00:00Z', ms: 5 },
  ])
  const { client } = await workspaceOn(store, 'Ann', { clock })
  const report = await client.analytics.report({ ...shop, by: 'version' })
  expect(report).toMatchObject({ step: 'hour', isStale: false, to: now })
  expect(report.totals).toMatchObject({
    executions: 3,
    failures: 1,
    successRate: 2 / 3,
    tokens: 30,
    costUsd: 0.02,
  })
  expect(report.series).toHaveLength(25)
  expect(report.series.map(({ executions }) => executions)).toEqual([...Array(22).fill(0), 1, 0, 2])
  expect(report.groups.map(({ key, executions }) => [key, executions])).toEqual([
    ['farewell@1', 1],
    ['welcome@1', 1],
    ['welcome@2', 1],
  ])
  const models = await client.analytics.report({ ...shop, by: 'model' })
  expect(models.groups).toMatchObject([
    { key: '', executions: 2 },
    { key: 'gpt', model: 'gpt', executions: 1, costUsd: null },
  ])
  const week = await client.analytics.report({ ...shop, hours: 168, templateName: 'welcome' })
  expect(week).toMatchObject({ step: 'day', totals: { executions: 3 } })
})

test('gives the percentiles that SQL gives', async () => {
  const random = (index: number) => ((index * 7919) % 997) + 1
  const at = new Date(Date.now() - 60_000).toISOString()
  await log(Array.from({ length: 400 }, (_, index) => ({ at, ms: random(index) ** 1.3 })))
  const { client } = await workspaceOn(store, 'Ann', { clock: { now: () => new Date() } })
  const { totals } = await client.analytics.report({ ...shop, templateName: 'welcome' })
  const [there] = await query(store, `select * from galley.template_performance('welcome', 24)`)
  expect(totals.p50Ms).toBeCloseTo(Number(there?.p50_ms), 6)
  expect(totals.p95Ms).toBeCloseTo(Number(there?.p95_ms), 6)
  expect(totals.p99Ms).toBeCloseTo(Number(there?.p99_ms), 6)
  expect(totals.meanMs).toBeCloseTo(Number(there?.avg_response_time_ms), 6)
})

test('names what fails and which guardrails are violated, most frequent first', async () => {
  const at = '2026-03-10T12:00:00Z'
  const violation = { guardrail_name: 'pii', action: 'redact' }
  await log([
    { at, success: false, error: 'rate limit' },
    { at, success: false, error: 'rate limit' },
    { at, success: false, error: 'timed out' },
    { at, violations: [violation, violation] },
    { at: '2026-03-01T12:00:00Z', success: false, error: 'long ago' },
  ])
  const { client } = await workspaceOn(store, 'Ann', { clock })
  const findings = await client.analytics.findings(shop)
  expect(findings.errors).toMatchObject([
    { message: 'rate limit', count: 2, templateName: 'welcome', errorType: 'provider' },
    { message: 'timed out', count: 1 },
  ])
  expect(findings.guardrails).toEqual([{ name: 'pii', action: 'redact', count: 2 }])
})

test('shows the last pull while the store is away, and says so', async () => {
  const proxy = await startProxy(store)
  onTestFinished(() => proxy.close())
  await log([{ at: '2026-03-10T12:05:00Z' }])
  const { client } = await workspaceOn(proxy.connectionString, 'Ann', { clock })
  await client.publishing.pull(shop)
  // A store that answers with a failure is not away: what went wrong is said, old figures are not shown for it.
  await query(store, 'alter table galley.execution_rollups rename to hidden')
  const failing = await client.analytics.report(shop).catch((error: unknown) => error)
  await query(store, 'alter table galley.hidden rename to execution_rollups')
  expect(failing).toMatchObject({ code: expect.not.stringMatching('remote_unreachable') })
  proxy.setMode('refuse')
  proxy.cut()
  const report = await client.analytics.report(shop)
  expect(report).toMatchObject({ isStale: true, asOf: now, totals: { executions: 1 } })
  await expect(client.analytics.findings(shop)).rejects.toMatchObject({
    code: 'remote_unreachable',
  })
})
