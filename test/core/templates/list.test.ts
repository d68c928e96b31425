import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'
import { chat, text } from './content.ts'

/** Templates about cooking and gardening, one of them archived. */
async function withTemplates() {
  const core = await makeTestCore()
  const add = (name: string, category: string, tags: string[], body: string) =>
    core.client.template.create({ name, category, tags, content: text(body) })
  await add('soup', 'cooking', ['warm', 'quick'], 'A recipe with {{ vegetable }} and thyme.')
  await add('Apple pie', 'cooking', ['sweet'], 'Bake it at {{ degrees }} degrees.')
  await add('roses', 'gardening', ['warm'], 'How to prune roses; soup for the gardener.')
  await add('Äpfel schneiden', 'gardening', [], 'Wann schneidet man Bäume?')
  await add('old', 'cooking', [], 'Not used any more.')
  await core.client.template.archive({ template: 'old' })
  const names = async (filter: Parameters<typeof core.client.template.list>[0]) =>
    (await core.client.template.list(filter)).items.map(({ name }) => name)
  return { ...core, names }
}

test('lists by name without regard to case, and leaves out the archive', async () => {
  const { client } = await withTemplates()
  const { items, total, nextCursor } = await client.template.list({})
  expect(items.map(({ name }) => name)).toEqual(['Apple pie', 'roses', 'soup', 'Äpfel schneiden'])
  expect(total).toBe(4)
  expect(nextCursor).toBeNull()
})

test('pages by key: every template once, though one is renamed in between', async () => {
  const { client } = await withTemplates()
  const first = await client.template.list({ limit: 2 })
  await client.template.update({ template: 'Apple pie', name: 'An apple pie' })
  const second = await client.template.list({ limit: 2, cursor: first.nextCursor ?? undefined })
  expect(second.items.map(({ name }) => name)).toEqual(['soup', 'Äpfel schneiden'])
  expect(second.total).toBe(4)
  expect(second.nextCursor).toBeNull()
})

test('a search finds words of name, text and tags; the name counts most', async () => {
  const { names } = await withTemplates()
  expect(await names({ query: 'soup' })).toEqual(['soup', 'roses'])
  expect(await names({ query: 'warm' })).toEqual(['roses', 'soup'])
  expect(await names({ query: 'thyme' })).toEqual(['soup'])
})

test('a search finds beginnings of words, all of them, without accents and in any case', async () => {
  const { names } = await withTemplates()
  expect(await names({ query: 'veget' })).toEqual(['soup'])
  expect(await names({ query: 'roses prune' })).toEqual(['roses'])
  expect(await names({ query: 'roses bake' })).toEqual([])
  expect(await names({ query: 'APFEL' })).toEqual(['Äpfel schneiden'])
})

test('operators of the search language are only text', async () => {
  const { names } = await withTemplates()
  for (const query of ['soup"', 'soup*', 'soup AND', '(soup', 'name:soup', "soup'", '-soup'])
    expect(await names({ query }), query).not.toContain('Apple pie')
  expect(await names({ query: '{{ vegetable }}' })).toEqual(['soup'])
  expect(await names({ query: '"*"' })).toEqual([])
})

test('a search pages by key as well', async () => {
  const { client } = await withTemplates()
  const first = await client.template.list({ query: 'soup', limit: 1 })
  expect(first).toMatchObject({ total: 2, items: [{ name: 'soup' }] })
  const second = await client.template.list({
    query: 'soup',
    limit: 1,
    cursor: first.nextCursor ?? undefined,
  })
  expect(second).toMatchObject({ total: 2, items: [{ name: 'roses' }], nextCursor: null })
})

test('the best match comes first, of equal ones the newest, page after page', async () => {
  const { client } = await makeTestCore()
  const names = ['in its text', 'in a tag', 'planning', 'the plan', 'a plan for planners', 'other']
  for (const name of names) {
    const tags = name === 'in a tag' ? ['plan'] : []
    const body = name === 'other' ? 'Nothing.' : 'It has a plan.'
    await client.template.create({ name, tags, content: text(body) })
  }
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await client.template.list({ query: 'plan', limit: 2, cursor })
    expect(page.total).toBe(5)
    found.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(found).toEqual(['a plan for planners', 'the plan', 'planning', 'in a tag', 'in its text'])
})

