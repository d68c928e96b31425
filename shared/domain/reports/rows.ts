import { delimitedRow } from './delimited.ts'

/** Formats that rows of named values can be written in. */
export type RowFormat = 'csv' | 'tsv' | 'jsonl' | 'json' | 'yaml'

export type Row = readonly (readonly [name: string, value: unknown])[]

/**
 * Writes rows piece by piece, so that memory stays flat however many there are. `columns` names the
 * columns of a table in order; the other formats write what each row has. YAML is written one JSON
 * object per item, which every YAML 1.2 reader takes. `guardsFormulas` is for tables: see `withoutFormula`.
 */
export function* writeRows(
  rows: Iterable<Row>,
  columns: readonly string[],
  format: RowFormat,
  { guardsFormulas = true }: { guardsFormulas?: boolean } = {},
): Generator<string> {
  if (format === 'csv' || format === 'tsv') {
    const delimiter = format === 'csv' ? ',' : '\t'
    yield delimitedRow(columns, delimiter, guardsFormulas)
    for (const row of rows) {
      const values = new Map(row)
      const cells = columns.map((name) => values.get(name))
      yield delimitedRow(cells, delimiter, guardsFormulas)
    }
    return
  }
  let isFirst = true
  if (format === 'json') yield '['
  for (const row of rows) {
    const text = objectOf(row)
    if (format === 'jsonl') yield `${text}\n`
    else if (format === 'yaml') yield `- ${text}\n`
    else yield `${isFirst ? '\n' : ',\n'}  ${text}`
    isFirst = false
  }
  if (format === 'json') yield isFirst ? ']\n' : '\n]\n'
  else if (format === 'yaml' && isFirst) yield '[]\n'
}

/** From members, so that no name has a special meaning. */
const objectOf = (row: Row): string =>
  `{${row.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 'null'}`).join(',')}}`
