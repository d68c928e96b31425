import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

test('imports JSONL with nested fields by dotted path', async () => {
  const { client } = await makeTestCore()
  const text = [
    { question: 'How many?', answer: 4, big: { is_correct: true, solution: 'It is 4' } },
    { question: 'And now?', answer: 5, big: { is_correct: false, solution: 'It is 6' } },
  ]
    .map((row) => JSON.stringify(row))
    .join('\n')
  const dataset = await client.dataset.import({
    name: 'small',
    fileName: 'small.jsonl',
    text,
    mapping: { answer: { to: 'expected' }, 'big.solution': { to: 'recorded', model: 'big' } },
  })
  expect(dataset).toMatchObject({
    version: 1,
    caseCount: 2,
    inputNames: ['question'],
    recordedModels: ['big'],
  })
  const { items } = await client.dataset.listCases({ dataset: 'small' })
  expect(items.map(({ inputs, expected, recordedOutputs }) => [inputs, expected, recordedOutputs])).toEqual([
    [{ question: 'How many?' }, 4, { big: 'It is 4' }],
    [{ question: 'And now?' }, 5, { big: 'It is 6' }],
  ])
})
