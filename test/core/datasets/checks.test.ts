import { expect, test } from 'vitest'
import type { GalleyError } from '#shared/contract/errors.ts'
import { allResults, finish, makeTestRuns } from '../../support/runs.ts'

const csv = [
  'city,country,__expected,__expected2,__description,__metric,__threshold,__metadata:source,__metadata:kinds[],__providerOutput',
  'Paris,France,contains:{{ city }},,the capital,geo,,atlas,"a,b\\,c",Paris!',
  'Rome,Italy,contains:Oslo,icontains:rome,,,0.5,,,Rome',
  'Bern,Swiss,contains:Oslo,,,,0,,,Bern',
  'Oslo,Norway,,,,,,,,Oslo',
].join('\n')

test('the special columns of promptfoo become checks, metadata and recorded outputs', async () => {
  const { client } = await makeTestRuns()
  const made = await client.dataset.import({ name: 'cities', fileName: 'c.csv', text: csv })
  expect(made.inputNames).toEqual(['city', 'country'])
  expect(made.recordedModels).toEqual(['providerOutput'])
  const { items } = await client.dataset.listCases({ dataset: 'cities' })
  expect(items[0]?.checks).toMatchObject({
    description: 'the capital',
    threshold: null,
    assertions: [{ type: 'contains', value: '{{ city }}', metric: 'geo' }],
  })
  expect(items[0]?.metadata).toEqual({ source: 'atlas', kinds: ['a', 'b,c'] })
  expect(items[2]?.checks?.threshold).toBe(0)
  expect(items[3]?.checks).toBeNull()
})

test('a column may give an assertion its threshold, and put texts around the prompt', async () => {
  const { client, makeTemplate } = await makeTestRuns()
  const head = 'q,__expected1,__expected2,__config:__expected2:threshold,__prefix,__suffix'
  const text = `${head}\nyes,contains:>>,levenshtein:>>yes,1,>>,!\n`
  await client.dataset.import({ name: 'x', fileName: 'c.csv', text })
  const { items } = await client.dataset.listCases({ dataset: 'x' })
  expect(items[0]?.checks).toMatchObject({
    ...{ prefix: '>>', suffix: '!' },
    assertions: [{ type: 'contains' }, { type: 'levenshtein', threshold: 1 }],
  })
  await makeTemplate('t', '{{ q }}')
  const { id } = await client.run.start({
    ...{ dataset: 'x', assertions: [] },
    columns: [{ template: 't', version: 1, model: 'echo' }],
  })
  await finish(client, id)
  const cell = (await allResults(client, id))[0]?.cells.c1
  expect(cell).toMatchObject({ status: 'passed', output: '>>yes!' })
  const detail = await client.run.getResult({ run: id, result: cell?.id ?? 0 })
  expect(detail.rendered).toEqual({ kind: 'text', text: '>>yes!' })
  const back = await client.dataset.previewImport({
    ...{ fileName: 'c.csv', mapping: {} },
    text: `${head}\nyes,contains:>>,levenshtein:>>yes,,,\nno,contains:n,,1,,\nno,contains:n,is-json,1,,`,
  })
  expect(back.problems.map(({ row, message }) => [row, message])).toEqual([
    [2, 'A threshold is a number from 0.'],
    [3, 'The row has no assertion 2.'],
    [4, '"is-json" takes no such threshold.'],
  ])
})

test('a run judges each case by its own assertions too, rendered with the inputs of the case', async () => {
  const { client, makeTemplate } = await makeTestRuns()
  await client.dataset.import({ name: 'cities', fileName: 'c.csv', text: csv })
  await makeTemplate('t', '{{ city }}')
  const { id } = await client.run.start({
    dataset: 'cities',
    columns: [{ template: 't', version: 1, model: 'recorded:providerOutput' }],
    assertions: [{ type: 'starts-with', value: '{{ city[0] }}', isNegated: false, weight: 1 }],
  })
  await finish(client, id)
  const rows = await allResults(client, id)
  const cells = rows.map(({ cells }) => cells.c1)
  // The third case has a threshold of 0 and passes whatever its assertions say.
  expect(cells.map((cell) => cell?.status)).toEqual(['passed', 'passed', 'passed', 'passed'])
  expect(cells.map((cell) => cell?.outcomes.map(({ isPassed }) => isPassed))).toEqual([
    [true, true],
    [true, false, true],
    [true, false],
    [true],
  ])
})

