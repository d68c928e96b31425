import Papa from 'papaparse'
import { protoMessage } from './json-text.ts'
import type { ParsedFile, ParsedRow, RowProblem } from './parsed.ts'

/**
 * Reads CSV or TSV. Column names come from the first row and are found by position: the library's own
 * header mode renames duplicates and drops a column called `__proto__`.
 */
export function parseDelimited(text: string, delimiter: string): ParsedFile {
  const { data, errors } = parseCells(text, delimiter)
  const [header = [], ...body] = data
  const names = header.map((name) => name.trim())
  const columns = trimEmptyEnd(names)
  const quoteProblem = errors.find(({ type }) => type === 'Quotes')
  // After a wrong quote the parser has lost its place: what follows would be reported at random.
  if (quoteProblem !== undefined)
    return {
      columns,
      rows: [],
      problems: [describeQuote(text, delimiter, quoteProblem)],
      isText: true,
    }
  const problems = headerProblems(columns)
  const rows: ParsedRow[] = []
  for (const [index, cells] of body.entries()) {
    const row = index + 2
    if (cells.length === 1 && cells[0]?.trim() === '' && columns.length > 1) continue
    if (cells.length === 1 && cells[0] === '' && index === body.length - 1) continue
    const ragged = raggedProblem(row, cells, columns)
    if (ragged === null)
      rows.push({ row, fields: new Map(columns.map((name, at) => [name, cells[at]])) })
    else problems.push(ragged)
  }
  return { columns, rows, problems, isText: true }
}

function parseCells(text: string, delimiter: string) {
  const isMixed = /\r\n/.test(text) && /(?<!\r)\n/.test(text)
  // Spreadsheets end rows with CRLF and lines inside a cell with LF: one kind of line end for all.
  const even = isMixed ? text.replaceAll('\r\n', '\n') : text
  const newline = even.includes('\r\n') ? '\r\n' : even.includes('\n') ? '\n' : '\r'
  return Papa.parse<string[]>(even, { header: false, delimiter, newline })
}

function trimEmptyEnd(names: string[]): string[] {
  const last = names.findLastIndex((name) => name !== '')
  return names.slice(0, last + 1)
}

function headerProblems(columns: string[]): RowProblem[] {
  const problems: RowProblem[] = []
  const seen = new Set<string>()
  for (const [index, name] of columns.entries()) {
    if (name === '')
      problems.push({ row: 1, column: null, message: `Column ${index + 1} has no name.` })
    else if (seen.has(name))
      problems.push({ row: 1, column: name, message: `Two columns are called "${name}".` })
    else if (name === '__proto__') problems.push({ row: 1, column: name, message: protoMessage })
    seen.add(name)
  }
  return problems
}

/** Too few cells is an error; more are one only where they hold something. */
function raggedProblem(row: number, cells: string[], columns: string[]): RowProblem | null {
  if (cells.length < columns.length) {
    const missing = columns[cells.length] ?? null
    const message = `The row has ${cells.length} of ${columns.length} cells; the first that is missing is "${missing}".`
    return { row, column: missing, message }
  }
  const extra = cells.findIndex((cell, index) => index >= columns.length && cell.trim() !== '')
  if (extra === -1) return null
  const message = `The row has ${cells.length} cells but the header names ${columns.length}: is a quote missing around a cell with a delimiter in it?`
  return { row, column: null, message }
}

/** Reads up to the wrong quote once more: the last cell of what comes out is where it stands. */
function describeQuote(text: string, delimiter: string, error: Papa.ParseError): RowProblem {
  const before = parseCells(text.slice(0, error.index), delimiter).data
  const at = Math.max(0, (before.at(-1)?.length ?? 1) - 1)
  const column = before[0]?.[at]?.trim() ?? null
  const row = before.length
  const message =
    error.code === 'MissingQuotes'
      ? 'A quote is opened here and never closed.'
      : 'Text follows a closing quote; a quote inside a quoted cell is written twice ("").'
  return { row, column: row === 1 ? null : column, message }
}

/** The delimiter of a CSV file: the one that its first line has most of, outside quotes; comma on a tie. */
export function detectDelimiter(text: string): string {
  const counts = new Map([',', ';', '\t', '|'].map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (character === '\n' || character === '\r') break
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  const [best = ','] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? []
  return best
}
