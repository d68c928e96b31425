import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testResources } from '../../support/core.ts'
import type { ResultRow } from '../../support/runs.ts'
import { allResults, finish, openTestRuns } from '../../support/runs.ts'

const models = ['6b_finetuning', '175b_finetuning', '6b_verification', '175b_verification'] as const

describe('the main job on GSM8K', () => {
  let core: Awaited<ReturnType<typeof openTestRuns>>
  let run: Awaited<ReturnType<typeof finish>>

  beforeAll(async () => {
    core = await openTestRuns()
    await core.client.workspace.addSample()
    const template = 'GSM8K answer'
    await core.makeTemplate(template, 'Solve:\n{{ question }}')
    const started = await core.client.run.start({
      dataset: 'gsm8k',
      columns: models.map((model) => ({ template, version: 1, model: `recorded:${model}` })),
      assertions: [{ type: 'number' }],
    })
    run = await finish(core.client, started.id)
  })
  afterAll(() => core.dispose())

  test('gives the published shares of the four models', () => {
    expect(run).toMatchObject({ status: 'finished', totalCells: 5276, doneCells: 5276 })
    const shares = run.figures.map(({ passRate }) => passRate?.toFixed(4))
    expect(shares).toEqual(['0.2168', '0.3472', '0.3904', '0.5625'])
    expect(run.figures.map(({ errors }) => errors)).toEqual([0, 0, 0, 0])
  })

  test('judges every single answer as the authors of the dataset did', async () => {
    const file = join(testResources.samples, 'gsm8k/model_solutions.jsonl')
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const truth = lines.map((line) => JSON.parse(line) as Record<string, { is_correct: boolean }>)
    const rows = await allResults(core.client, run.id)
    const judged = rows.map(({ cells }) =>
      run.columns.map(({ key }) => cells[key]?.status === 'passed'),
    )
    expect(judged).toEqual(truth.map((line) => models.map((model) => line[model]?.is_correct)))
  })

  test('compares the two 175b models as an exact binomial sum does', async () => {
    const comparison = await core.client.run.compare({
      baseline: { run: run.id, column: '175b_finetuning' },
      candidate: { run: run.id, column: 'c4' },
    })
    expect(comparison).toMatchObject({
      pairs: 1319,
      bothPassed: 382,
      onlyBaselinePassed: 76,
      onlyCandidatePassed: 360,
      bothFailed: 501,
      unpaired: 0,
      verdict: 'better',
    })
    // 2 · Σ C(436, k) / 2^436 for k = 0 … 76, summed as integers in Python; mid-p without C(436, 76).
    expect(relativeError(comparison.mcnemar.pValueExact, 2.891394635034685e-45)).toBeLessThan(1e-9)
    expect(relativeError(comparison.mcnemar.pValueMid, 1.7487808353215196e-45)).toBeLessThan(1e-9)
    expect(comparison.mcnemar.statistic).toBeCloseTo(284 ** 2 / 436, 9)
    expect(comparison.difference).toBeCloseTo(284 / 1319, 12)
    expect(comparison.interval.low).toBeGreaterThan(0.18)
    expect(comparison.interval.high).toBeLessThan(0.25)
    expect(comparison.flips).toHaveLength(436)
    expect(comparison.flips.filter(({ direction }) => direction === 'fixed')).toHaveLength(360)
  })

  test('turns a comparison round with its sides', async () => {
    const comparison = await core.client.run.compare({
      baseline: { run: run.id, column: 'c4' },
      candidate: { run: run.id, column: 'c2' },
    })
    expect(comparison).toMatchObject({ onlyBaselinePassed: 360, verdict: 'worse' })
  })

  test('simulates an A/B test of the two: the larger, the surer', async () => {
    const input = {
      control: { run: run.id, column: 'c2' },
      variant: { run: run.id, column: 'c4' },
      users: [50, 200, 1000],
      trials: 2000,
    }
    const view = await core.client.experiment.simulateSizes(input)
    expect(view.items).toBe(1319)
    expect(view.control).toEqual({ column: 'c2', rate: 458 / 1319 })
    const power = view.rows.map((row) => row.power.value)
    expect(power).toEqual([...power].sort((a, b) => a - b))
    expect(power.at(-1)).toBeGreaterThan(0.99)
    for (const row of view.rows) {
      expect(row.power.value + row.wrongWinner.value + row.noDecision.value).toBeCloseTo(1, 9)
      expect(Math.abs(row.falsePositive.value - 0.05)).toBeLessThan(0.02)
    }
    expect(view.warnings[0]).toMatch(/^50 users: /)
    expect(await core.client.experiment.simulateSizes(input)).toEqual(view)
  })

  test('refuses a test with an arm that nobody is in', async () => {
    const simulate = core.client.experiment.simulateSizes({
      control: { run: run.id, column: 'c2' },
      variant: { run: run.id, column: 'c4' },
      users: [20],
      variantShare: 0.01,
      trials: 100,
    })
    await expect(simulate).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('lists failures and differing cases by key, page by page, without a gap', async () => {
    const everything = await allResults(core.client, run.id)
    const statuses = (row: ResultRow) => Object.values(row.cells).map(({ status }) => status)
    const wanted = {
      failed: everything.filter((row) => statuses(row).includes('failed')),
      errors: [],
      differing: everything.filter((row) => new Set(statuses(row)).size > 1),
    }
    expect(everything.map(({ ordinal }) => ordinal)).toEqual(
      Array.from({ length: 1319 }, (_, index) => index + 1),
    )
    for (const filter of ['failed', 'errors', 'differing'] as const) {
      expect(await allResults(core.client, run.id, filter)).toEqual(wanted[filter])
    }
  })

  test('shows everything about one cell', async () => {
    const [row] = (await core.client.run.listResults({ run: run.id, limit: 1 })).items
    const result = row?.cells.c1?.id ?? 0
    const detail = await core.client.run.getResult({ run: run.id, result })
    expect(detail).toMatchObject({
      ordinal: 1,
      expected: 18,
      status: 'failed',
      outcomes: [{ type: 'number', reason: 'The last number is 26; expected 18.' }],
      rendered: { kind: 'text', text: `Solve:\n${detail.inputs.question}` },
      violations: [],
    })
  })
})

const relativeError = (actual: number, expected: number) => Math.abs(actual / expected - 1)
