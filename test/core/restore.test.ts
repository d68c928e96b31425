import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openCore } from '#core/core.ts'
import { copyTo } from '#core/db/backup.ts'
import { makeTestCore, testFolder } from '../support/core.ts'
import { makeTestRuns } from '../support/runs.ts'

const content = (text: string) => ({ body: { kind: 'text' as const, text } })

async function makeBackedUp() {
  const core = await makeTestCore()
  const { client } = core
  await client.template.create({ name: 'kept', content: content('first') })
  const { path } = await client.workspace.backUp()
  await client.template.create({ name: 'later', content: content('second') })
  const names = async () => (await client.template.list({})).items.map(({ name }) => name)
  return { ...core, backup: basename(path), folder: dirname(path), names }
}

test('a backup takes the place of the workspace, and what was there can be had back', async () => {
  const { client, backup, names, changes } = await makeBackedUp()
  const watcher = changes.subscribe()
  const { workspace, replaced } = await client.workspace.restore({ backup })
  expect(await names()).toEqual(['kept'])
  expect(workspace.counts.templates).toBe(1)
  expect((await watcher.next()).value).toMatchObject({ noun: 'workspace', id: null })
  await client.template.create({ name: 'after', content: content('third') })
  await client.workspace.restore({ backup: replaced.name })
  expect(await names()).toEqual(['kept', 'later'])
})

test('backups are listed newest first', async () => {
  const { client, backup } = await makeBackedUp()
  const { items } = await client.workspace.listBackups()
  expect(items).toEqual([
    { name: backup, bytes: expect.any(Number), createdAt: expect.any(String) },
  ])
})

test('a damaged or unknown backup changes nothing', async () => {
  const { client, folder, names } = await makeBackedUp()
  writeFileSync(join(folder, 'broken.sqlite'), 'no database at all, but long enough to be one')
  await expect(client.workspace.restore({ backup: 'broken.sqlite' })).rejects.toMatchObject({
    code: 'workspace_unusable',
  })
  for (const backup of ['nothing.sqlite', '../workspace.sqlite']) {
    await expect(client.workspace.restore({ backup })).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await names()).toEqual(['kept', 'later'])
})

test('changes made while a backup is put in place are refused at once, and it comes whole', async () => {
  const { client, backup, names } = await makeBackedUp()
  const restored = Promise.withResolvers<void>()
  let isOver = false
  client.workspace
    .restore({ backup })
    .then(() => restored.resolve(), restored.reject)
    .finally(() => {
      isOver = true
    })
  for (let at = 0; !isOver; at += 1) {
    await client.template.create({ name: `beside ${at}`, content: content('x') }).catch((error) => {
      expect(error).toMatchObject({ message: 'A backup of this workspace is being restored.' })
    })
    await nextTurn()
  }
  await restored.promise
  expect(await names()).toContain('kept')
  expect(await names()).not.toContain('later')
})

test('a run whose process died holds up nothing', async () => {
  const { client, database, makeTemplate, makeDataset } = await makeTestRuns()
  await makeTemplate('solver', '{{ n }}')
  await makeDataset('numbers', 1)
  const { id } = await client.run.start({
    dataset: 'numbers',
    columns: [{ template: 'solver', version: 1, model: 'echo' }],
    assertions: [{ type: 'contains', value: '1' }],
  })
  for await (const _ of await client.run.watch({ run: id })) {
    // To its end.
  }
  const { path } = await client.workspace.backUp()
  const owner = JSON.stringify({ host: 'another machine', pid: 1, token: 'gone' })
  database.writer.transaction((transaction) =>
    transaction
      .prepare("UPDATE runs SET status = 'running', owner_json = ?, heartbeat_at = ?")
      .run(owner, new Date(0).toISOString()),
  )
  expect(await client.run.get({ run: id })).toMatchObject({ status: 'interrupted' })
  await client.workspace.restore({ backup: basename(path) })
  expect(await client.run.get({ run: id })).toMatchObject({ status: 'finished' })
})

test('what a killed restore or backup left is gone when the workspace opens again', async () => {
  const { environment, folder } = await makeBackedUp()
  const gone = spawnSync(process.execPath, ['--version']).pid
  const place = dirname(folder)
  const left = [`restoring-1.${gone}.part`, `restoring-1.${gone}.part-wal`]
  const living = `restoring-2.${process.pid}.part`
  for (const name of [...left, living]) writeFileSync(join(place, name), 'half')
  writeFileSync(join(folder, `workspace-1.sqlite.${gone}.part`), 'half')
  await (await openCore(environment)).close()
  expect(readdirSync(place).filter((name) => name.includes('.part'))).toEqual([living])
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
})

test('a copy that cannot be written to its end is none', () => {
  const folder = testFolder()
  const path = join(folder, 'copy.sqlite')
  const failing = {
    prepare: () => ({
      run(to: string) {
        writeFileSync(to, 'half of it')
        throw new Error('disk full')
      },
    }),
  }
  expect(() => copyTo(failing as never, path)).toThrow('disk full')
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(path, 'mine')
  expect(() => copyTo(failing as never, path)).toThrow('already')
  expect(existsSync(path)).toBe(true)
})
