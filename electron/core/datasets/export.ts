import type { Dataset } from '#shared/contract/dataset.ts'
import { type Row, type RowFormat, writeRows } from '#shared/domain/reports/rows.ts'
import type { StoredCase } from './cases.ts'
import { parseKeepingNumbers } from './files/json-text.ts'

const casesPerPage = 500

/** Pieces are put together to about this many characters: one event per row would cost more than the row. */
const pieceSize = 64 * 1024

type ReadCases = (after: number, limit: number) => StoredCase[]

/**
 * The cases as a file that `import` reads back to the same cases: inputs under their names and the rest
 * in special columns (`__reference`, `__tags`, `__assert`, …). A table holds texts only, and a cell
 * that a spreadsheet would run as a formula is written with an apostrophe before it.
 */
export function* exportCases(
  dataset: Dataset,
  read: ReadCases,
  format: RowFormat,
): Generator<{ text: string }> {
  const isTable = format === 'csv' || format === 'tsv'
  const columns = isTable ? columnsOf(dataset, read) : []
  let text = ''
  for (const piece of writeRows(rowsOf(read), columns, format)) {
    text += piece
    if (text.length < pieceSize) continue
    yield { text }
    text = ''
  }
  if (text !== '') yield { text }
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
  if (tags.length > 0) row.push(['__tags', tags.join(',')])
  for (const [name, value] of membersOf(one.metadataJson)) row.push([`__metadata:${name}`, value])
  for (const [name, value] of membersOf(one.recordedOutputsJson)) {
    row.push([`__recorded:${name}`, value])
  }
  if (checks?.description) row.push(['__description', checks.description])
  if (checks?.threshold !== null && checks !== null) row.push(['__threshold', checks.threshold])
  if (checks !== null && checks.assertions.length > 0) row.push(['__assert', checks.assertions])
  return row
}
