import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { contentHash } from '#shared/domain/hashing/content.ts'
import { makeTestCore } from '../../support/core.ts'
import { chat, text } from './content.ts'

/** A core with a template that has versions of the given texts. */
async function withVersions(...texts: string[]) {
  const core = await makeTestCore()
  const [first = '', ...others] = texts
  const template = 'letter'
  await core.client.template.create({ name: template, content: text(first) })
  await core.client.template.createVersion({ template, note: 'first' })
  for (const [index, other] of others.entries()) {
    const content = text(other)
    await core.client.template.updateDraft({ template, content, revision: index + 1 })
    await core.client.template.createVersion({ template })
  }
  return core
}

test('a version has number, hash of its content, author, note and parent', async () => {
  const { client } = await withVersions('one', 'two')
  const first = await client.template.getVersion({ template: 'letter', version: 1 })
  const second = await client.template.getVersion({ template: 'letter', version: 2 })
  expect(first).toMatchObject({
    number: 1,
    note: 'first',
    author: 'Tess Tester',
    parentVersionId: null,
  })
  expect(first.contentHash).toBe(contentHash(first.content))
  expect(second).toMatchObject({ number: 2, parentVersionId: first.id })
  expect(second.contentHash).not.toBe(first.contentHash)
})

test('an unchanged draft gives back the version it equals', async () => {
  const { client } = await withVersions('one')
  const again = await client.template.createVersion({ template: 'letter', note: 'again' })
  expect(again).toMatchObject({ number: 1, note: 'first' })
  expect((await client.workspace.get()).counts.versions).toBe(1)
})

test('a draft that went back to an old text gives back the old version', async () => {
  const { client } = await withVersions('one', 'two')
  await client.template.restoreVersion({ template: 'letter', version: 1 })
  expect((await client.template.createVersion({ template: 'letter' })).number).toBe(1)
  expect((await client.template.get({ template: 'letter' })).latestVersion).toBe(2)
})

test('a summary says whether the draft differs from the version it began with', async () => {
  const { client } = await withVersions('one')
  const isChanged = async () => (await client.template.get({ template: 'letter' })).isDraftChanged
  expect(await isChanged()).toBe(false)
  await client.template.updateDraft({ template: 'letter', content: text('other'), revision: 1 })
  expect(await isChanged()).toBe(true)
  await client.template.updateDraft({ template: 'letter', content: text('one'), revision: 2 })
  expect(await isChanged()).toBe(false)
})

test('content that cannot be read as a template does not become a version', async () => {
  const { client } = await makeTestCore()
  const content = chat(['system', 'Fine.'], ['user', 'Hello\n{% if name %} and no end'])
  await client.template.create({ name: 'broken', content })
  await expect(client.template.createVersion({ template: 'broken' })).rejects.toMatchObject({
    code: 'template_syntax',
    data: { where: { template: 'broken', messageIndex: 1, line: 2 } },
  })
  expect((await client.template.get({ template: 'broken' })).latestVersion).toBeNull()
})

test('the history goes from new to old, page by page', async () => {
  const { client } = await withVersions('a', 'b', 'c', 'd', 'e')
  const numbers: number[] = []
  let cursor: string | undefined
  do {
    const page = await client.template.listVersions({ template: 'letter', limit: 2, cursor })
    numbers.push(...page.items.map(({ number }) => number))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(numbers).toEqual([5, 4, 3, 2, 1])
})

test('restoring keeps the unsaved draft as a recovery copy that can be had back', async () => {
  const { client } = await withVersions('one', 'two')
  await client.template.updateDraft({ template: 'letter', content: text('unsaved'), revision: 2 })
  const restored = await client.template.restoreVersion({ template: 'letter', version: 1 })
  expect(restored.draft.content.body).toEqual({ kind: 'text', text: 'one' })
  expect(restored.draft.revision).toBe(4)

  const { items } = await client.template.listRecoveries({ template: 'letter' })
  expect(items.map(({ content }) => content.body)).toEqual([{ kind: 'text', text: 'unsaved' }])
  const recovery = items[0]?.id ?? ''
  const recovered = await client.template.recoverDraft({ template: 'letter', recovery })
  expect(recovered.draft.content.body).toEqual({ kind: 'text', text: 'unsaved' })

  const { items: left } = await client.template.discardRecovery({ template: 'letter', recovery })
  expect(left.map(({ id }) => id)).not.toContain(recovery)
  await expect(client.template.discardRecovery({ template: 'letter', recovery })).rejects.toThrow(
    'Template "letter" has no such recovery copy.',
  )
})

test('restoring over a draft that equals a version keeps no copy: nothing is lost', async () => {
  const { client } = await withVersions('one', 'two')
  await client.template.restoreVersion({ template: 'letter', version: 1 })
  expect((await client.template.listRecoveries({ template: 'letter' })).items).toEqual([])
})

test('the database itself refuses to change or delete a version', async () => {
  const { database } = await withVersions('one')
  // A connection of its own with default settings: the refusal must not depend on ours.
  const stranger = new Database(database.file)
  const run = (sql: string) => () => stranger.prepare(sql).run()
  expect(run("UPDATE versions SET content_json = '{}'")).toThrow(/append-only/)
  expect(run("UPDATE versions SET author = 'Mallory'")).toThrow(/append-only/)
  expect(run('UPDATE versions SET number = number - 1')).toThrow(/append-only|CHECK/)
  expect(run('DELETE FROM versions')).toThrow(/append-only/)
  stranger.close()
})

test('our own connection refuses to replace a version, too', async () => {
  const { database, client } = await withVersions('one')
  const { id } = await client.template.getVersion({ template: 'letter', version: 1 })
  const replace = () =>
    database.writer.transaction((transaction) =>
      transaction
        .prepare(
          `REPLACE INTO versions SELECT id, template_id, number, '{}', content_hash, parent_version_id, author, note, created_at FROM versions WHERE id = ?`,
        )
        .run(id),
    )
  expect(replace).toThrow(/append-only/)
})

test('a version that does not exist is answered with the newest one', async () => {
  const { client } = await withVersions('one', 'two')
  const call = client.template.getVersion({ template: 'letter', version: 9 })
  await expect(call).rejects.toMatchObject({
    code: 'not_found',
    data: { fix: 'Its newest version is 2.' },
  })
})

test('a diff shows changed lines and settings, and where they stand', async () => {
  const { client } = await makeTestCore()
  const template = 'tutor'
  await client.template.create({ name: template, content: chat(['system', 'Be kind.\nBe brief.']) })
  await client.template.createVersion({ template })
  await client.template.updateDraft({
    template,
    content: {
      ...chat(['system', 'Be kind.\nBe exact.'], ['user', '{{ question }}']),
      modelSettings: { temperature: 0.5 },
    },
    revision: 1,
  })
  const { changes } = await client.template.diff({ template, from: 1, to: 'draft' })
  expect(changes.map(({ kind, field, line }) => `${kind} | ${field} | ${line}`)).toEqual([
    'same | message 1 (system) | system:',
    'same | message 1 (system) | Be kind.',
    'removed | message 1 (system) | Be brief.',
    'added | message 1 (system) | Be exact.',
    'added | message 2 (user) | user:',
    'added | message 2 (user) | {{ question }}',
    'same | settings | dialect: "jinja2"',
    'same | settings | undefinedPolicy: "strict"',
    'added | settings | temperature: 0.5',
  ])
})
