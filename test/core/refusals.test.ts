import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { openCore } from '#core/core.ts'
import { makeTestCore, testEnvironment, testFolder } from '../support/core.ts'
import { bundleCoreWorker, startCoreProcess } from '../support/processes/core-process.ts'

let script: string
beforeAll(async () => {
  script = await bundleCoreWorker('refusals')
})

/** A data folder with a workspace that was closed properly, and the path of its file. */
async function closedWorkspace() {
  const dataFolder = testFolder()
  const core = await openCore(testEnvironment({ dataFolder }))
  await core.close()
  return { dataFolder, file: join(dataFolder, 'workspace.sqlite') }
}

const opening = (dataFolder: string) => openCore(testEnvironment({ dataFolder }))

/** Root may write everywhere: there, the core runs in a process of a user who owns nothing. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {}

test('a data folder that cannot be written to', async () => {
  const { dataFolder } = await closedWorkspace()
  chmodSync(dataFolder, 0o555)
  const worker = startCoreProcess(script, dataFolder, 'open', nobody)
  await worker.end()
  chmodSync(dataFolder, 0o755)
  expect(worker.messages).toMatchObject([{ kind: 'failed', code: 'read_only' }])
})

test('a workspace file that cannot be written to', async () => {
  const { dataFolder, file } = await closedWorkspace()
  chmodSync(dataFolder, 0o777)
  chmodSync(file, 0o444)
  const worker = startCoreProcess(script, dataFolder, 'open', nobody)
  await worker.end()
  expect(worker.messages).toMatchObject([{ kind: 'failed', code: 'read_only' }])
})

test('a data folder that cannot be made, because a file is in its way', async () => {
  const path = join(testFolder(), 'a-file')
  writeFileSync(path, '')
  await expect(opening(join(path, 'data'))).rejects.toMatchObject({ code: 'workspace_unusable' })
})

test('a file that is no database', async () => {
  const { dataFolder, file } = await closedWorkspace()
  writeFileSync(file, 'Dear diary, '.repeat(1000))
  await expect(opening(dataFolder)).rejects.toMatchObject({
    code: 'workspace_unusable',
    problem: { where: { file }, fix: expect.stringContaining('backups') },
  })
  expect(readFileSync(file, 'utf8')).toMatch(/^Dear diary/)
})

test('a database of another program', async () => {
  const dataFolder = testFolder()
  const file = join(dataFolder, 'workspace.sqlite')
  const other = new Database(file)
  other.exec('CREATE TABLE bookmarks (url TEXT)')
  other.close()
  const before = readFileSync(file)
  await expect(opening(dataFolder)).rejects.toMatchObject({
    code: 'workspace_unusable',
    message: expect.stringContaining('another program'),
  })
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a workspace whose pages were overwritten', async () => {
  const { dataFolder, file } = await closedWorkspace()
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 8192, bytes.length - 4096)
  writeFileSync(file, bytes)
  await expect(opening(dataFolder)).rejects.toMatchObject({ code: 'workspace_unusable' })
})

test('a workspace that was cut off', async () => {
  const { dataFolder, file } = await closedWorkspace()
  truncateSync(file, Math.floor(statSync(file).size / 2))
  await expect(opening(dataFolder)).rejects.toMatchObject({ code: 'workspace_unusable' })
})

test('a writer that does not let go: the other says so, and nothing is half done', async () => {
  const { client, database } = await makeTestCore()
  const content = { body: { kind: 'text' as const, text: 'x' } }
  const stubborn = new Database(database.file)
  stubborn.exec('BEGIN IMMEDIATE')
  await expect(client.template.create({ name: 'late', content })).rejects.toMatchObject({
    code: 'workspace_unusable',
    message: expect.stringContaining('Another program is writing'),
  })
  stubborn.exec('ROLLBACK')
  stubborn.close()
  expect(await client.template.create({ name: 'late', content })).toMatchObject({ name: 'late' })
})

test('a damaged workspace can be replaced by a backup of it', async () => {
  const core = await makeTestCore()
  const content = { body: { kind: 'text' as const, text: 'precious' } }
  await core.client.template.create({ name: 'kept', content })
  const { path } = await core.client.workspace.backUp()
  const dataFolder = join(core.environment.dataFolder, 'restored')
  mkdirSync(dataFolder)
  copyFileSync(path, join(dataFolder, 'workspace.sqlite'))
  const restored = await makeTestCore({ dataFolder })
  const { draft } = await restored.client.template.get({ template: 'kept' })
  expect(draft.content.body).toEqual({ kind: 'text', text: 'precious' })
})
