import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import type { Row } from '#shared/domain/reports/rows.ts'

/** What a sheet can hold; Excel refuses a file with longer texts or more rows. */
const longestCell = 32_767
const mostRows = 1_048_576

const spreadsheetMl = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The parts of a workbook with one sheet, but for the sheet itself. */
const parts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${spreadsheetMl}" xmlns:r="${relationships}"><sheets><sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relationships}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

/**
 * Writes a workbook piece by piece. Texts are written as texts, so that none is ever run as a formula,
 * whatever it begins with. Throws `TooLargeForSheet` for what a sheet cannot hold.
 */
export function* writeXlsx(rows: Iterable<Row>, columns: readonly string[]): Generator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    made.push(piece)
  })
  const encoder = new TextEncoder()
  for (const [name, text] of Object.entries(parts)) {
    const file = new ZipPassThrough(name)
    zip.add(file)
    file.push(encoder.encode(header + text), true)
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 6 })
  zip.add(sheet)
  for (const text of sheetXml(rows, columns)) {
    sheet.push(encoder.encode(text))
    yield* made.splice(0)
  }
  sheet.push(new Uint8Array(), true)
  zip.end()
  yield* made.splice(0)
}

/** A case that no spreadsheet can hold; the message says which. */
export class TooLargeForSheet extends Error {}

function* sheetXml(rows: Iterable<Row>, columns: readonly string[]): Generator<string> {
  yield `${header}<worksheet xmlns="${spreadsheetMl}"><sheetData>${rowXml(1, columns)}`
  let number = 1
  for (const row of rows) {
    number += 1
    if (number > mostRows) throw new TooLargeForSheet(`A sheet has at most ${mostRows} rows.`)
    const values = new Map(row)
    yield rowXml(
      number,
      columns.map((name) => values.get(name)),
    )
  }
  yield '</sheetData></worksheet>'
}

function rowXml(number: number, values: readonly unknown[]): string {
  const cells = values.map((value, index) =>
    cellXml(`${columnName(index)}${number}`, value, number),
  )
  return `<row r="${number}">${cells.join('')}</row>`
}

function cellXml(place: string, value: unknown, row: number): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length > longestCell) {
    throw new TooLargeForSheet(`Row ${row} has a text of more than ${longestCell} characters.`)
  }
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

/** A, B, …, Z, AA, AB, … for 0, 1, 2, … */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * XML has no place for most control characters; Office writes them as _x0007_, and a text that looks
 * like that already gets its underscore written so too.
 */
function escaped(text: string): string {
  return (
    text
      .replace(/_(?=x[\dA-Fa-f]{4}_)/g, '_x005F_')
      // Surrogates match only where they are alone.
      .replace(/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, codeName)
      .replace(/[&<>]/g, (mark) => marks[mark] ?? mark)
  )
}

const codeName = (character: string) =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
