import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { CurationService } from '#core/datasets/curation.ts'
import { DatasetService } from '#core/datasets/service.ts'
import { makeTestCore } from '../../support/core.ts'

const plan = { seed: 'one', shares: { train: 0.5, dev: 0.2, test: 0.2, holdout: 0.1 } }
const questions = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const number = from + index
    return `Train ${number} leaves town ${number * 7} for city ${number * 13}; when is it there?`
  })

async function withQuestions(list: string[]) {
  const core = await makeTestCore()
  const put = (texts: string[]) =>
    core.client.dataset.import({ name: 'x', fileName: 'x.csv', text: ['q', ...texts].join('\n') })
  await put(list)
  const splits = async () => {
    const { items } = await core.client.dataset.listCases({ dataset: 'x', limit: 1000 })
    return new Map(items.map(({ inputs, split }) => [inputs.q, split]))
  }
  return { ...core, put, splits }
}

test('splits are the same for the same seed, about as large as asked, and adding rows moves nobody', async () => {
  const { client, put, splits } = await withQuestions(questions(0, 400))
  const split = await client.dataset.split({ dataset: 'x', plan })
  const { train = 0, holdout = 0 } = split.splitCounts
  expect(train / 400).toBeCloseTo(0.5, 1)
  expect(holdout / 400).toBeCloseTo(0.1, 1)
  const before = await splits()
  const more = await put([...questions(400, 600), ...questions(0, 400)])
  expect(more.splitPlan).toEqual(plan)
  const after = await splits()
  for (const [question, name] of before) expect(after.get(question)).toBe(name)
  const other = await client.dataset.split({ dataset: 'x', plan: { ...plan, seed: 'two' } })
  expect(other.splitCounts).not.toEqual(more.splitCounts)
  const none = await client.dataset.split({ dataset: 'x', plan: null })
  expect(none).toMatchObject({ splitCounts: {}, splitPlan: null })
})

test('a split that the file names wins over the plan, and is written back', async () => {
  const { client } = await makeTestCore()
  const text = 'q,__split\none,holdout\ntwo,\n'
  await client.dataset.import({ name: 'x', fileName: 'x.csv', text })
  const { items } = await client.dataset.listCases({ dataset: 'x' })
  expect(items.map(({ split }) => split)).toEqual(['holdout', null])
  let out = ''
  for await (const piece of await client.dataset.export({ dataset: 'x', format: 'csv' }))
    out += piece.text
  expect(out).toBe('q,__split\r\none,holdout\r\ntwo,\r\n')
})

test('a holdout case that is nearly the same elsewhere is a leak', async () => {
  const { client } = await makeTestCore()
  const long = 'A train leaves Paris at nine and needs three hours to Lyon; when does it get there'
  const rows = [`${long}?,train`, `${long} today?,holdout`, 'Something else,holdout', 'Other,test']
  const text = ['q,__split', ...rows].join('\n')
  await client.dataset.import({ name: 'x', fileName: 'x.csv', text })
  const { leaks } = await client.dataset.checkSplits({ dataset: 'x' })
  expect(leaks.map(({ cases }) => cases.map(({ ordinal }) => ordinal))).toEqual([[1, 2]])
})

test('duplicates are shown before they are removed', async () => {
  const long = 'A train leaves Paris at nine and needs three hours to Lyon, when is it there'
  const { client } = await withQuestions([
    'What is 5-3?',
    'what is  5-3',
    'What is 5 3?',
    `"${long}?"`,
    `"${long} now?"`,
    'Quite another question',
  ])
  const { groups } = await client.dataset.findDuplicates({ dataset: 'x' })
  expect(groups.map(({ kind, cases }) => [kind, cases.map(({ ordinal }) => ordinal)])).toEqual([
    ['exact', [1, 2]],
    ['near', [4, 5]],
  ])
  const doubles = groups.flatMap(({ cases }) => cases.slice(1).map(({ id }) => id))
  const left = await client.dataset.removeCases({ dataset: 'x', cases: doubles })
  expect(left).toMatchObject({ version: 2, caseCount: 4, note: '2 removed' })
})

test('cases from elsewhere become the next version and say where they are from', async () => {
  const { client } = await makeTestCore()
  const source = { kind: 'execution', remote: 'main', id: '7' }
  const made = await client.dataset.addCases({
    dataset: 'captured',
    cases: [{ inputs: { q: 'a' }, expected: 'b', tags: ['live'], metadata: { source } }],
  })
  expect(made).toMatchObject({ version: 1, caseCount: 1, note: '1 added from execution' })
  const { items } = await client.dataset.listCases({ dataset: 'captured' })
  expect(items[0]).toMatchObject({ expected: 'b', tags: ['live'], metadata: { source } })
})

test('two versions are compared case by case', async () => {
  const { client } = await makeTestCore()
  const mapping = { a: { to: 'expected' as const } }
  const put = (text: string) =>
    client.dataset.import({ name: 'x', fileName: 'x.csv', text, mapping })
  await put('q,a\none,1\ntwo,2\n')
  await put('q,a\ntwo,zwei\nthree,3\n')
  expect(await client.dataset.diff({ dataset: 'x', from: 1, to: 2 })).toMatchObject({
    added: 1,
    removed: 1,
    changed: 1,
    changes: [
      {
        kind: 'changed',
        fields: ['expected'],
        before: { expected: '2' },
        after: { expected: 'zwei' },
      },
      { kind: 'added', after: { inputs: { q: 'three' } } },
      { kind: 'removed', before: { inputs: { q: 'one' } } },
    ],
  })
  const { items } = await client.dataset.listVersions({ dataset: 'x' })
  expect(items.map(({ version }) => version)).toEqual([2, 1])
})

test('texts of formulas are written with an apostrophe, or as they are when told so', async () => {
  const { client } = await withQuestions(['=1+1', '＝1+1', '-5'])
  const written = async (guardsFormulas: boolean) => {
    let out = ''
    const pieces = await client.dataset.export({ dataset: 'x', format: 'csv', guardsFormulas })
    for await (const { text } of pieces) out += text
    return out
  }
  expect(await written(true)).toBe("q\r\n'=1+1\r\n'＝1+1\r\n-5\r\n")
  expect(await written(false)).toBe('q\r\n=1+1\r\n＝1+1\r\n-5\r\n')
})

test('nobody else writes between the look at the newest version and the next one', async () => {
  const { database, environment, changes, client } = await withQuestions(['one', 'two'])
  const parts = { ...database, environment, changes, activity: { record: () => {} } }
  const datasets = new DatasetService(parts)
  const other = new Database(database.file, { timeout: 0 })
  onTestFinished(() => void other.close())
  const couldOthersWrite: boolean[] = []
  const service = new CurationService({
    ...parts,
    get(ref) {
      try {
        other.exec('BEGIN IMMEDIATE; ROLLBACK')
        couldOthersWrite.push(true)
      } catch {
        couldOthersWrite.push(false)
      }
      return datasets.get(ref)
    },
  })
  const [first] = (await client.dataset.listCases({ dataset: 'x', limit: 1 })).items
  const added = {
    ...{ inputs: { q: 'three' }, expected: null, tags: [], metadata: {} },
    ...{ recordedOutputs: {}, checks: null, split: null },
  }
  service.addCases({ dataset: 'x', cases: [added] })
  service.removeCases({ dataset: 'x', cases: first === undefined ? [] : [first.id] })
  expect(couldOthersWrite).not.toContain(true)
  const { items } = await client.dataset.listCases({ dataset: 'x', limit: 10 })
  expect(items.map(({ inputs }) => inputs.q)).toEqual(['two', 'three'])
})
