import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'

const lines = (...rows: unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')

test('a nested field is reached by its dotted path, and its parent is no input then', async () => {
  const { client } = await makeTestCore()
  const dataset = await client.dataset.import({
    name: 'small',
    fileName: 'small.jsonl',
    text: lines(
      { question: 'How many?', answer: 4, big: { is_correct: true, solution: 'It is 4' } },
      { question: 'And now?', answer: 5, big: { is_correct: false, solution: 'It is 6' } },
    ),
    mapping: { answer: { to: 'expected' }, 'big.solution': { to: 'recorded', model: 'big' } },
  })
  expect(dataset).toMatchObject({
    version: 1,
    caseCount: 2,
    inputNames: ['question'],
    recordedModels: ['big'],
  })
  const { items } = await client.dataset.listCases({ dataset: 'small' })
  expect(
    items.map(({ inputs, expected, recordedOutputs }) => [inputs, expected, recordedOutputs]),
  ).toEqual([
    [{ question: 'How many?' }, 4, { big: 'It is 4' }],
    [{ question: 'And now?' }, 5, { big: 'It is 6' }],
  ])
})

test('a field whose own name has a dot wins over the path', async () => {
  const { client } = await makeTestCore()
  await client.dataset.import({
    name: 'dots',
    fileName: 'dots.jsonl',
    text: lines({ 'a.b': 'by name', a: { b: 'by path', c: [{ d: 'deep' }] } }),
    mapping: {
      'a.b': { to: 'input', name: 'first' },
      'a.c.0.d': { to: 'input', name: 'second' },
    },
  })
  const { items } = await client.dataset.listCases({ dataset: 'dots' })
  expect(items[0]?.inputs).toEqual({ first: 'by name', second: 'deep' })
})

test('a preview offers nested fields and shows what an import would make', async () => {
  const { client } = await makeTestCore()
  const preview = await client.dataset.previewImport({
    fileName: 'x.jsonl',
    text: lines({ q: 'one', m: { a: { b: 1 } } }, { q: 'two', extra: true }),
  })
  expect(preview.columns).toEqual(['q', 'm', 'extra', 'm.a', 'm.a.b'])
  expect(preview.mapping).toEqual({
    q: { to: 'input' },
    m: { to: 'input' },
    extra: { to: 'input' },
  })
  expect(preview.rowCount).toBe(2)
  expect(preview.sample[1]?.inputs).toEqual({ q: 'two', extra: true })
  expect((await client.dataset.list()).items).toEqual([])
})

test('a column that the file lacks is refused with the nearest one', async () => {
  const { client } = await makeTestCore()
  const call = client.dataset.import({
    name: 'x',
    fileName: 'x.jsonl',
    text: lines({ answer: 1 }),
    mapping: { answr: { to: 'expected' } },
  })
  await expect(call).rejects.toMatchObject({
    code: 'invalid_input',
    data: { suggestion: 'answer', where: { file: 'x.jsonl', field: 'answr' } },
  })
})

test('two columns for one place are refused', async () => {
  const { client } = await makeTestCore()
  const call = client.dataset.import({
    name: 'x',
    fileName: 'x.jsonl',
    text: lines({ a: 1, b: 2 }),
    mapping: { a: { to: 'input', name: 'b' } },
  })
  await expect(call).rejects.toMatchObject({ code: 'invalid_input' })
})

test('names of Object.prototype are ordinary columns', async () => {
  const { client } = await makeTestCore()
  await client.dataset.import({
    name: 'x',
    fileName: 'x.jsonl',
    text: lines({ constructor: 'a', toString: 'b' }),
  })
  const { items } = await client.dataset.listCases({ dataset: 'x' })
  expect(JSON.stringify(items[0]?.inputs)).toBe('{"constructor":"a","toString":"b"}')
})
