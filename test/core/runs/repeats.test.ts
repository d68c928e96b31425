import { describe, expect, test } from 'vitest'
import { answer } from '../../support/models/fake-openai.ts'
import { type Behave, makeFakeProvider, sendError } from '../../support/models/fake-provider.ts'
import { makeHeldModel } from '../../support/models/held-model.ts'
import { addFakeProvider, shortWaits } from '../../support/models/providers.ts'
import { allResults, finish, makeTestRuns } from '../../support/runs.ts'

const columns = [{ template: 't', version: 1, model: 'provider:fake/m1' }]

async function prepared(cases: number, behave: Behave, settings = {}) {
  const core = await makeTestRuns({ wait: shortWaits().wait })
  const fake = await makeFakeProvider(behave)
  await addFakeProvider(core.client, fake.baseUrl, { maxRetries: 0, ...settings })
  await core.makeTemplate('t', 'say {{ n }}', { modelSettings: { seed: 40 } })
  await core.makeDataset('numbers', cases)
  return { ...core, fake }
}

describe('repeats', () => {
  test('ask every cell so often, each with a seed of its own, and count every answer', async () => {
    const { client, fake } = await prepared(4, (seen, response) =>
      answer(seen, response, seen.body.seed === 41 ? 'no' : 'yes'),
    )
    const assertions = [{ type: 'equals' as const, value: 'yes' }]
    const input = { dataset: 'numbers', columns, assertions, repeats: 3 }
    const run = await client.run.start(input)
    expect(run).toMatchObject({ totalCells: 12, repeats: 3 })
    expect(await finish(client, run.id)).toMatchObject({
      doneCells: 12,
      figures: [{ passed: 8, failed: 4 }],
    })
    const seeds = fake.seen.map(({ body }) => body.seed)
    expect(seeds.toSorted()).toEqual([40, 40, 40, 40, 41, 41, 41, 41, 42, 42, 42, 42])
    const rows = await allResults(client, run.id)
    expect(rows.map(({ repeats }) => repeats.c1)).toEqual(
      rows.map(() => ({ passed: 2, failed: 1, errors: 0 })),
    )
    const detail = await client.run.getResult({ run: run.id, result: rows[0]?.cells.c1?.id ?? 0 })
    expect(detail).toMatchObject({
      repeat: 0,
      otherRepeats: [
        { repeat: 1, status: 'failed' },
        { repeat: 2, status: 'passed' },
      ],
    })
    // Kept answers belong to their repeat: a second run asks nothing and gets the same.
    await finish(client, (await client.run.start(input)).id)
    expect(fake.seen).toHaveLength(12)
  })
})

describe('retry', () => {
  test('asks again for errors only, and keeps what they said', async () => {
    let isDown = true
    const { client, fake } = await prepared(6, (seen, response) => {
      const isBad = Number(/\d+/.exec(seen.prompt)?.[0]) % 2 === 0
      if (isDown && isBad) sendError(response, 500, 'Down')
      else answer(seen, response, 'fine')
    })
    const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
    expect(await finish(client, id)).toMatchObject({ figures: [{ passed: 3, errors: 3 }] })
    isDown = false
    const asked = fake.seen.length
    await client.run.retry({ run: id })
    expect(await finish(client, id)).toMatchObject({
      status: 'finished',
      figures: [{ passed: 6, errors: 0, passRate: 1 }],
    })
    expect(fake.seen).toHaveLength(asked + 3)
    const second = (await allResults(client, id))[1]?.cells.c1
    const detail = await client.run.getResult({ run: id, result: second?.id ?? 0 })
    expect(detail.retriedErrors).toEqual(['fake failed (500). It says: Down'])
    const before = await client.run.get({ run: id })
    expect(await client.run.retry({ run: id })).toEqual(before)
  })
})

describe('pause', () => {
  test('keeps what is under way, begins nothing more, and resume goes on', async () => {
    const core = await makeTestRuns()
    const held = await makeHeldModel(2)
    await addFakeProvider(core.client, held.fake.baseUrl, { concurrency: 2 })
    await core.makeTemplate('t', 'say {{ n }}')
    await core.makeDataset('numbers', 20)
    const { client } = core
    const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
    await held.isHolding
    const pausing = client.run.pause({ run: id })
    held.release()
    const paused = await pausing
    expect(paused).toMatchObject({ status: 'paused', finishedAt: null })
    expect(paused.doneCells).toBe(held.fake.seen.length)
    expect(paused.doneCells).toBeLessThan(20)
    await client.run.resume({ run: id })
    expect(await finish(client, id)).toMatchObject({ status: 'finished', doneCells: 20 })
    expect(held.fake.seen).toHaveLength(20)
  })
})

describe('a person', () => {
  test('passes or fails a result: figures follow, the first verdict and every further one stay', async () => {
    const { client, database } = await prepared(2, (seen, response) =>
      answer(seen, response, seen.prompt),
    )
    const assertions = [{ type: 'contains' as const, value: '1' }]
    const { id } = await client.run.start({ dataset: 'numbers', columns, assertions })
    await finish(client, id)
    const [, second] = await allResults(client, id)
    const result = second?.cells.c1?.id ?? 0
    const rated = await client.run.rate({ run: id, result, isPassed: true, note: 'Fine by me.' })
    expect(rated).toMatchObject({
      status: 'passed',
      firstStatus: 'failed',
      judgements: [{ kind: 'human', isPassed: true, reason: 'Fine by me.', author: 'Tess Tester' }],
    })
    expect((await client.run.get({ run: id })).figures).toMatchObject([{ passed: 2, failed: 0 }])
    await client.run.rate({ run: id, result, isPassed: false })
    expect((await client.run.get({ run: id })).figures).toMatchObject([{ passed: 1, failed: 1 }])
    const change = (sql: string) => () =>
      database.writer.transaction((transaction) => transaction.prepare(sql).run())
    expect(change("UPDATE run_results SET output = 'x', first_status = 'failed'")).toThrow(
      'append-only',
    )
    expect(change("UPDATE run_results SET status = 'failed'")).toThrow('append-only')
  })
})
