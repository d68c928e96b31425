import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { eventually, openClient } from '../support/client/client.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const never = { pollMs: 3_600_000 }
const program = fileURLToPath(new URL('../support/processes/serving-process.ts', import.meta.url))

test('another process serves what was published, told by a notice alone', async () => {
  const store = await createStore(postgres)
  await publishTo(store, 'hot', 1, textContent('one'))
  const service = spawn(process.execPath, [program, store, 'hot'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void service.kill('SIGKILL'))
  const lines = createInterface(service.stdout)[Symbol.asyncIterator]()
  const served = async () => JSON.parse((await lines.next()).value ?? 'null').now
  expect(await served()).toBe('1 one')
  await publishTo(store, 'hot', 2, textContent('two'))
  expect(await served()).toBe('2 two')
  await query(
    store,
    `update galley.prompt_labels set version_id = (select id from galley.prompt_templates where version = 1)`,
  )
  expect(await served()).toBe('1 one')
})

test('what was published while the connection was broken is served once it is back', async () => {
  const store = await createStore(postgres)
  await publishTo(store, 'hot', 1, textContent('one'))
  const proxy = await startProxy(store)
  onTestFinished(() => proxy.close())
  const client = openClient({ connectionString: proxy.connectionString, cache: never })
  const version = async () => (await client.getActivePrompt('hot'))?.version
  expect(await version()).toBe(1)
  proxy.setMode('refuse')
  proxy.cut()
  await publishTo(store, 'hot', 2, textContent('two'))
  await eventually(async () => (await client.getActivePrompt('hot'))?.isStale)
  expect(await version()).toBe(1)
  proxy.setMode('pass')
  await eventually(async () => (await version()) === 2)
  expect(await client.getActivePrompt('hot')).toMatchObject({ isStale: false })
})

test('without a connection that listens it asks, as often as it tries to listen', async () => {
  const store = await createStore(postgres)
  await publishTo(store, 'hot', 1, textContent('one'))
  const pool = new pg.Pool({ connectionString: store, max: 1 })
  onTestFinished(() => pool.end())
  const client = openClient({
    pool: {
      query: (text, values) => pool.query(text, values),
      connect: () => Promise.reject(new Error('this pooler cannot listen')),
      end: () => pool.end(),
    },
    cache: never,
  })
  expect((await client.getActivePrompt('hot'))?.version).toBe(1)
  await publishTo(store, 'hot', 2, textContent('two'))
  await eventually(async () => (await client.getActivePrompt('hot'))?.version === 2)
})

test('closed while it connects, a client reports nothing and asks nothing more', async () => {
  const connecting = Promise.withResolvers<never>()
  let asked = 0
  const pool = {
    query: async () => {
      asked += 1
      return { rows: [] }
    },
    connect: () => connecting.promise,
    end: async () => {},
  }
  const client = openClient({ pool, cache: { preload: 'all' } })
  await eventually(() => asked > 0)
  await client.close()
  const before = asked
  connecting.reject(new Error('the connection was given up'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(client.problems).toEqual([])
  expect(asked).toBe(before)
})

test('a name that was not published when first asked for is served once it is', async () => {
  const store = await createStore(postgres)
  const client = openClient({ connectionString: store, cache: never })
  expect(await client.getActivePrompt('soon')).toBeNull()
  await eventually(
    async () =>
      (await query(store, `select 1 from pg_stat_activity where query = 'listen galley_changes'`))
        .length,
  )
  await publishTo(store, 'soon', 1, textContent('now'))
  await eventually(async () => (await client.getActivePrompt('soon'))?.version === 1)
})

test('an experiment that starts or ends is a change like any other', async () => {
  const store = await createStore(postgres)
  const { versionId } = await publishTo(store, 'hot', 1, textContent('one'))
  const client = openClient({ connectionString: store, cache: never })
  const arm = async () => (await client.getActivePrompt('hot', { userId: 'u' }))?.arm
  expect(await arm()).toBeNull()
  await eventually(
    async () =>
      (await query(store, `select 1 from pg_stat_activity where query = 'listen galley_changes'`))
        .length,
  )
  await query(
    store,
    `insert into galley.ab_test_experiments (name, template_name, status, control_template_id, traffic_allocation) values ('x', 'hot', 'running', $1, '{"control": 100}')`,
    [versionId],
  )
  await eventually(async () => (await arm()) === 'control')
  await query(store, `update galley.ab_test_experiments set status = 'completed'`)
  await eventually(async () => (await arm()) === null)
})
