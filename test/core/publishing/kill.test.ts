import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeTestCore, testFolder } from '../../support/core.ts'
import { effort } from '../../support/effort.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { bundleProgram } from '../../support/processes/bundle-program.ts'
import { startProxy } from '../../support/proxy.ts'
import { createStore } from '../../support/schema.ts'
import { saveVersion } from '../../support/workspaces.ts'

let postgres: TestPostgres
let program: string
beforeAll(async () => {
  ;[postgres, program] = await Promise.all([
    startTestPostgres(),
    bundleProgram('publishing-process', 'publishing-kill'),
  ])
}, 120_000)
afterAll(() => postgres.stop())

/** How many kills a test does; three hold all numbers of answers that a round waits for. */
const kills = effort(3)
/** Spread over [0, 1) by the golden ratio: no two rounds are killed at the same moment. */
const momentOf = (round: number) => (round * 0.618) % 1
const root = process.cwd()

/** The workbench in a process of its own; what it says comes by `lines`. */
function start(folder: string, store: string, mode: 'publish' | 'replay') {
  const child = spawn(process.execPath, [program, root, folder, store, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<boolean>((resolve) =>
    child.once('exit', (_, signal) => resolve(signal === 'SIGKILL')),
  )
  return { child, lines: createInterface(child.stdout), wasKilled: gone }
}

/**
 * Runs the workbench until `answers` publishes were answered, two at least, and kills it in the next:
 * at `moment` (0 to 1) of the time that the last one took. Gives the ids that were answered.
 */
async function publishUntilKilled(folder: string, store: string, answers: number, moment: number) {
  const { child, lines, wasKilled } = start(folder, store, 'publish')
  const ids: string[] = []
  let before = 0
  for await (const line of lines) {
    ids.push(line)
    const now = performance.now()
    if (ids.length === answers) setTimeout(() => child.kill('SIGKILL'), moment * (now - before))
    before = now
  }
  expect(await wasKilled).toBe(true)
  return ids
}

test(
  'killed at any moment: what was answered is there, nothing is half there, nothing is there twice',
  async () => {
    const store = await createStore(postgres)
    const folder = testFolder()
    const answered = new Set<string>()
    for (let round = 0; round < kills; round++) {
      const ids = await publishUntilKilled(folder, store, 2 + (round % 3), momentOf(round))
      for (const id of ids) answered.add(id)
    }
    const versions = await query(
      store,
      'select id, version, content_hash from galley.prompt_templates order by version',
    )
    const ids = versions.map(({ id }) => id)
    for (const id of answered) expect(ids).toContain(id)
    expect(new Set(versions.map(({ content_hash }) => content_hash)).size).toBe(versions.length)
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1))

    const entries = await query(
      store,
      `select after ->> 'versionId' as id, after ->> 'state' as state from galley.audit_log where action = 'publish'`,
    )
    const made = entries.filter(({ state }) => state === 'new').map(({ id }) => id)
    expect(made.toSorted()).toEqual(ids.toSorted())
    const active = await query(
      store,
      `select v.id = l.version_id as agrees from galley.prompt_templates v join galley.prompt_labels l on l.template_name = v.name where v.is_active`,
    )
    expect(active).toEqual([{ agrees: true }])
  },
  kills * 60_000,
)

/**
 * Lets a process empty the outbox and kills it `ms` after it began. Gives whether it was killed at it, and
 * how long it took where it was not.
 */
async function replayUntilKilled(folder: string, store: string, ms: number) {
  const { child, lines, wasKilled } = start(folder, store, 'replay')
  let began = 0
  let took: number | null = null
  let timer: NodeJS.Timeout | undefined
  for await (const line of lines) {
    if (line === 'done') {
      took = performance.now() - began
      clearTimeout(timer)
    } else {
      began = performance.now()
      if (ms < Number.POSITIVE_INFINITY) timer = setTimeout(() => child.kill('SIGKILL'), ms)
    }
  }
  return { isKilled: (await wasKilled) && took === null, took }
}

test(
  'killed while the outbox is emptied: in the end everything is there, each once, and nothing waits',
  async () => {
    const store = await createStore(postgres)
    const proxy = await startProxy(store)
    onTestFinished(() => proxy.close())
    const dataFolder = testFolder()
    const secrets = {
      kind: 'test',
      get: async () => proxy.connectionString,
      set: async () => {},
      delete: async () => {},
    }
    const saved: string[] = []
    let done = 0
    // The first is left alone and shows how long it takes; who is done before the kill shows it anew.
    let span = Number.POSITIVE_INFINITY
    for (let round = 0; done < kills; round++) {
      const core = await makeTestCore({ dataFolder, secrets, newId: v7 })
      if (round === 0)
        await core.client.remote.add({ name: 'shop', connectionString: proxy.connectionString })
      proxy.setMode('refuse')
      for (let entry = 0; entry < 3; entry++) {
        const version = await saveVersion(core, 'hot', `round ${round} entry ${entry}`)
        saved.push((await core.client.template.getVersion({ template: 'hot', version })).id)
        const wish = { remote: 'shop', template: 'hot', version }
        await expect(core.client.publishing.publish(wish)).rejects.toMatchObject({
          code: 'remote_unreachable',
        })
      }
      await core.close()
      proxy.setMode('pass')
      const ms = round === 0 ? span : momentOf(round) * span
      const { isKilled, took } = await replayUntilKilled(dataFolder, proxy.connectionString, ms)
      span = took ?? span
      if (isKilled) done += 1
    }
    await replayUntilKilled(dataFolder, proxy.connectionString, Number.POSITIVE_INFINITY)

    const core = await makeTestCore({ dataFolder, secrets, newId: v7 })
    expect((await core.client.outbox.list()).items).toEqual([])
    const versions = await query(store, 'select id from galley.prompt_versions order by version')
    expect(versions.map(({ id }) => id).toSorted()).toEqual(saved.toSorted())
    const audit = await query(
      store,
      `select after ->> 'versionId' as id from galley.audit_log where action = 'publish' order by id`,
    )
    expect(audit.map(({ id }) => id).toSorted()).toEqual(saved.toSorted())
    const [kept] = await query(
      store,
      `select count(*)::int as promotions, (select count(*)::int from galley.promotion_events where kind = 'carried_out') as carried_out from galley.promotions`,
    )
    expect(kept).toEqual({ promotions: saved.length, carried_out: saved.length })
  },
  kills * 60_000,
)
