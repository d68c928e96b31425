import { spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from '#shared/client/client.ts'
import type { Entry } from '#shared/client/recording/execution-row.ts'
import { frameOf, readFrames } from '#shared/client/recording/spool/frames.ts'
import { isAbandoned } from '#shared/client/recording/spool/owner.ts'
import { Replay } from '#shared/client/recording/spool/replay.ts'
import { Spool } from '#shared/client/recording/spool/spool.ts'
import { eventually, openClient } from '../support/client/client.ts'
import { NOWHERE } from '../support/client/offline-client.ts'
import { testFolder } from '../support/core.ts'
import { effort } from '../support/effort.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

const program = fileURLToPath(new URL('../support/processes/recording-process.ts', import.meta.url))

let directory: string
beforeEach(() => {
  directory = join(testFolder(), 'spool')
})

const files = () => (existsSync(directory) ? readdirSync(directory) : [])

const open = (options: Partial<ClientOptions> = {}, spool = {}) =>
  openClient({
    connectionString: NOWHERE,
    ...options,
    logging: { spool: { directory, ...spool } },
  })

/** A service that records until it is killed after some hundred executions; gives what it acknowledged. */
async function recordUntilKilled(store: string, spool: string): Promise<string[]> {
  const service = spawn(process.execPath, [program, store, spool], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => service.once('close', resolve))
  const goal = 50 + Math.floor(Math.random() * 1000)
  const acknowledged: string[] = []
  for await (const id of createInterface(service.stdout)) {
    // A line cut by the kill is no acknowledgement that anybody could have read.
    if (id.length === 36) acknowledged.push(id)
    if (acknowledged.length === goal) service.kill('SIGKILL')
  }
  await ended
  return acknowledged
}

describe('frames', () => {
  test('come back as they were written; damage costs the damaged line alone', () => {
    const path = join(testFolder(), 'frames')
    const texts = ['{"a":"ünï 日本 😀"}', '{}', '{"b":"line\\nbreak"}']
    writeFileSync(path, texts.map(frameOf).join(''))
    expect(readFrames(path)).toEqual({ texts, damaged: 0 })
    const whole = readFileSync(path)
    for (let cut = 0; cut < whole.length; cut++) {
      writeFileSync(path, whole.subarray(0, cut))
      const { texts: left, damaged } = readFrames(path)
      expect(left).toEqual(texts.slice(0, left.length))
      expect(damaged).toBeLessThanOrEqual(1)
    }
    writeFileSync(path, `${frameOf(texts[0]!)}broken here\n\n${frameOf(texts[1]!)}`)
    expect(readFrames(path)).toEqual({ texts: texts.slice(0, 2), damaged: 1 })
  })
})

describe('without a database', () => {
  test('what is acknowledged is in a file before the call returns', () => {
    const client = open()
    const id = client.logPromptExecution('hot', true, 5)
    const [file = ''] = files()
    const { texts } = readFrames(join(directory, file))
    expect(texts.map((text) => JSON.parse(text))).toMatchObject([
      { id, template_name: 'hot', success: true },
    ])
  })

  test('a full spool drops and counts', () => {
    const client = open({}, { maxBytes: 2000 })
    const ids = Array.from({ length: 20 }, () => client.logPromptExecution('hot', true, 5))
    const kept = ids.filter((id) => id !== null)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(20)
    expect(client.recording).toMatchObject({ recorded: kept.length, dropped: 20 - kept.length })
  })

  test('a folder that cannot be used is reported; executions are kept in memory', () => {
    const file = join(testFolder(), 'file')
    writeFileSync(file, '')
    const client = open({}, { directory: file })
    expect(client.logPromptExecution('hot', true, 5)).not.toBeNull()
    expect(client.problems).toMatchObject([{ kind: 'spool' }])
  })

  test('closing leaves what waits to the next start, and counts it neither written nor dropped', async () => {
    const client = open()
    client.logPromptExecution('hot', true, 5)
    await client.close(50)
    expect(client.recording).toMatchObject({ recorded: 1, written: 0, dropped: 0 })
    expect(files()).toHaveLength(1)
  })

  test('files of living processes and of other machines are left alone', () => {
    const path = (name: string) => join(testFolder(), name)
    const [own = ''] = (() => {
      open().logPromptExecution('hot', true, 5)
      return files()
    })()
    const now = Date.now()
    expect(isAbandoned(join(directory, own), now)).toBe(false)
    const [host, , start] = own.split('_')
    const [parent, gone, foreign] = [
      path(`${host}_${process.ppid}_${start}_x.spool`),
      path(`${host}_999999999_1_x.spool`),
      path('elsewhere_1_1_x.spool'),
    ]
    for (const file of [parent, gone, foreign]) writeFileSync(file, '')
    // The number is alive, but it is not the process that wrote: that one started at another time.
    expect(isAbandoned(parent, now)).toBe(process.platform === 'linux')
    expect(isAbandoned(gone, now)).toBe(true)
    expect(isAbandoned(foreign, now)).toBe(false)
    utimesSync(foreign, now / 1000 - 3600, now / 1000 - 3600)
    expect(isAbandoned(foreign, now)).toBe(true)
  })

  test('files that another process takes while this one starts cost it neither its spool nor its room', async () => {
    mkdirSync(directory)
    // Listed, and gone when it is looked at.
    for (const name of ['elsewhere_1_1_a.spool', 'elsewhere_1_1_b.spool'])
      symlinkSync('/nowhere', join(directory, name))
    const [left = ''] = (() => {
      open().logPromptExecution('hot', true, 5)
      return files().filter((name) => !name.startsWith('elsewhere'))
    })()
    const [host] = left.split('_')
    const abandoned = join(directory, `${host}_999999999_1_x.spool`)
    writeFileSync(abandoned, 'x'.repeat(900))
    const onError = (error: unknown) => expect.unreachable(String(error))
    const settings = { directory, maxBytes: 1000, clock: Date.now, onError }
    const spool = new Spool({ ...settings, textOf: () => 'y'.repeat(200) })
    expect(spool.append({} as Entry)).toBe('full')
    rmSync(abandoned)
    const replay = new Replay({ spool, write: async () => expect.unreachable(), onError })
    await eventually(() => spool.append({} as Entry) === 'kept')
    replay.close()
    spool.close()
  })
})

describe('with a database', () => {
  let postgres: TestPostgres
  let store: string
  beforeAll(async () => {
    postgres = await startTestPostgres()
  })
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    store = await createStore(postgres)
    await publishTo(store, 'hot', 1, textContent('hi'))
  })

  const ids = async () =>
    (await query(store, 'select id from galley.prompt_executions order by id')).map(({ id }) => id)

  test('what an earlier process left arrives, each once, and its file goes', async () => {
    const before = open()
    const left = [1, 2, 3].map((ms) => before.logPromptExecution('hot', true, ms))
    await before.close(50)
    const [file = ''] = files()
    // The crash cut a write, too; and a part of it had arrived already.
    appendFileSync(join(directory, file), frameOf('{"id":"x"}').slice(0, 20))
    const [first = ''] = readFrames(join(directory, file)).texts
    const { executed_at } = JSON.parse(first)
    await query(
      store,
      `insert into galley.prompt_executions (id, template_name, executed_at) values ($1, 'hot', $2)`,
      [left[0], executed_at],
    )
    const client = open({ connectionString: store })
    await eventually(() => client.recording.replayed > 0)
    expect(client.recording).toMatchObject({ replayed: 3, damaged: 1 })
    expect(await ids()).toEqual(left.toSorted())
    expect(files()).toEqual([])
    const [statistics] = await query(store, 'select total_executions from galley.prompt_templates')
    expect(statistics).toEqual({ total_executions: '3' })
  })

  test('files go when the database has everything', async () => {
    const client = open({ connectionString: store })
    for (let i = 0; i < 100; i++) client.logPromptExecution('hot', true, i)
    expect(await client.flush()).toBe(true)
    await client.close()
    expect(files()).toEqual([])
    expect(await ids()).toHaveLength(100)
  })

  test('SIGKILL at any moment loses nothing that was acknowledged and doubles nothing', async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < effort(4); round++) {
      acknowledged.push(...(await recordUntilKilled(store, directory)))
    }
    const client = open({ connectionString: store })
    await eventually(() => files().length === 0)
    await client.close()
    const there = new Set(await ids())
    expect(acknowledged.filter((id) => !there.has(id))).toEqual([])
    const [{ rows, counted } = {}] = await query(
      store,
      `select (select count(*)::int from galley.prompt_executions) as rows,
         (select total_executions::int from galley.prompt_templates) as counted`,
    )
    // No double: ids are primary keys with their time, and the statistics counted every row once.
    expect(there.size).toBe(rows)
    expect(counted).toBe(rows)
    expect(rows).toBeGreaterThanOrEqual(acknowledged.length)
  })
  test('without a spool, SIGKILL loses no more than the batch that was not flushed', async () => {
    const acknowledged = await recordUntilKilled(store, '')
    // What was sent when the kill came is written or not, but never in part.
    await eventually(async () => (await writers()) === 0)
    const there = new Set(await ids())
    const lost = acknowledged.filter((id) => !there.has(id))
    expect(lost.length).toBeLessThanOrEqual(50)
    expect(
      acknowledged.slice(0, acknowledged.length - lost.length).every((id) => there.has(id)),
    ).toBe(true)
    expect(there.size % 50).toBe(0)
  })

  /** Connections of clients that the server still works for. */
  const writers = async () =>
    Number(
      (
        await query(
          store,
          `select count(*) as n from pg_stat_activity where application_name = 'galley-client' and datname = current_database()`,
        )
      )[0]?.n,
    )
})
