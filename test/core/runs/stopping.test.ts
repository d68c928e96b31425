import { expect, test } from 'vitest'
import type { RunId } from '#shared/contract/base.ts'
import { testClock, testIds } from '../../support/core.ts'
import { makeHeldModel } from '../../support/models/held-model.ts'
import { addFakeProvider } from '../../support/models/providers.ts'
import {
  allResults,
  type Client,
  echo,
  finish,
  makeNumbers,
  makeTestRuns,
} from '../../support/runs.ts'

const asked = (template: string) => ({ template, version: 1, model: 'provider:fake/m1' })

/** Cells on the grid, by column, over all cases. */
const cellCount = (rows: Awaited<ReturnType<typeof allResults>>) =>
  rows.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0)

/** Waits until a run has its first results. */
async function atWork(client: Client, run: RunId) {
  for await (const { doneCells } of await client.run.watch({ run })) if (doneCells > 0) return
}

/** Numbers with a model that answers 60 prompts, a batch and some, and then holds. */
async function makeHeldNumbers(cases: number) {
  const held = await makeHeldModel(60)
  const core = await makeNumbers(cases)
  await addFakeProvider(core.client, held.fake.baseUrl)
  return { ...core, held }
}

test('cancel keeps what there is, and resume computes the rest', async () => {
  const { client, held } = await makeHeldNumbers(150)
  const columns = [asked('one')]
  const run = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  await atWork(client, run.id)
  const cancelled = await client.run.cancel({ run: run.id })
  expect(cancelled.status).toBe('cancelled')
  expect(cancelled.doneCells).toBeLessThan(150)
  const kept = cellCount(await allResults(client, run.id))
  expect(kept).toBe(cancelled.doneCells)
  held.release()
  await client.run.resume({ run: run.id })
  expect(await finish(client, run.id)).toMatchObject({ status: 'finished', doneCells: 150 })
  expect(cellCount(await allResults(client, run.id))).toBe(150)
})

test('a closed core leaves its runs interrupted; the next one resumes them', async () => {
  const first = await makeHeldNumbers(80)
  const columns = [asked('one'), asked('two')]
  const run = await first.client.run.start({ dataset: 'numbers', columns, assertions: [] })
  const waiting = await first.client.run.start({ dataset: 'numbers', columns, assertions: [] })
  await atWork(first.client, run.id)
  await first.close()
  first.held.release()
  const { client } = await makeTestRuns({ dataFolder: first.environment.dataFolder })
  for (const { id } of [run, waiting]) {
    expect((await client.run.get({ run: id })).status).toBe('interrupted')
    await client.run.resume({ run: id })
    expect(await finish(client, id)).toMatchObject({ status: 'finished', doneCells: 160 })
    expect(cellCount(await allResults(client, id))).toBe(160)
  }
})

test('a run of a process that fell silent is interrupted, and one that still works is not', async () => {
  const first = await makeHeldNumbers(300)
  const run = await first.client.run.start({
    dataset: 'numbers',
    columns: [asked('one')],
    assertions: [],
  })
  await atWork(first.client, run.id)
  const now = first.environment.clock.now().toISOString()
  const other = (start: string) =>
    makeTestRuns({
      dataFolder: first.environment.dataFolder,
      clock: testClock(start),
      newId: testIds('01900001'),
    })
  const beside = await other(now)
  expect((await beside.client.run.get({ run: run.id })).status).toBe('running')
  await expect(beside.client.run.resume({ run: run.id })).rejects.toMatchObject({
    code: 'conflict',
  })
  const muchLater = await other('2026-06-01T00:00:00.000Z')
  expect((await muchLater.client.run.get({ run: run.id })).status).toBe('interrupted')
  const cancelled = await beside.client.run.cancel({ run: run.id })
  expect(cancelled.status).toBe('cancelled')
  // Its cells are still under way here: going on with them twice would store each twice.
  await expect(first.client.run.resume({ run: run.id })).rejects.toMatchObject({
    message: 'The run is still being stopped.',
  })
  // Cancelled from beside: the process at work finds out at its next batch, and stores none of it.
  first.held.release()
  await expect.poll(() => first.held.fake.underWay).toBe(0)
  expect(await finish(first.client, run.id)).toMatchObject({
    status: 'cancelled',
    doneCells: cancelled.doneCells,
  })
  expect(first.held.fake.seen.length).toBeLessThan(300)
})

test('what waits for its turn is cancelled and paused at once, whatever goes on before it', async () => {
  const { client, held } = await makeHeldNumbers(80)
  const start = async (template: string) =>
    (await client.run.start({ dataset: 'numbers', columns: [asked(template)], assertions: [] })).id
  const first = await start('one')
  const [second, third] = [await start('two'), await start('two')]
  await atWork(client, first)
  expect(await client.run.cancel({ run: second })).toMatchObject({ status: 'cancelled' })
  expect(await client.run.pause({ run: third })).toMatchObject({ status: 'paused' })
  expect(await client.run.get({ run: first })).toMatchObject({ status: 'running' })
  held.release()
  await client.run.resume({ run: third })
  expect(await finish(client, third)).toMatchObject({ status: 'finished', doneCells: 80 })
  expect(await finish(client, second)).toMatchObject({ status: 'cancelled', doneCells: 0 })
})

test('a run of this process that nobody works on is interrupted, and can be gone on with', async () => {
  const { client, held, database } = await makeHeldNumbers(70)
  const columns = [asked('one')]
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  await atWork(client, id)
  const row = database.reader
    .prepare<{ owner: string }>('SELECT owner_json AS owner FROM runs WHERE id = ?')
    .get(id)
  await client.run.cancel({ run: id })
  // As a disk that is full leaves it: the end of the run could not be written.
  database.writer.transaction((transaction) =>
    transaction
      .prepare(
        "UPDATE runs SET status = 'running', owner_json = ?, finished_at = NULL WHERE id = ?",
      )
      .run(row?.owner ?? '', id),
  )
  expect((await client.run.get({ run: id })).status).toBe('interrupted')
  held.release()
  await client.run.resume({ run: id })
  expect(await finish(client, id)).toMatchObject({ status: 'finished', doneCells: 70 })
})

test('resume of a finished run changes nothing', async () => {
  const { client } = await makeNumbers(2)
  const columns = [echo('one')]
  const run = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  const end = await finish(client, run.id)
  expect(await client.run.resume({ run: run.id })).toEqual(end)
  expect(await client.run.cancel({ run: run.id })).toEqual(end)
})

test('pages answer while a run is at work', async () => {
  const { client } = await makeNumbers(2000)
  const columns = [echo('one')]
  let run = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  const between = new Set<number>()
  while (run.status === 'queued' || run.status === 'running') {
    await new Promise<void>((resolve) => setImmediate(resolve))
    run = await client.run.get({ run: run.id })
    if (run.doneCells > 0 && run.doneCells < run.totalCells) between.add(run.doneCells)
  }
  // After every batch somebody else has a turn, however quick the machine is.
  expect(between.size).toBeGreaterThanOrEqual(10)
})
