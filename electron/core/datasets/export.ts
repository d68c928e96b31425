import type { Dataset, FileFormat } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { type Row, writeRows } from '#shared/domain/reports/rows.ts'
import { pieceSize, textPieces } from '../pieces.ts'
import type { StoredCase } from './cases.ts'
import { parseKeepingNumbers } from './files/json-text.ts'
import { TooLargeForSheet, writeXlsx } from './xlsx/write.ts'

const casesPerPage = 500

type ReadCases = (after: number, limit: number) => StoredCase[]

export interface ExportPiece {
  text: string
  /** Bytes, for formats that are no text. */
  base64?: string
}

export interface ExportOptions {
  format: FileFormat
  /** Whether a text that a spreadsheet would run gets an apostrophe before it, in CSV and TSV. */
  guardsFormulas: boolean
}

/**
 * The cases as a file that `import` reads back to the same cases: inputs under their names and the rest
 * in special columns (`__reference`, `__tags`, `__assert`, …). CSV and TSV hold texts only, and a cell
 * that a spreadsheet would run as a formula is written with an apostrophe before it, unless told not to.
 */
export function* exportCases(
  dataset: Dataset,
  read: ReadCases,
  { format, guardsFormulas }: ExportOptions,
): Generator<ExportPiece> {
  const isTable = format === 'csv' || format === 'tsv' || format === 'xlsx'
  const columns = isTable ? columnsOf(dataset, read) : []
  if (format === 'xlsx') {
    yield* xlsxPieces(dataset, read, columns)
    return
  }
  yield* textPieces(writeRows(rowsOf(read), columns, format, { guardsFormulas }))
}

function* xlsxPieces(dataset: Dataset, read: ReadCases, columns: string[]): Generator<ExportPiece> {
  try {
    let bytes = Buffer.alloc(0)
    for (const piece of writeXlsx(rowsOf(read), columns)) {
      bytes = Buffer.concat([bytes, piece])
      if (bytes.length < pieceSize) continue
      yield { text: '', base64: bytes.toString('base64') }
      bytes = Buffer.alloc(0)
    }
    if (bytes.length > 0) yield { text: '', base64: bytes.toString('base64') }
  } catch (cause) {
    if (!(cause instanceof TooLargeForSheet)) throw cause
    const message = `Dataset "${dataset.name}" does not fit into a sheet: ${cause.message}`
    throw new GalleyError('invalid_input', message, { fix: 'Export it as CSV or JSONL.', cause })
  }
}

function* eachCase(read: ReadCases): Generator<StoredCase> {
  let after = 0
  for (;;) {
    const page = read(after, casesPerPage)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.ordinal
  }
}

function* rowsOf(read: ReadCases): Generator<Row> {
  for (const one of eachCase(read)) yield rowOf(one)
}

/** A table names its columns before the first row, and only the rows know which metadata there is. */
function columnsOf(dataset: Dataset, read: ReadCases): string[] {
  const special = new Set<string>()
  for (const one of eachCase(read)) {
    for (const [name] of rowOf(one)) if (name.startsWith('__')) special.add(name)
  }
  return [...new Set([...dataset.inputNames, ...special])]
}

const membersOf = (json: string): [string, unknown][] =>
  Object.entries(parseKeepingNumbers(json) as object)

function rowOf(one: StoredCase): Row {
  const checks = one.checksJson === null ? null : JSON.parse(one.checksJson)
  const tags: unknown[] = JSON.parse(one.tagsJson)
  const row: [string, unknown][] = membersOf(one.inputsJson)
  if (one.expectedJson !== 'null') row.push(['__reference', parseKeepingNumbers(one.expectedJson)])
  if (one.split !== null) row.push(['__split', one.split])
  if (tags.length > 0) row.push(['__tags', tags.join(',')])
  for (const [name, value] of membersOf(one.metadataJson)) row.push([`__metadata:${name}`, value])
  for (const [name, value] of membersOf(one.recordedOutputsJson)) {
    row.push([`__recorded:${name}`, value])
  }
  if (checks?.prefix) row.push(['__prefix', checks.prefix])
  if (checks?.suffix) row.push(['__suffix', checks.suffix])
  if (checks?.description) row.push(['__description', checks.description])
  if (checks?.threshold !== null && checks !== null) row.push(['__threshold', checks.threshold])
  if (checks !== null && checks.assertions.length > 0) row.push(['__assert', checks.assertions])
  return row
}
