import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

test('adding the sample twice leaves ten templates and GSM8K once', async () => {
  const { client } = await makeTestCore()
  expect((await client.workspace.get()).hasSample).toBe(false)
  const once = await client.workspace.addSample()
  expect(once.counts).toMatchObject({ templates: 10, versions: 11, datasets: 1, cases: 1319 })
  const twice = await client.workspace.addSample()
  expect(twice).toEqual(once)
  expect(twice.hasSample).toBe(true)
})

test('both versions of the solver are saved, the second with the first as parent', async () => {
  const { client } = await makeTestCore()
  await client.workspace.addSample()
  const { items } = await client.template.listVersions({ template: 'gsm8k-solver' })
  expect(items.map(({ number }) => number)).toEqual([2, 1])
  expect(items[0]?.parentVersionId).toBe(items[1]?.id)
})

test('GSM8K has its question as input, a number as expected value and four recorded models', async () => {
  const { client } = await makeTestCore()
  await client.workspace.addSample()
  const dataset = await client.dataset.get({ dataset: 'gsm8k' })
  expect(dataset.inputNames).toEqual(['question'])
  expect([...dataset.recordedModels].sort()).toEqual([
    '175b_finetuning',
    '175b_verification',
    '6b_finetuning',
    '6b_verification',
  ])
  const { items } = await client.dataset.listCases({ dataset: 'gsm8k', limit: 1 })
  expect(items[0]).toMatchObject({ ordinal: 1, expected: 18 })
  expect(items[0]?.inputs.question).toContain('Janet')
  expect(items[0]?.recordedOutputs['175b_verification']).toMatch(/A: 18$/)
})
