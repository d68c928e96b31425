import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gsm8kModels } from '#core/samples/gsm8k.ts'
import { readSampleTemplates } from '#core/samples/templates.ts'
import { expectedNumber, isWithin, lastNumber } from '#shared/domain/assertions/numbers.ts'
import { makeTestCore, testResources } from '../support/core.ts'

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

test('every sample renders with its values, and with those alone that it requires', async () => {
  const { client } = await makeTestCore()
  await client.workspace.addSample()
  const failures: string[] = []
  for (const { name, versions, sampleBindings } of readSampleTemplates(testResources.samples)) {
    const required = (versions.at(-1)?.content.variables ?? [])
      .filter((variable) => variable.required)
      .map((variable) => [variable.name, sampleBindings[variable.name]])
    for (const bindings of [sampleBindings, Object.fromEntries(required)]) {
      const outcome = await client.render.preview({ source: { template: name }, bindings })
      if (outcome.kind !== 'success') failures.push(`${name}: ${JSON.stringify(outcome)}`)
    }
  }
  expect(failures).toEqual([])
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

test('the last number of each recorded answer reproduces the mark of the dataset, row by row', async () => {
  const { client } = await makeTestCore()
  await client.workspace.addSample()
  const folder = join(testResources.samples, 'gsm8k', 'model_solutions.jsonl')
  const marks: Record<string, { is_correct: boolean }>[] = readFileSync(folder, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const first = await client.dataset.listCases({ dataset: 'gsm8k', limit: 1000 })
  const cursor = first.nextCursor ?? undefined
  const second = await client.dataset.listCases({ dataset: 'gsm8k', limit: 1000, cursor })
  const cases = [...first.items, ...second.items]
  expect(cases).toHaveLength(marks.length)

  const shares: Record<string, number> = {}
  const differing: string[] = []
  for (const model of gsm8kModels) {
    let correct = 0
    for (const [row, { expected, recordedOutputs }] of cases.entries()) {
      const [wanted, actual] = [expectedNumber(expected), lastNumber(recordedOutputs[model] ?? '')]
      const isCorrect = wanted !== null && actual !== null && isWithin(actual, wanted, 0)
      if (isCorrect) correct++
      if (isCorrect !== marks[row]?.[model]?.is_correct) differing.push(`${model} row ${row + 1}`)
    }
    shares[model] = Number((correct / cases.length).toFixed(4))
  }
  expect(differing).toEqual([])
  expect(shares).toEqual({
    '6b_finetuning': 0.2168,
    '175b_finetuning': 0.3472,
    '6b_verification': 0.3904,
    '175b_verification': 0.5625,
  })
})
