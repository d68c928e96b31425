import { beforeAll, expect, test } from 'vitest'
import { makeTestCore, testFolder } from '../support/core.ts'
import { effort } from '../support/effort.ts'
import {
  bundleCoreWorker,
  startCoreProcess,
  type WorkerMessage,
} from '../support/processes/core-process.ts'

const kills = effort(8)

let script: string
beforeAll(async () => {
  script = await bundleCoreWorker('crash')
})

/** Numbers that look random and are the same every run (a linear congruential generator). */
function* spread(limit: number): Generator<number> {
  let state = 20_261_121
  while (true) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield 1 + (state % limit)
  }
}

const factsOf = (messages: WorkerMessage[], what: string) =>
  messages.flatMap((message) =>
    message.kind === 'done' && message.what === what ? [message.fact] : [],
  )

/** Everything that was acknowledged is there, nothing is there by half. */
async function expectIntact(dataFolder: string, messages: WorkerMessage[]) {
  const { client, database, close } = await makeTestCore({ dataFolder })
  const one = (sql: string) => database.reader.prepare<{ value: unknown }>(sql).get()?.value
  expect(one('SELECT integrity_check AS value FROM pragma_integrity_check')).toBe('ok')

  const template = await client.template.get({ template: 'worker-template' })
  const savedRevision = factsOf(messages, 'draft').at(-1)
  if (savedRevision !== undefined)
    expect(template.draft.revision).toBeGreaterThanOrEqual(Number(savedRevision))

  const hashes = (sql: string) =>
    database.reader
      .prepare<{ hash: string }>(sql)
      .all()
      .map(({ hash }) => hash)
  expect(hashes('SELECT content_hash AS hash FROM versions')).toEqual(
    expect.arrayContaining(factsOf(messages, 'version')),
  )
  expect(hashes('SELECT content_hash AS hash FROM dataset_versions')).toEqual(
    expect.arrayContaining(factsOf(messages, 'dataset')),
  )
  const halfImported = one(`SELECT count(*) AS value FROM dataset_versions AS version
    WHERE case_count <> (SELECT count(*) FROM cases
      WHERE cases.dataset_id = version.dataset_id AND cases.version = version.number)`)
  expect(halfImported).toBe(0)
  const gaps = one(`SELECT count(*) AS value FROM (SELECT max(number) AS newest, count(*) AS number
    FROM versions GROUP BY template_id) WHERE newest <> number`)
  expect(gaps).toBe(0)
  // The search index is written in the same transaction as the draft it finds.
  const found = await client.template.list({ query: 'worker' })
  expect(found.total).toBe(1)
  await close()
}

test(
  `after each of ${kills} kills the workspace has all that was acknowledged`,
  async () => {
    const dataFolder = testFolder('galley-crash-')
    const moments = spread(30)
    const heard: WorkerMessage[] = []
    for (let kill = 0; kill < kills; kill++) {
      const worker = startCoreProcess(script, dataFolder, 'write')
      // The kill falls somewhere into the write that follows the last message waited for. The first
      // time the template has to be made before there is anything to look for.
      await worker.heard((kill === 0 ? 3 : 1) + (moments.next().value ?? 1))
      await worker.kill()
      heard.push(...worker.messages)
      expect(worker.messages.filter(({ kind }) => kind === 'failed')).toEqual([])
      await expectIntact(dataFolder, heard)
    }
    expect(factsOf(heard, 'draft').length).toBeGreaterThan(kills)
  },
  kills * 15_000,
)
