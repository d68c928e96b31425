import { writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

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
