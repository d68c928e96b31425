import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeTestCore, testFolder } from '../support/core.ts'
import { effort } from '../support/effort.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { createStore } from '../support/schema.ts'
import { saveVersion } from '../support/workspaces.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** Three hold all numbers of answers that a round waits for. */
const rounds = effort(3)
const program = fileURLToPath(new URL('../support/publishing-process.ts', import.meta.url))

/** Runs the workbench until `answers` publishes were answered and `ms` more, then kills it. Gives their ids. */
async function publishUntilKilled(folder: string, store: string, answers: number, ms: number) {
  const child = spawn(process.execPath, [program, folder, store], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const ids: string[] = []
  for await (const line of createInterface(child.stdout)) {
    ids.push(line)
    // The moment is random on purpose: somewhere in the next publish.
    if (ids.length === answers) setTimeout(() => child.kill('SIGKILL'), ms)
  }
  await gone
  return ids
}

test(
  'killed at any moment: what was answered is there, nothing is half there, nothing is there twice',
  async () => {
    const store = await createStore(postgres)
    const folder = testFolder()
    const answered = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      // Moments spread over the length of a publish by the golden ratio: no two rounds the same.
      const ms = ((round * 0.618) % 1) * 12
      for (const id of await publishUntilKilled(folder, store, 1 + (round % 3), ms))
        answered.add(id)
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
  rounds * 60_000,
)

/** Lets a process empty the outbox and kills it `ms` after it began, unless it ends before. */
async function replayUntilKilled(folder: string, store: string, ms: number): Promise<void> {
  const child = spawn(process.execPath, [program, folder, store, 'replay'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms))
  await gone
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
    for (let round = 0; round < rounds; round++) {
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
      // Moments spread over the length of three publishes: no two rounds the same.
      await replayUntilKilled(dataFolder, proxy.connectionString, ((round * 0.618) % 1) * 80)
    }
    await replayUntilKilled(dataFolder, proxy.connectionString, 60_000)

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
  rounds * 60_000,
)
