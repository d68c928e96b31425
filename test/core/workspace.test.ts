import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openChangeFeed } from '#core/workspace/changes.ts'
import manifest from '../../package.json' with { type: 'json' }
import { type listLogger, makeTestCore } from '../support/core.ts'

const content = { body: { kind: 'text' as const, text: 'Hello' } }

test('a new workspace says what it is and that it is empty', async () => {
  const { client, database, environment } = await makeTestCore()
  const workspace = await client.workspace.get()
  expect(workspace).toMatchObject({
    path: database.file,
    schemaVersion: database.schemaVersion,
    galleyVersion: manifest.version,
    counts: { templates: 0, versions: 0, datasets: 0, cases: 0, runs: 0, results: 0, remotes: 0 },
    hasSample: false,
  })
  expect(environment.dataFolder.endsWith(workspace.name)).toBe(true)
  expect(existsSync(database.file)).toBe(true)
})

test('cases are counted in the newest version of each dataset only', async () => {
  const { client } = await makeTestCore()
  const put = (text: string) => client.dataset.import({ name: 'x', fileName: 'x.csv', text })
  await put('a\n1\n2\n3')
  await put('a\n1\n2')
  expect((await client.workspace.get()).counts).toMatchObject({ datasets: 1, cases: 2 })
})

test('the trail names what happened, newest first, under the name of that time', async () => {
  const { client } = await makeTestCore()
  const { id } = await client.template.create({ name: 'old name', content })
  await client.template.createVersion({ template: id })
  await client.template.update({ template: id, name: 'new name' })
  const { items } = await client.workspace.listActivity({})
  expect(items.map(({ name, what }) => `${name} ${what}`)).toEqual([
    'old name was renamed to "new name"',
    'old name got version 1',
    'old name was created',
  ])
  expect(items.every((item) => item.id === id && item.noun === 'template')).toBe(true)
  expect((await client.workspace.listActivity({ limit: 1 })).items).toHaveLength(1)
})

test('a backup is a whole workspace of its own, taken while others write', async () => {
  const { client, database } = await makeTestCore()
  await client.template.create({ name: 'before', content })
  const other = await makeTestCore({
    dataFolder: (await client.workspace.get()).path.replace(/\/[^/]+$/, ''),
  })
  const { path, bytes } = await client.workspace.backUp()
  await other.client.template.create({ name: 'after', content })
  expect(statSync(path).size).toBe(bytes)
  expect(path.startsWith(database.file.replace('workspace.sqlite', 'backups'))).toBe(true)
  const copy = new Database(path, { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.prepare('SELECT name FROM templates').pluck().all()).toEqual(['before'])
  copy.close()
})

test('a moment in which the file cannot be read ends neither the watching nor the process', async () => {
  let looks = 0
  const feed = openChangeFeed({ now: () => new Date(0) }, () => {
    looks += 1
    if (looks === 2) throw new Error('disk I/O error')
    return looks
  })
  const { value } = await feed.subscribe().next()
  expect(value).toMatchObject({ id: null })
  expect(looks).toBe(3)
  feed.close()
})

test('an outbox that cannot be read is logged, and closing still works', async () => {
  const core = await makeTestCore()
  core.database.close()
  core.stayOpen()
  await core.close()
  expect((core.environment.logger as ReturnType<typeof listLogger>).lines).toEqual([
    expect.stringContaining('error The outbox failed.'),
  ])
})

test('two backups of one moment are two files', async () => {
  const { client } = await makeTestCore({ clock: { now: () => new Date(0) } })
  const paths = [await client.workspace.backUp(), await client.workspace.backUp()]
  expect(new Set(paths.map(({ path }) => path)).size).toBe(2)
})

test('who watches hears of changes in order, with noun and id', async () => {
  const { client } = await makeTestCore()
  const stream = await client.workspace.watch()
  const { id } = await client.template.create({ name: 'watched', content })
  const dataset = await client.dataset.import({ name: 'x', fileName: 'x.csv', text: 'a\n1' })
  await client.guardrail.update({ name: 'toxicity_basic', isEnabled: false })
  const heard = [await stream.next(), await stream.next(), await stream.next()]
  expect(heard.map(({ value }) => value)).toMatchObject([
    { noun: 'template', id },
    { noun: 'dataset', id: dataset.id },
    { noun: 'guardrail' },
  ])
  await stream.return?.()
})

test('changes that wait are not repeated, and a slow watcher still hears of everything', async () => {
  const { changes } = await makeTestCore()
  const stream = changes.subscribe()
  for (let time = 0; time < 5; time++) changes.emit('run', 'one')
  for (let number = 0; number < 2000; number++) changes.emit('template', String(number))
  changes.emit('dataset', 'last')
  const heard: string[] = []
  let count = 0
  for await (const { noun, id } of stream) {
    count++
    heard.push(`${noun} ${id}`)
    if (noun === 'dataset') break
  }
  expect(count).toBeLessThan(1000)
  expect(heard.filter((one) => one === 'run one' || one === 'run null')).toHaveLength(1)
  expect(heard).toContain('template null')
})

test('watching ends with the signal of the caller and with the core', async () => {
  const core = await makeTestCore()
  const caller = new AbortController()
  const byCaller = core.changes.subscribe(caller.signal)
  const byCore = core.changes.subscribe()
  const waiting = [byCaller.next(), byCore.next()]
  caller.abort()
  expect(await waiting[0]).toEqual({ done: true, value: undefined })
  await core.close()
  expect(await waiting[1]).toEqual({ done: true, value: undefined })
  expect((await core.changes.subscribe().next()).done).toBe(true)
})
