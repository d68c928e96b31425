import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore, withClient } from '../../support/schema.ts'

let postgres: TestPostgres
let store: string
let client: pg.Client
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
  client = new pg.Client({ connectionString: store })
  await client.connect()
  await client.query('set search_path = galley')
  await client.query(
    `insert into prompt_templates (name, template_text, is_active) values ('welcome', 'x', true)`,
  )
  return () => client.end()
})

const rows = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows
const log = (...times: string[]) =>
  rows(`insert into prompt_executions (template_name, executed_at)
    values ${times.map((time) => `('welcome', ${time})`).join(', ')}`)
const countIn = async (table: string) =>
  (await rows(`select count(*)::int as n from ${table}`))[0].n as number
const actions = async (call: string) =>
  (await rows(`select action from ${call}`)).map(({ action }) => action as string).sort()

test('maintain makes coming weeks, empties the default partition and drops what is too old', async () => {
  await log(`now() - interval '300 days'`, `now() - interval '20 days'`, 'now()')
  expect(await countIn('prompt_executions_default')).toBe(2)
  expect(await actions('maintain()')).toEqual(['dropped', 'made'])
  expect(await countIn('prompt_executions')).toBe(2)
  expect(await countIn('prompt_executions_default')).toBe(0)
  expect(await rows('select total_executions from prompt_templates')).toEqual([
    { total_executions: '3' },
  ])
  expect(await actions(`maintain('1 day')`)).toEqual(['dropped'])
  expect(await countIn('prompt_executions')).toBe(1)
})

test('times that no week can hold stay where they are and stop nothing', async () => {
  await log(`'infinity'`, `now() + interval '30 years'`, `now() - interval '20 days'`)
  expect(await actions('maintain()')).toEqual(['made'])
  expect(await countIn('prompt_executions_default')).toBe(2)
  expect(await countIn('prompt_executions')).toBe(3)
})

test('weeks touch without a gap, whatever clock changes the zone of the session has', async () => {
  for (const zone of ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC']) {
    await client.query(`set timezone = '${zone}'`)
    expect(await actions(`maintain('90 days', 60)`)).not.toContain('left')
  }
  const bounds = await rows(
    `select (regexp_match(pg_get_expr(relpartbound, oid), $$FROM \\('([^']+)$$))[1] as "from",
       (regexp_match(pg_get_expr(relpartbound, oid), $$TO \\('([^']+)$$))[1] as "to"
     from pg_class where relname ~ '^prompt_executions_[0-9]{8}$' order by relname`,
  )
  expect(bounds.length).toBeGreaterThan(55)
  expect(bounds.slice(1).map(({ from }) => from)).toEqual(bounds.slice(0, -1).map(({ to }) => to))
  for (const { from } of bounds) expect(from).toMatch(/ 00:00:00\+00$/)
})

test('nobody waits behind maintain: what somebody reads is left for the next time', async () => {
  await log(`now() - interval '20 days'`)
  expect(await actions('maintain()')).toEqual(['made'])
  await withClient(store, async (reader) => {
    await reader.query('begin')
    await reader.query('select count(*) from galley.prompt_executions')
    expect(await actions(`maintain('1 day')`)).toEqual(['left'])
    expect(await countIn('prompt_executions')).toBe(1)
    await reader.query('commit')
  })
  const [{ lock_timeout }] = await rows('show lock_timeout')
  expect(lock_timeout).toBe('0')
  expect(await actions(`maintain('1 day')`)).toEqual(['dropped'])
})

test('two at once do it once', async () => {
  await log(`now() - interval '20 days'`)
  const done = await Promise.all(
    [1, 2].map(() =>
      withClient(store, async (other) => {
        const { rows: said } = await other.query('select action from galley.maintain()')
        return said.map(({ action }) => action)
      }),
    ),
  )
  expect(done.flat()).toEqual(['made'])
  expect(await countIn('prompt_executions_default')).toBe(0)
})
