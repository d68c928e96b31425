import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'

async function withDataset() {
  const core = await makeTestCore()
  const { client } = core
  const text =
    '{"q":"1+1","n":1.0,"a":"2"}\n{"q":"1+2","n":2.0,"a":"3"}\n{"q":"2+2","n":3.0,"a":"4"}'
  const mapping = { a: { to: 'expected' as const } }
  await client.dataset.import({ name: 'sums', fileName: 'x.jsonl', text, mapping })
  const { items } = await client.dataset.listCases({ dataset: 'sums' })
  const rows = items.map(({ id }) => id)
  const rowsOf = async () => (await client.dataset.listDraftCases({ dataset: 'sums' })).items
  const revision = async () => (await client.dataset.getDraft({ dataset: 'sums' })).revision
  type Edit = Parameters<typeof client.dataset.edit>[0]['edit']
  const edit = async (one: Edit) =>
    client.dataset.edit({ dataset: 'sums', revision: await revision(), edit: one })
  const save = async () => client.dataset.saveDraft({ dataset: 'sums', revision: await revision() })
  return { ...core, rows, rowsOf, revision, edit, save }
}

test('rows are changed, added, copied and removed; the version below stays as it was', async () => {
  const { client, rows, rowsOf, edit } = await withDataset()
  const [first = '', second = '', third = ''] = rows
  await edit({ kind: 'change', row: first, changes: { expected: '2.0', tags: ['easy'] } })
  await edit({ kind: 'duplicate', row: second })
  await edit({ kind: 'add', after: null, content: { inputs: { q: '0+0' }, expected: '0' } })
  const draft = await edit({ kind: 'remove', rows: [third] })
  expect(draft).toMatchObject({ changed: 1, added: 2, removed: 1, rowCount: 4, canUndo: true })
  expect(
    (await rowsOf()).map(({ inputs, expected, state }) => [inputs.q, expected, state]),
  ).toEqual([
    ['0+0', '0', 'added'],
    ['1+1', '2.0', 'changed'],
    ['1+2', '3', 'same'],
    ['1+2', '3', 'added'],
  ])
  const below = await client.dataset.listCases({ dataset: 'sums' })
  expect(below.items.map(({ expected }) => expected)).toEqual(['2', '3', '4'])
})

test('saving makes the next version, keeps ids and numbers as written, and empties the draft', async () => {
  const { client, database, rows, edit, save } = await withDataset()
  await edit({ kind: 'change', row: rows[1] ?? '', changes: { inputs: { q: '1+2=' } } })
  const saved = await save()
  expect(saved).toMatchObject({ version: 2, caseCount: 3, note: '1 changed, 0 added, 0 removed' })
  const { items } = await client.dataset.listCases({ dataset: 'sums' })
  expect(items.map(({ id }) => id === rows[0] || id === rows[2])).toEqual([true, false, true])
  const stored = database.reader
    .prepare<{ j: string }>('SELECT inputs_json AS j FROM cases WHERE version = 2 ORDER BY ordinal')
    .all()
  expect(stored.map(({ j }) => j)).toEqual([
    '{"q":"1+1","n":1.0}',
    '{"q":"1+2=","n":2.0}',
    '{"q":"2+2","n":3.0}',
  ])
  expect(await client.dataset.getDraft({ dataset: 'sums' })).toMatchObject({
    baseVersion: 2,
    canUndo: false,
  })
})

test('edits are undone and done again one by one; a new edit ends what could be done again', async () => {
  const { client, rows, rowsOf, revision, edit } = await withDataset()
  const first = rows[0] ?? ''
  await edit({ kind: 'change', row: first, changes: { expected: 'x' } })
  await edit({ kind: 'change', row: first, changes: { expected: 'y' } })
  const expected = async () => (await rowsOf())[0]?.expected
  const undo = async () => client.dataset.undoEdit({ dataset: 'sums', revision: await revision() })
  const redo = async () => client.dataset.redoEdit({ dataset: 'sums', revision: await revision() })
  await undo()
  expect(await expected()).toBe('x')
  await undo()
  expect(await expected()).toBe('2')
  expect((await redo()).canRedo).toBe(true)
  expect(await expected()).toBe('x')
  expect(await edit({ kind: 'remove', rows: [first] })).toMatchObject({
    canRedo: false,
    removed: 1,
  })
})

test('a draft survives the end of its process, and a stale window is told', async () => {
  const { environment, rows, revision, edit } = await withDataset()
  const before = await revision()
  await edit({ kind: 'change', row: rows[0] ?? '', changes: { expected: 'x' } })
  const second = await makeTestCore({ dataFolder: environment.dataFolder })
  const { items } = await second.client.dataset.listDraftCases({ dataset: 'sums' })
  expect(items[0]).toMatchObject({ expected: 'x', state: 'changed' })
  const stale = second.client.dataset.edit({
    dataset: 'sums',
    revision: before,
    edit: { kind: 'remove', rows: [rows[1] ?? ''] },
  })
  await expect(stale).rejects.toMatchObject({ code: 'conflict' })
})

test('a draft holds for a version that came meanwhile, unless a case it speaks of is gone', async () => {
  const { client, rows, edit, save } = await withDataset()
  await edit({ kind: 'change', row: rows[0] ?? '', changes: { expected: 'x' } })
  await client.dataset.addCases({ dataset: 'sums', cases: [{ inputs: { q: '9+9' } }] })
  expect(await save()).toMatchObject({ version: 3, caseCount: 4 })
  await edit({ kind: 'change', row: rows[0] ?? '', changes: { expected: 'z' } })
  await client.dataset.removeCases({ dataset: 'sums', cases: [rows[0] as never] })
  await expect(save()).rejects.toMatchObject({ code: 'conflict' })
})

test('rows are paged with what was added behind them', async () => {
  const { client, rows, edit } = await withDataset()
  await edit({ kind: 'duplicate', row: rows[0] ?? '' })
  const seen: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await client.dataset.listDraftCases({ dataset: 'sums', limit: 1, cursor })
    seen.push(...page.items.map(({ inputs }) => inputs.q))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(['1+1', '1+1', '1+2', '2+2'])
})

test('rules refuse a version with the row, the input and why', async () => {
  const { client, rows, edit, save } = await withDataset()
  const rules = {
    inputs: { type: 'object', properties: { q: { type: 'string', minLength: 3 } } },
    expected: { type: 'string' },
  }
  await client.dataset.setRules({ dataset: 'sums', rules })
  await edit({ kind: 'change', row: rows[1] ?? '', changes: { inputs: { q: '?' }, expected: 4 } })
  await expect(save()).rejects.toMatchObject({
    code: 'malformed_file',
    data: { where: { row: 2, field: 'q' }, details: { count: 2 } },
  })
  const text = '{"q":"?"}\n'
  const refused = client.dataset.import({ name: 'sums', fileName: 'x.jsonl', text })
  await expect(refused).rejects.toMatchObject({ data: { where: { row: 1, field: 'q' } } })
  const wrong = client.dataset.setRules({ dataset: 'sums', rules: { inputs: { required: ['z'] } } })
  await expect(wrong).rejects.toMatchObject({ code: 'malformed_file' })
  const broken = client.dataset.checkRules({ dataset: 'sums', rules: { inputs: { $ref: '#/no' } } })
  await expect(broken).rejects.toMatchObject({ code: 'invalid_input' })
})
