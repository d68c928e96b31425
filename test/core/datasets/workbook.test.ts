import { expect, test } from 'vitest'
import { writeXlsx } from '#core/datasets/xlsx/write.ts'
import { workbook } from '../../fixtures/malformed/workbooks.ts'
import { readBytes } from '../../support/reading.ts'

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`

test('what is written is read back: texts, numbers, booleans, marks, control characters', async () => {
  const rows = [
    ['plain', 1.5, true, '=1+1'],
    ['<&> "x"', -3, false, 'a\tb\nc\rd'],
    ['\u0000\u0007 _x0041_', 0, '', '\ud800 😀'],
  ]
  const columns = ['a', 'b', 'c', 'd']
  const given = rows.map((row) =>
    row.map((value, at): [string, unknown] => [columns[at] ?? '', value]),
  )
  const bytes = Buffer.concat([...writeXlsx(given, columns)])
  const { inputs, problems } = await readBytes('x.xlsx', bytes)
  expect(problems).toEqual([])
  expect(inputs).toEqual(rows.map(([a, b, c, d]) => ({ a, b, c, d })))
})

test('days and times are ISO 8601, by the format of the cell', async () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd&quot;h&quot;/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0&quot;d&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`
  const dated = (style: number, value: number) => `<c s="${style}"><v>${value}</v></c>`
  const sheet = `<row>${['day', 'own', 'none', 'with', 'time'].map(cell).join('')}</row><row>${dated(1, 45_000)}${dated(2, 59)}${dated(3, 2.5)}${dated(1, 45_000.5)}${dated(1, 0.75)}</row>`
  const { inputs } = await readBytes('x.xlsx', workbook(sheet, { 'xl/styles.xml': styles }))
  expect(inputs).toEqual([
    {
      day: '2023-03-15',
      own: '1900-02-28',
      none: 2.5,
      with: '2023-03-15T12:00:00',
      time: '18:00:00',
    },
  ])
})

test('shared texts in runs, without their phonetic reading', async () => {
  const shared = `<sst><si><t>q</t></si><si><r><t>Capital </t></r><r><t>of Japan</t></r><rPh><t>ignored</t></rPh></si></sst>`
  const sheet = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
  const { inputs } = await readBytes('x.xlsx', workbook(sheet, { 'xl/sharedStrings.xml': shared }))
  expect(inputs).toEqual([{ q: 'Capital of Japan' }])
})

test('a sheet is chosen by name or number; an unknown one is refused with the names there are', async () => {
  const book = workbook(`<row>${cell('a')}</row><row>${cell('1')}</row>`)
  for (const sheet of ['One', 1]) {
    expect((await readBytes('x.xlsx', book, { sheet })).inputs).toEqual([{ a: '1' }])
  }
  const { problems } = await readBytes('x.xlsx', book, { sheet: 'Two' })
  expect(problems[0]?.message).toBe('The workbook has no sheet "Two"; it has "One".')
})
