import { randomBytes } from 'node:crypto'
import {
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeSnapshot } from '#shared/client/feed/snapshot.ts'
import { eventually, openClient } from '../support/client/client.ts'
import { testFolder } from '../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { type FailingProxy, startProxy } from '../support/proxy.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
let store: string
let proxy: FailingProxy
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
  await publishTo(store, 'hot', 1, textContent('Hello {{ name }}'))
  proxy = await startProxy(store)
  return () => proxy.close()
})

const connect = (more: Partial<Parameters<typeof openClient>[0]> = {}) =>
  openClient({ connectionString: proxy.connectionString, ...more })

const executions = async () =>
  (await query(store, 'select count(*)::int as n from galley.prompt_executions'))[0]?.n

describe.each(['refuse', 'hang', 'slow'] as const)('a database that turns to “%s”', (mode) => {
  test('10,000 renders meanwhile all succeed, and their executions arrive afterwards, each once', async () => {
    const client = connect({ logging: { maxRows: 20_000 } })
    expect(await client.renderPrompt('hot', { name: 'Bo' })).toMatchObject({ kind: 'success' })
    await client.flush()
    proxy.setMode(mode)
    if (mode === 'refuse') proxy.cut()
    for (let i = 0; i < 10_000; i++) {
      const rendered = await client.renderPrompt('hot', { name: `Bo ${i}` })
      if (rendered.kind !== 'success') throw new Error(`Render ${i} was a ${rendered.kind}.`)
    }
    expect(client.recording).toMatchObject({ recorded: 10_001, dropped: 0 })
    proxy.setMode('pass')
    proxy.cut()
    await eventually(async () => client.recording.waiting === 0)
    expect(await executions()).toBe(10_001)
    const [statistics] = await query(store, 'select total_executions from galley.prompt_templates')
    expect(statistics).toEqual({ total_executions: '10001' })
  })
})

describe('a start without a database', () => {
  test('the first call is bounded even if the server accepts and never answers; later ones do not wait', async () => {
    proxy.setMode('hang')
    const client = connect({ cache: { firstCallMs: 300 } })
    const began = performance.now()
    expect(await client.renderPrompt('hot', {})).toMatchObject({
      kind: 'failure',
      code: 'store_unreachable',
    })
    const first = performance.now() - began
    for (const name of ['hot', 'cold', 'other']) {
      expect(await client.renderPrompt(name, {})).toMatchObject({
        kind: 'failure',
        code: 'store_unreachable',
      })
    }
    const later = performance.now() - began - first
    // Bounds with room for a busy machine: unbounded would be 5,000 ms, waiting again 900 ms.
    expect(first).toBeGreaterThan(290)
    expect(first).toBeLessThan(2000)
    expect(later).toBeLessThan(first)
    proxy.setMode('pass')
    proxy.cut()
    await eventually(async () => (await client.getActivePrompt('hot'))?.version === 1)
  })

  test('a snapshot serves what was published when it was written', async () => {
    const path = join(testFolder(), 'prompts.json')
    const warm = connect({ snapshot: { path } })
    await warm.getActivePrompt('hot')
    await warm.close()
    proxy.setMode('refuse')
    const cold = connect({ snapshot: { path } })
    expect(await cold.renderPrompt('hot', { name: 'Bo' })).toMatchObject({
      kind: 'success',
      text: 'Hello Bo',
      isStale: true,
    })
    proxy.setMode('pass')
    await publishTo(store, 'hot', 2, textContent('new'))
    await eventually(async () => (await cold.getActivePrompt('hot'))?.version === 2)
  })

  test('“all” is loaded once the store is there, with what was published while nobody listened', async () => {
    const path = join(testFolder(), 'prompts.json')
    const isLoaded = (text: string) =>
      eventually(() => existsSync(path) && readFileSync(path, 'utf8').includes(text))
    proxy.setMode('refuse')
    const client = connect({ cache: { preload: 'all' }, snapshot: { path } })
    await eventually(() => client.problems.some(({ kind }) => kind === 'load'))
    proxy.setMode('pass')
    await isLoaded('Hello')
    proxy.setMode('refuse')
    proxy.cut()
    await publishTo(store, 'cold', 1, textContent('Later'))
    proxy.setMode('pass')
    await isLoaded('Later')
  })

  test.runIf(existsSync('/dev/full'))('a full disk leaves no file open', () => {
    const path = join(testFolder(), 'prompts.json')
    symlinkSync('/dev/full', `${path}.${process.pid}`)
    expect(() => writeSnapshot(path, { bundles: [], guardrails: null })).toThrow('ENOSPC')
    const opened = readdirSync('/proc/self/fd').map((fd) => {
      // The folder itself was open while it was read.
      return existsSync(`/proc/self/fd/${fd}`) ? readlinkSync(`/proc/self/fd/${fd}`) : ''
    })
    expect(opened).not.toContain('/dev/full')
  })

  test('a snapshot that was cut short or edited is refused and reported', async () => {
    const path = join(testFolder(), 'prompts.json')
    const warm = connect({ snapshot: { path } })
    await warm.getActivePrompt('hot')
    await warm.close()
    const text = readFileSync(path, 'utf8')
    proxy.setMode('refuse')
    for (const damaged of [text.slice(0, -20), text.replace('Hello', 'Jello')]) {
      writeFileSync(path, damaged)
      const cold = connect({ snapshot: { path } })
      expect(await cold.renderPrompt('hot', {})).toMatchObject({
        kind: 'failure',
        code: 'store_unreachable',
      })
      expect(cold.problems.map(({ kind }) => kind)).toContain('snapshot')
    }
  })
})

