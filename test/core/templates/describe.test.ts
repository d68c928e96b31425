import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'
import { text } from './content.ts'

test('a new template has what it was given and a draft at revision 1', async () => {
  const { client } = await makeTestCore()
  const created = await client.template.create({
    name: 'report',
    category: 'writing',
    description: 'Monthly report.',
    tags: ['b', 'a', 'b'],
    content: text('Dear {{ name }}'),
    sampleBindings: { name: 'Ada' },
  })
  expect(created).toMatchObject({
    name: 'report',
    category: 'writing',
    tags: ['b', 'a'],
    latestVersion: null,
    isDraftChanged: true,
    archivedAt: null,
    sampleBindings: { name: 'Ada' },
    draft: { revision: 1, parentVersionId: null },
  })
  expect(await client.template.get({ template: created.id })).toEqual(created)
  expect(await client.template.get({ template: 'report' })).toEqual(created)
})

test('a name is taken once, by create, rename and duplicate alike', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'one', content: text('1') })
  await client.template.create({ name: 'two', content: text('2') })
  const taken = { code: 'already_exists', data: { where: { template: 'one', field: 'name' } } }
  await expect(client.template.create({ name: 'one', content: text('x') })).rejects.toMatchObject(
    taken,
  )
  await expect(client.template.update({ template: 'two', name: 'one' })).rejects.toMatchObject(
    taken,
  )
  await expect(client.template.duplicate({ template: 'two', name: 'one' })).rejects.toMatchObject(
    taken,
  )
})

test('an update changes what it names and leaves the rest', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'one', category: 'a', tags: ['x'], content: text('1') })
  const updated = await client.template.update({ template: 'one', name: 'uno', tags: ['y', 'z'] })
  expect(updated).toMatchObject({ name: 'uno', category: 'a', tags: ['y', 'z'] })
  expect(updated.draft.content.body).toEqual({ kind: 'text', text: '1' })
})

test('a duplicate has the draft but none of the versions', async () => {
  const { client } = await makeTestCore()
  const original = await client.template.create({ name: 'one', tags: ['x'], content: text('1') })
  await client.template.createVersion({ template: 'one' })
  const copy = await client.template.duplicate({ template: 'one', name: 'copy' })
  expect(copy).toMatchObject({ name: 'copy', tags: ['x'], latestVersion: null })
  expect(copy.draft.content).toEqual(original.draft.content)
  expect(copy.id).not.toBe(original.id)
})

test('archiving hides, un-archiving shows again, and nothing is lost', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'one', content: text('1') })
  const archived = await client.template.archive({ template: 'one' })
  expect(archived.archivedAt).not.toBeNull()
  const back = await client.template.archive({ template: 'one', isArchived: false })
  expect(back.archivedAt).toBeNull()
  expect(back.draft).toEqual(archived.draft)
})

test('an unknown template is answered with the nearest name', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'topic-extraction', content: text('1') })
  await expect(client.template.get({ template: 'topic-extration' })).rejects.toMatchObject({
    code: 'not_found',
    data: { suggestion: 'topic-extraction', fix: 'Did you mean "topic-extraction"?' },
  })
  await expect(client.template.get({ template: 'zebra' })).rejects.toMatchObject({
    code: 'not_found',
    data: { fix: 'See the list of templates.' },
  })
})
