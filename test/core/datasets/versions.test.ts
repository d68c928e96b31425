import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'

const csv = (...rows: string[]) => ['q,a', ...rows].join('\n')
const mapping = { a: { to: 'expected' as const } }

async function withDataset(...rows: string[]) {
  const core = await makeTestCore()
  const put = (...next: string[]) =>
    core.client.dataset.import({ name: 'sums', fileName: 'sums.csv', text: csv(...next), mapping })
  return { ...core, put, first: await put(...rows) }
}

test('an existing name gets a new version; the old one stays as it was', async () => {
  const { client, put, first } = await withDataset('1+1,2', '1+2,4')
  const second = await put('1+1,2', '1+2,3', '2+2,4')
  expect(second).toMatchObject({ id: first.id, version: 2, caseCount: 3 })
  expect(second.contentHash).not.toBe(first.contentHash)
  const old = await client.dataset.listCases({ dataset: 'sums', version: 1 })
  expect(old.items.map(({ expected }) => expected)).toEqual(['2', '4'])
  expect((await client.dataset.list()).items).toEqual([second])
})

test('a case keeps its id when its expected value is corrected or it moves', async () => {
  const { client, put } = await withDataset('1+1,2', '1+2,4')
  await put('0+0,0', '1+2,3', '1+1,2')
  const ids = async (version: number) => {
    const { items } = await client.dataset.listCases({ dataset: 'sums', version })
    return new Map(items.map(({ inputs, id }) => [inputs.q, id]))
  }
  const [before, after] = [await ids(1), await ids(2)]
  expect(after.get('1+1')).toBe(before.get('1+1'))
  expect(after.get('1+2')).toBe(before.get('1+2'))
  expect(new Set(after.values()).size).toBe(3)
})

test('cases with the same inputs are cases of their own', async () => {
  const { client } = await withDataset('1+1,2', '1+1,2')
  const { items } = await client.dataset.listCases({ dataset: 'sums' })
  expect(new Set(items.map(({ id }) => id)).size).toBe(2)
})

test('the same cases again make no new version', async () => {
  const { client, put, first } = await withDataset('1+1,2')
  expect(await put('1+1,2')).toEqual(first)
  expect((await client.workspace.listActivity({})).items).toHaveLength(1)
})

test('a refused second import leaves the first as the newest', async () => {
  const { client, put, first } = await withDataset('1+1,2')
  await expect(put('1+1,2', 'ragged')).rejects.toMatchObject({ code: 'malformed_file' })
  expect(await client.dataset.get({ dataset: 'sums' })).toEqual(first)
})

test('cases are listed in order, page by page', async () => {
  const rows = Array.from({ length: 25 }, (_, index) => `${index}+0,${index}`)
  const { client } = await withDataset(...rows)
  const seen: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await client.dataset.listCases({ dataset: 'sums', limit: 10, cursor })
    expect(page.items.length).toBeLessThanOrEqual(10)
    seen.push(...page.items.map(({ expected }) => expected))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(rows.map((_, index) => String(index)))
})

test('cases are found by a text in their inputs or expected value', async () => {
  const { client } = await withDataset('One "half",0.5', 'two,2', 'HALF of two,1')
  const find = async (query: string) => {
    const { items } = await client.dataset.listCases({ dataset: 'sums', query })
    return items.map(({ ordinal }) => ordinal)
  }
  expect(await find('half')).toEqual([1, 3])
  expect(await find('"Half"')).toEqual([1])
  expect(await find('0.5')).toEqual([1])
  expect(await find('%')).toEqual([])
})

test('the database itself refuses to change or delete cases and versions', async () => {
  const { database } = await withDataset('1+1,2')
  const stranger = new Database(database.file)
  for (const sql of [
    "UPDATE cases SET expected_json = '3'",
    'DELETE FROM cases',
    'UPDATE dataset_versions SET case_count = 9',
    'DELETE FROM dataset_versions',
  ])
    expect(() => stranger.prepare(sql).run(), sql).toThrow(/append-only/)
  stranger.close()
})

test('unknown datasets and versions are named', async () => {
  const { client } = await withDataset('1+1,2')
  await expect(client.dataset.get({ dataset: 'summs' })).rejects.toMatchObject({
    code: 'not_found',
    data: { suggestion: 'sums' },
  })
  await expect(client.dataset.listCases({ dataset: 'sums', version: 7 })).rejects.toMatchObject({
    code: 'not_found',
    data: { fix: 'Its newest version is 1.' },
  })
})