describe('recording', () => {
  test('a full buffer drops and counts; the caller notices by the id alone', async () => {
    proxy.setMode('refuse')
    const client = connect({ logging: { maxRows: 3 } })
    const ids = Array.from({ length: 5 }, () => client.logPromptExecution('hot', true, 5))
    expect(ids.filter((id) => id !== null)).toHaveLength(3)
    expect(client.recording).toMatchObject({ recorded: 3, dropped: 2 })
  })

  test('a row the database refuses does not take its batch with it', async () => {
    const client = connect()
    for (let i = 0; i < 20; i++) {
      client.logExecution({
        templateName: 'hot',
        responseTimeMs: i === 7 ? -1 : i,
        // No index of Postgres takes the second: its limit is that of a page.
        userId: i === 11 ? randomBytes(20_000).toString('hex') : 'u',
        metadata: { i },
      })
    }
    await client.flush()
    expect(client.recording).toMatchObject({ written: 18, rejected: 2, dropped: 0 })
    expect(await executions()).toBe(18)
  })

  test('NUL, half surrogates, cycles and long errors: never a throw', async () => {
    const client = connect()
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(client.logExecution({ templateName: 'hot', metadata: cycle })).toBeNull()
    expect(client.recording.dropped).toBe(1)
    client.logExecution({
      templateName: 'hot',
      userId: 'a\0b',
      renderedPrompt: '\ud83d',
      metadata: { 'na\0me': [{ '\udc00': 1 }] },
      status: 'failure',
      errorMessage: 'x'.repeat(5000),
    })
    await client.flush()
    expect(
      await query(
        store,
        'select user_id, length(error_message) as n, metadata from galley.prompt_executions',
      ),
    ).toEqual([{ user_id: 'a\ufffdb', n: 1000, metadata: { 'na\ufffdme': [{ '\ufffd': 1 }] } }])
  })

  test('what has the wrong type is sent as it was meant, and what cannot be said holds up nothing', async () => {
    const client = connect()
    const logged = (record: object) =>
      client.logExecution({ templateName: 'hot', ...record } as never)
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    logged({ userId: 'thrown', errorMessage: new Error('no answer') })
    logged({ userId: 'number', errorMessage: 42, tokenCount: 5n, violations: 'none' })
    logged({ userId: 'cycle', violations: [{ message: cycle }] })
    logged({ userId: 'fine' })
    await client.flush()
    expect(client.recording).toMatchObject({ written: 3, rejected: 1, waiting: 0 })
    const sql =
      'select user_id, error_message, token_count from galley.prompt_executions order by 1'
    expect(await query(store, sql)).toEqual([
      { user_id: 'fine', error_message: null, token_count: null },
      { user_id: 'number', error_message: '42', token_count: 5 },
      { user_id: 'thrown', error_message: 'no answer', token_count: null },
    ])
    expect(await client.renderPrompt('hot', { name: 'Bo' }, null as never)).toMatchObject({
      kind: 'success',
    })
  })

  test('closing flushes', async () => {
    const client = connect()
    await client.renderPrompt('hot', { name: 'Bo' })
    await client.close()
    expect(await executions()).toBe(1)
  })

  test('a database that hangs does not keep a service from closing; what was lost is counted', async () => {
    const client = connect()
    await client.renderPrompt('hot', { name: 'Bo' })
    proxy.setMode('hang')
    await client.close(100)
    expect(client.recording).toMatchObject({ recorded: 1, written: 0, waiting: 1 })
    proxy.cut()
    await eventually(() => client.recording.dropped === 1)
  })
})
