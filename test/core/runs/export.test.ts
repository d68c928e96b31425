import { expect, test } from 'vitest'
import { allResults, finish, makeTestRuns } from '../../support/runs.ts'

test('a run exports every result, over more than one page, in every format', async () => {
  const { client, makeTemplate, makeDataset } = await makeTestRuns()
  await makeTemplate('one', '{{ text }}')
  await makeDataset('numbers', 450)
  const { id } = await client.run.start({
    dataset: 'numbers',
    columns: [{ template: 'one', version: 1, model: 'echo' }],
    assertions: [{ type: 'contains', value: '1', isNegated: false, weight: 1 }],
  })
  await finish(client, id)
  const read = async (format: 'jsonl' | 'junit' | 'csv' | 'markdown' | 'html' | 'json') => {
    let text = ''
    for await (const piece of await client.run.export({ run: id, format })) text += piece.text
    return text
  }
  const lines = (await read('jsonl')).trim().split('\n')
  const rows = await allResults(client, id)
  expect(
    lines.map((line) => JSON.parse(line)).map(({ ordinal, status }) => [ordinal, status]),
  ).toEqual(rows.map(({ ordinal, cells }) => [ordinal, cells.c1?.status]))
  const failed = rows.filter(({ cells }) => cells.c1?.status === 'failed').length
  expect(failed).toBeGreaterThan(0)
  expect((await read('junit')).match(/<failure /g)).toHaveLength(failed)
  expect((await read('csv')).trim().split('\r\n')).toHaveLength(451)
  expect(await read('markdown')).toContain(`### ${failed} not passed`)
  expect((await read('html')).match(/<td>failed<\/td>/g)).toHaveLength(failed)
  expect(JSON.parse(await read('json')).cases).toHaveLength(450)
})

test('an unknown run is refused before a byte is written', async () => {
  const { client } = await makeTestRuns()
  const run = '0190a000-0000-7000-8000-00000000dead' as Parameters<typeof finish>[1]
  const reading = (async () => {
    for await (const _ of await client.run.export({ run, format: 'json' })) return
  })()
  await expect(reading).rejects.toMatchObject({ code: 'not_found' })
})