test('a template in an assertion that names no input makes the cell an error that says so', async () => {
  const { client, makeTemplate } = await makeTestRuns()
  const text = 'city,__expected\nParis,contains:{{ town }}\n'
  await client.dataset.import({ name: 'x', fileName: 'c.csv', text })
  await makeTemplate('t', '{{ city }}')
  const { id } = await client.run.start({
    dataset: 'x',
    columns: [{ template: 't', version: 1, model: 'echo' }],
    assertions: [],
  })
  await finish(client, id)
  const [row] = await allResults(client, id)
  expect(row?.cells.c1).toMatchObject({ status: 'error' })
  expect(row?.cells.c1?.error).toContain('town')
})

test.each([
  ['an unknown assertion', 'a,__expected\n1,contians:x\n', 2, '__expected', 'contains'],
  ['a file with code', 'a,__expected1\n1,ok\n2,file://check.js\n', 3, '__expected1', 'code'],
  ['a pattern without its text', 'a,__expected\n1,regex\n', 2, '__expected', 'string'],
  ['a special column that is none', 'a,__expectd\n1,x\n', 1, '__expectd', '__expected'],
])('%s', async (_, text, row, field, part) => {
  const { client } = await makeTestRuns()
  const imported = client.dataset.import({ name: 'x', fileName: 'x.csv', text })
  const error = await imported.then(
    () => null,
    (thrown: { data: GalleyError['problem']; message: string }) => thrown,
  )
  expect(error?.data.where).toMatchObject({ row, field })
  expect(`${error?.message} ${error?.data.fix}`).toContain(part)
  expect((await client.dataset.list()).items).toEqual([])
})

const yaml = `
- description: greets
  vars: { name: [Ann, Bob], tone: kind }
  assert:
    - type: contains
      value: '{{ name }}'
  threshold: 0.5
  metadata: { source: docs }
- vars: { name: Cy, tone: rude }
`

test('YAML test files: lists of texts stand for one case each', async () => {
  const { client } = await makeTestRuns()
  await client.dataset.import({ name: 'y', fileName: 'tests.yaml', text: yaml })
  const { items } = await client.dataset.listCases({ dataset: 'y' })
  expect(items.map(({ inputs }) => inputs.name)).toEqual(['Ann', 'Bob', 'Cy'])
  expect(items[1]).toMatchObject({
    metadata: { source: 'docs' },
    checks: { description: 'greets', threshold: 0.5, assertions: [{ type: 'contains' }] },
  })
})

test('YAML: bombs, wrong assertions and broken text are refused with their line', async () => {
  const { client } = await makeTestRuns()
  const levels = Array.from({ length: 9 }, (_, i) => `- &a${i + 1} [${`*a${i},`.repeat(9)}]`)
  const bad: [string, number][] = [
    [`- &a0 [x]\n${levels.join('\n')}\n`, 1],
    ['- vars: {a: 1}\n- vars: {a: 1}\n  assert: [{type: contians, value: x}]\n', 2],
    ['- a: 1\n- b: "open\n', 3],
    ['a: 1\n', 1],
  ]
  for (const [text, row] of bad) {
    const { problems } = await client.dataset.previewImport({ fileName: 'x.yaml', text })
    expect(problems[0]?.row, text.slice(0, 40)).toBe(row)
  }
})

test.each(['jsonl', 'json', 'yaml', 'csv', 'tsv'] as const)(
  'export to %s comes back the same',
  async (format) => {
    const { client } = await makeTestRuns()
    await client.dataset.import({
      name: 'cities',
      fileName: 'c.csv',
      text: csv,
    })
    let text = ''
    for await (const piece of await client.dataset.export({ dataset: 'cities', format })) {
      text += piece.text
    }
    await client.dataset.import({ name: 'again', fileName: `c.${format}`, text })
    const of = async (dataset: string) =>
      (await client.dataset.listCases({ dataset })).items.map(({ id: _, ...one }) => one)
    const [before, after] = [await of('cities'), await of('again')]
    const isTable = format === 'csv' || format === 'tsv'
    // A table has no empty value of its own, and lists in it come back as texts.
    if (isTable) {
      expect(after.map(({ inputs, checks }) => ({ inputs, checks }))).toEqual(
        before.map(({ inputs, checks }) => ({ inputs, checks })),
      )
    } else expect(after).toEqual(before)
  },
)

test('a cell that a spreadsheet would run is escaped, a number is not', async () => {
  const { client } = await makeTestRuns()
  const text = 'a,b\n"=HYPERLINK(""http://x"")",-5\n@sum,+1\n'
  await client.dataset.import({ name: 'f', fileName: 'f.csv', text })
  let out = ''
  for await (const piece of await client.dataset.export({ dataset: 'f', format: 'csv' })) {
    out += piece.text
  }
  expect(out).toBe(`a,b\r\n"'=HYPERLINK(""http://x"")",-5\r\n'@sum,+1\r\n`)
})
