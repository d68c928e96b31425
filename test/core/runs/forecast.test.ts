import { describe, expect, test } from 'vitest'
import { answer } from '../../support/models/fake-openai.ts'
import { makeFakeProvider } from '../../support/models/fake-provider.ts'
import { addFakeProvider } from '../../support/models/providers.ts'
import { allResults, finish, makeTestRuns } from '../../support/runs.ts'

const asked = { template: 't', version: 1, model: 'provider:fake/m1' }

async function prepared(cases: number, settings = {}) {
  const core = await makeTestRuns()
  const fake = await makeFakeProvider((seen, response) => answer(seen, response, 'fine'))
  await addFakeProvider(core.client, fake.baseUrl, settings)
  await core.makeTemplate('t', 'The quick brown fox {{ n }}', {
    modelSettings: { maxOutputTokens: 50 },
  })
  await core.makeDataset('numbers', cases)
  return { ...core, fake }
}

describe('what cases lack', () => {
  test('is told by variable and number of cases before anything runs', async () => {
    const { client, makeTemplate } = await prepared(4)
    const lacking = async (over: string, splits?: string[]) => {
      const versions = [{ template: over, version: 1 }]
      return (await client.run.checkInputs({ dataset: 'numbers', versions, splits })).items
    }
    expect(await lacking('t')).toEqual([])
    await makeTemplate('wide', "{{ texd }} {{ m }} {{ n }} {{ o|default('') }}")
    expect(await lacking('wide')).toMatchObject([
      { templateName: 'wide', variable: 'm', cases: 4, ordinal: 1, suggestion: null },
      { variable: 'texd', cases: 4, suggestion: 'text' },
    ])
    // An input that is null is there; one that some cases have is counted where it is not.
    const rows = [{ n: 1, m: null, texd: '' }, { n: 2 }, { n: 3, m: 3, texd: 'x' }]
    const text = rows.map((row) => JSON.stringify(row)).join('\n')
    await client.dataset.import({ name: 'numbers', fileName: 'n.jsonl', text })
    expect(await lacking('wide')).toMatchObject([
      { variable: 'm', cases: 1, ordinal: 2 },
      { variable: 'texd', cases: 1, ordinal: 2 },
    ])
    expect(await lacking('wide', ['test'])).toEqual([])
    await makeTemplate('lenient', '{{ m }}', { undefinedPolicy: 'lenient' })
    expect(await lacking('lenient')).toEqual([])
  })
})

describe('a forecast', () => {
  test('counts prompts, guesses answers, then knows them from earlier results', async () => {
    const { client, fake } = await prepared(40)
    const input = { dataset: 'numbers', columns: [asked], assertions: [], repeats: 2 }
    const first = await client.run.forecast(input)
    const [column] = first.columns
    expect(first.cells).toBe(80)
    expect(column).toMatchObject({ calls: 80, basis: 'guess', isEstimate: true })
    // "The quick brown fox 7": five or six tokens, and seven around them.
    expect(column?.inputTokens.expected).toBeGreaterThan(80 * 11)
    expect(column?.inputTokens.expected).toBeLessThan(80 * 15)
    expect(column?.outputTokens).toEqual({ low: 80, expected: 80 * 50, high: 80 * 50 })
    expect(first.cost?.low).toBeLessThan(first.cost?.expected ?? 0)
    expect(fake.seen).toEqual([])
    await finish(client, (await client.run.start(input)).id)
    const second = await client.run.forecast(input)
    expect(second.columns[0]).toMatchObject({ basis: 'this_version' })
    expect(second.columns[0]?.outputTokens.expected).toBe(80 * 5)
  })

  test('of a model without a price is not known, and never 0; nothing called costs nothing', async () => {
    const { client } = await prepared(3, { prices: [] })
    const forecast = (columns: object[]) =>
      client.run.forecast({
        dataset: 'numbers',
        columns: columns as [typeof asked],
        assertions: [],
      })
    expect(await forecast([asked])).toMatchObject({ cost: null, columns: [{ cost: null }] })
    const local = await forecast([{ ...asked, model: 'echo' }])
    expect(local).toMatchObject({
      cost: { expected: 0 },
      columns: [{ basis: 'nothing_is_called' }],
    })
    await client.provider.setPrice({
      model: 'm1',
      inputPerMillion: 1,
      outputPerMillion: 2,
      asOf: '2026-11-20',
    })
    const priced = await forecast([asked])
    expect(priced.cost?.expected).toBeGreaterThan(0)
    expect(priced.columns[0]?.priceAsOf).toBe('2026-11-20')
  })
})

test('shipped prices are dated, and a price of the workspace goes before one', async () => {
  const { client } = await makeTestRuns()
  const shipped = (await client.provider.listPrices()).items
  expect(shipped.length).toBeGreaterThan(10)
  const [one] = shipped
  expect(one).toMatchObject({ source: 'shipped', asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  const own = {
    model: one?.model ?? '',
    inputPerMillion: 9,
    outputPerMillion: 9,
    asOf: '2026-11-01',
  }
  const { items } = await client.provider.setPrice(own)
  expect(items.find(({ model }) => model === own.model)).toEqual({ ...own, source: 'workspace' })
  expect((await client.provider.removePrice({ model: own.model })).items).toEqual(shipped)
  await expect(client.provider.removePrice({ model: own.model })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a run over splits asks only for their cases', async () => {
  const { client } = await prepared(1)
  const rows = Array.from({ length: 12 }, (_, index) => {
    return { n: index + 1, part: index % 3 === 0 ? 'holdout' : 'train' }
  })
  await client.dataset.import({
    name: 'parts',
    fileName: 'parts.jsonl',
    text: rows.map((row) => JSON.stringify(row)).join('\n'),
    mapping: { part: { to: 'split' } },
  })
  const column = { ...asked, model: 'echo' }
  const start = (splits: string[]) =>
    client.run.start({ dataset: 'parts', columns: [column], assertions: [], splits })
  const run = await start(['holdout', 'holdout'])
  expect(run).toMatchObject({ totalCells: 4, splits: ['holdout'] })
  expect(await finish(client, run.id)).toMatchObject({ status: 'finished', doneCells: 4 })
  const shown = await allResults(client, run.id)
  expect(shown.map(({ ordinal }) => ordinal)).toEqual([1, 4, 7, 10])
  await expect(start(['dev'])).rejects.toMatchObject({ code: 'not_found' })
})

test('a scripted model answers by its rules, and fails where a rule says so', async () => {
  const { client } = await prepared(3)
  const model = 'scripted:fox 1$=>one;fox 2$=>!Down for today;.*=>many'
  const input = { dataset: 'numbers', columns: [{ ...asked, model }], assertions: [] }
  const { id } = await client.run.start(input)
  await finish(client, id)
  const cells = (await allResults(client, id)).map((row) => row.cells.c1)
  expect(cells.map((cell) => cell?.output ?? cell?.error)).toEqual([
    'one',
    'Down for today',
    'many',
  ])
  const bad = { ...input, columns: [{ ...asked, model: 'scripted:nothing' }] }
  await expect(client.run.start(bad)).rejects.toMatchObject({ code: 'invalid_input' })
})
