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
