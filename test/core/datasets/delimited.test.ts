import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { DelimitedParser } from '#core/datasets/files/delimited.ts'
import type { ParsedRow, RowProblem } from '#core/datasets/files/parsed.ts'
import { makeTestCore } from '../../support/core.ts'

/** Imports text as a file and gives the inputs of its cases back. */
async function inputsOf(text: string, fileName = 'cases.csv') {
  const { client } = await makeTestCore()
  await client.dataset.import({ name: 'x', fileName, text })
  const { items } = await client.dataset.listCases({ dataset: 'x' })
  return items.map(({ inputs }) => inputs)
}

/** Reads text that comes in pieces of a given length. */
function parsePieces(text: string, delimiter: string | null, length: number) {
  const rows: ParsedRow[] = []
  const problems: RowProblem[] = []
  const parser = new DelimitedParser(delimiter, {
    columns: () => {},
    row: (row) => rows.push(row),
    problem: (problem) => problems.push(problem),
  })
  for (let at = 0; at < text.length; at += length) parser.push(text.slice(at, at + length))
  parser.end()
  return { rows, problems }
}

/** The refusal of an import, after a look that nothing of it stayed. */
async function refusalOf(text: string, fileName = 'cases.csv') {
  const { client } = await makeTestCore()
  const error = await client.dataset.import({ name: 'x', fileName, text }).then(
    () => null,
    (refused) => refused,
  )
  expect((await client.dataset.list()).items).toEqual([])
  expect((await client.workspace.get()).counts.cases).toBe(0)
  return error
}

describe('what is taken', () => {
  test('quotes, delimiters and line breaks inside cells', async () => {
    expect(await inputsOf('a,b\n"x, y","say ""hi""\nthere"\n')).toEqual([
      { a: 'x, y', b: 'say "hi"\nthere' },
    ])
  })

  test.each([
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['LF without a last line end', 'a,b\n1,2\n3,4'],
    ['CR', 'a,b\r1,2\r3,4\r'],
    ['a byte order mark', '\uFEFFa,b\n1,2\n3,4\n'],
    ['blank lines', 'a,b\n\n1,2\n\n3,4\n\n'],
    ['spaces around column names', ' a , b\n1,2\n3,4\n'],
    ['empty columns behind the last', 'a,b,,\n1,2,,\n3,4\n'],
    ['semicolons', 'a;b\n1;2\n3;4\n'],
  ])('%s', async (_, text) => {
    expect(await inputsOf(text)).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  })

  test('a spreadsheet that ends rows with CRLF and lines in cells with LF', async () => {
    expect(await inputsOf('a,b\r\n"one\ntwo",x\r\n"three",y\r\n')).toEqual([
      { a: 'one\ntwo', b: 'x' },
      { a: 'three', b: 'y' },
    ])
  })

  test('TSV, where commas and lone quotes are text', async () => {
    expect(await inputsOf('a\tb\n1,5\t5" pipe\n', 'cases.tsv')).toEqual([
      { a: '1,5', b: '5" pipe' },
    ])
  })

  test('a single column, with empty cells in the middle', async () => {
    expect(await inputsOf('text\none\n\ntwo\n')).toEqual([
      { text: 'one' },
      { text: '' },
      { text: 'two' },
    ])
  })

  test('whatever a spreadsheet writes, cell by cell', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\t', '\n', 'é', '=') })
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.integer({ min: 1, max: 40 }),
        (cells, delimiter, length) => {
          const names = ['x', 'y', 'z']
          const text = Papa.unparse([names, ...cells], { delimiter, quotes: true, newline: '\r\n' })
          const { rows: parsed, problems } = parsePieces(text, delimiter, length)
          expect(problems).toEqual([])
          expect(parsed.map(({ fields }) => names.map((name) => fields.get(name)))).toEqual(cells)
        },
      ),
    )
  })

  test('values stay text: leading zeros, formulas, numbers', async () => {
    expect(await inputsOf('a,b\n007,=1+1\n')).toEqual([{ a: '007', b: '=1+1' }])
  })

  test('mapped columns: expected, tags, metadata, recorded', async () => {
    const { client } = await makeTestCore()
    await client.dataset.import({
      name: 'x',
      fileName: 'x.csv',
      text: 'q,want,labels,source,gpt,note\nWhat?,42,"easy, maths",book,It is 42,skip\nWho?,,,,,\n',
      mapping: {
        want: { to: 'expected' },
        labels: { to: 'tags' },
        source: { to: 'metadata', name: 'origin' },
        gpt: { to: 'recorded', model: 'gpt' },
        note: { to: 'ignore' },
      },
    })
    const { items } = await client.dataset.listCases({ dataset: 'x' })
    expect(items.map(({ id: _, ...rest }) => rest)).toEqual([
      {
        ordinal: 1,
        inputs: { q: 'What?' },
        expected: '42',
        tags: ['easy', 'maths'],
        metadata: { origin: 'book' },
        checks: null,
        split: null,
        recordedOutputs: { gpt: 'It is 42' },
      },
      {
        ordinal: 2,
        inputs: { q: 'Who?' },
        expected: null,
        tags: [],
        metadata: { origin: '' },
        checks: null,
        split: null,
        recordedOutputs: {},
      },
    ])
  })
})

describe('what is refused, with its place', () => {
  test.each([
    ['a row too short', 'a,b\n1,2\n3\n', { row: 3, field: 'b' }],
    ['a row too long', 'a,b\n1,2\n3,4,5\n', { row: 3 }],
    ['a quote that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', { row: 3, field: 'b' }],
    ['text behind a closing quote', 'a,b\n1,2\n"3"x,4\n5,6\n', { row: 3, field: 'a' }],
    ['two columns of one name', 'a,a\n1,2\n', { row: 1, field: 'a' }],
    ['a column without a name', 'a,,c\n1,2,3\n', { row: 1 }],
    ['a column called __proto__', 'a,__proto__\n1,2\n', { row: 1, field: '__proto__' }],
    ['a header and nothing else', 'a,b\n', { row: 1 }],
    ['an empty file', '', { row: 1 }],
  ])('%s', async (_, text, where) => {
    const error = await refusalOf(text)
    expect(error).toMatchObject({ code: 'malformed_file', status: 422 })
    expect(error.data.where).toEqual({ file: 'cases.csv', ...where })
    expect(error.message).toContain('Nothing was imported.')
  })

  test('all problems are counted and listed, the first is the message', async () => {
    const error = await refusalOf('a,b\n1\n2,2\n3\n4\n')
    expect(error.message).toMatch(/^cases\.csv, row 2, column "b": .* 2 more problems found\./)
    expect(error.data.details).toMatchObject({
      count: 3,
      problems: [{ row: 2 }, { row: 4 }, { row: 5 }],
    })
  })

  test('a preview shows the same problems without refusing', async () => {
    const { client } = await makeTestCore()
    const preview = await client.dataset.previewImport({ fileName: 'x.csv', text: 'a,b\n1\n2,2\n' })
    expect(preview.problems).toMatchObject([{ row: 2, column: 'b' }])
    expect(preview.rowCount).toBe(1)
  })
})