test('filters by category, tag and archive, and together with words', async () => {
  const { names } = await withTemplates()
  expect(await names({ category: 'cooking' })).toEqual(['Apple pie', 'soup'])
  expect(await names({ tag: 'warm' })).toEqual(['roses', 'soup'])
  expect(await names({ isArchived: true })).toEqual(['old'])
  expect(await names({ query: 'soup', category: 'gardening' })).toEqual(['roses'])
})

test('what was changed is found anew and no longer by the old words', async () => {
  const { client, names } = await withTemplates()
  const content = chat(['user', 'Now about pancakes.'])
  await client.template.updateDraft({ template: 'soup', content, revision: 1 })
  await client.template.update({ template: 'soup', tags: ['breakfast'] })
  expect(await names({ query: 'pancakes' })).toEqual(['soup'])
  expect(await names({ query: 'breakfast' })).toEqual(['soup'])
  expect(await names({ query: 'thyme' })).toEqual([])
})

test('a cursor of another list is refused', async () => {
  const { client } = await withTemplates()
  const cursors = ['[1,2,3]', '[1,2]'].map((key) => Buffer.from(key).toString('base64url'))
  for (const cursor of ['x', 'bm9wZQ', ...cursors])
    await expect(client.template.list({ cursor })).rejects.toMatchObject({
      code: 'invalid_input',
      data: { where: { field: 'cursor' } },
    })
})

test('narrows to a state of the draft, and counts what the list can be narrowed to', async () => {
  const { client, names } = await withTemplates()
  for (const template of ['soup', 'roses']) await client.template.createVersion({ template })
  const { revision } = (await client.template.get({ template: 'roses' })).draft
  await client.template.updateDraft({ template: 'roses', content: text('Other roses'), revision })
  expect(await names({ state: 'saved' })).toEqual(['soup'])
  expect(await names({ state: 'changed' })).toEqual(['roses'])
  expect(await names({ state: 'new' })).toEqual(['Apple pie', 'Äpfel schneiden'])
  expect(await names({ state: 'new', query: 'bake' })).toEqual(['Apple pie'])
  expect(await client.template.facets()).toEqual({
    categories: [
      { value: 'cooking', count: 2 },
      { value: 'gardening', count: 2 },
    ],
    tags: [
      { value: 'quick', count: 1 },
      { value: 'sweet', count: 1 },
      { value: 'warm', count: 2 },
    ],
    labels: [],
    states: expect.arrayContaining([
      { value: 'changed', count: 1 },
      { value: 'new', count: 2 },
      { value: 'saved', count: 1 },
    ]),
  })
})

test('narrows to a label as last seen in a shared store', async () => {
  const { client, names, database } = await withTemplates()
  const remoteId = '0190a000-0000-7000-8000-0000000000aa'
  database.writer.transaction((transaction) => {
    const at = '2026-01-01T00:00:00.000Z'
    transaction
      .prepare(
        "INSERT INTO remotes (id, name, kind, address, created_at) VALUES (?, 'x', 'trial', '', ?)",
      )
      .run(remoteId, at)
    const label = transaction.prepare(
      'INSERT INTO published_labels (remote_id, template_name, label, version_id, version, seen_at) VALUES (?, ?, ?, ?, 1, ?)',
    )
    label.run(remoteId, 'soup', 'production', remoteId, at)
    label.run(remoteId, 'elsewhere', 'production', remoteId, at)
  })
  expect(await names({ label: 'production' })).toEqual(['soup'])
  expect(await names({ label: 'staging' })).toEqual([])
  expect((await client.template.facets()).labels).toEqual([{ value: 'production', count: 1 }])
})
