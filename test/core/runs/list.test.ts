import { expect, test } from 'vitest'
import { finish, makeTestRuns } from '../../support/runs.ts'

test('runs are narrowed to a template, a dataset or its version, and a model', async () => {
  const { client, makeTemplate, makeDataset } = await makeTestRuns()
  for (const name of ['one', 'other']) await makeTemplate(name, `${name} {{ text }}`)
  for (const name of ['d1', 'd2']) await makeDataset(name, 1)
  const start = async (dataset: string, templates: string[]) => {
    const columns = templates.map((template) => ({ template, version: 1, model: 'echo' }))
    const run = await client.run.start({ dataset, columns, assertions: [] })
    await finish(client, run.id)
    return run.id
  }
  const both = await start('d1', ['one', 'other'])
  const single = await start('d2', ['other'])
  const list = async (filter: Parameters<typeof client.run.list>[0]) =>
    (await client.run.list(filter)).items.map(({ id }) => id)
  const { id: template } = await client.template.get({ template: 'one' })
  const { id: dataset } = await client.dataset.get({ dataset: 'd2' })
  expect(await list({})).toEqual([single, both])
  expect(await list({ template })).toEqual([both])
  expect(await list({ dataset })).toEqual([single])
  expect(await list({ template, dataset })).toEqual([])
  expect(await list({ dataset, datasetVersion: 1, model: 'echo' })).toEqual([single])
  expect(await list({ dataset, datasetVersion: 2 })).toEqual([])
  expect(await list({ template, model: 'recorded:other' })).toEqual([])
})

test('a case knows its results in every run over it, in whichever version it stood', async () => {
  const { client, makeTemplate, makeDataset } = await makeTestRuns()
  await makeTemplate('t', 'say {{ n }}')
  await makeDataset('numbers', 2)
  const columns = [{ template: 't', version: 1, model: 'echo' }]
  const start = async (value: string, repeats = 1) => {
    const assertions = [{ type: 'equals' as const, value }]
    const run = await client.run.start({ dataset: 'numbers', columns, assertions, repeats })
    await finish(client, run.id)
    return run.id
  }
  const first = await start('say 2')
  // The first case goes: in v2 the second one stands at its place.
  const { items: before } = await client.dataset.listCases({ dataset: 'numbers', version: 1 })
  const [gone, kept] = before.map(({ id }) => id)
  const { revision } = await client.dataset.getDraft({ dataset: 'numbers' })
  const edit = { kind: 'remove' as const, rows: [gone!] }
  const edited = await client.dataset.edit({ dataset: 'numbers', revision, edit })
  await client.dataset.saveDraft({ dataset: 'numbers', revision: edited.revision })
  const second = await start('nothing', 2)

  const list = async (id: typeof kept, cursor?: string) =>
    client.run.listCaseResults({
      ...{ dataset: 'numbers', case: id!, limit: 2 },
      ...(cursor === undefined ? {} : { cursor }),
    })
  const page = await list(kept)
  const newest = { run: second, datasetVersion: 2, ordinal: 1, status: 'failed' }
  expect(page.items).toMatchObject([
    { ...newest, repeat: 0, column: { templateName: 't', version: 1, model: 'echo' } },
    { ...newest, repeat: 1 },
  ])
  const rest = await list(kept, page.nextCursor ?? '')
  expect(rest).toMatchObject({
    items: [{ run: first, datasetVersion: 1, ordinal: 2, status: 'passed' }],
    nextCursor: null,
  })
  const { id: result, run } = rest.items[0]!
  expect(await client.run.getResult({ run, result })).toMatchObject({ caseId: kept })
  expect((await list(gone)).items).toMatchObject([{ run: first, status: 'failed' }])
  const unknown = client.run.listCaseResults({ dataset: 'none', case: kept! })
  await expect(unknown).rejects.toMatchObject({ code: 'not_found' })
})
