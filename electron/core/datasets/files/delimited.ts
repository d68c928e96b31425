import { protoMessage } from './json-text.ts'
import {
  longestRow,
  type ParsedRow,
  type RowParser,
  type RowSink,
  tooLong,
  UnreadableFile,
} from './parsed.ts'
import { readRecord } from './record.ts'

/**
 * Reads CSV or TSV as it comes. Cells are found by position under the names of the first row. A
 * delimiter of null is taken from the first line.
 */
export class DelimitedParser implements RowParser {
  readonly isTable = true
  readonly #sink: RowSink
  #delimiter: string | null
  #text = ''
  /** An unfinished row is looked at again only when there is twice as much of it. */
  #worthReading = 0
  #row = 0
  #columns: string[] | null = null

  constructor(delimiter: string | null, sink: RowSink) {
    this.#delimiter = delimiter
    this.#sink = sink
  }

  push(text: string): void {
    this.#text += text
    if (this.#text.length >= this.#worthReading) this.#read(false)
  }

  end(): void {
    this.#read(true)
    if (this.#columns === null) this.#sink.columns([])
  }

  #read(isEnd: boolean): void {
    const text = this.#text
    this.#delimiter ??= detectDelimiter(text, isEnd)
    let at = 0
    while (this.#delimiter !== null && at < text.length) {
      const read = readRecord(text, at, this.#delimiter, isEnd)
      if (read === null) break
      this.#row += 1
      if (read.problem !== null) throw this.#wrongQuote(read.cells.length, read.problem)
      this.#take(read.cells, text.slice(at, read.next).includes('\0'))
      at = read.next
    }
    this.#text = text.slice(at)
    this.#worthReading = at === 0 ? 2 * this.#text.length : 0
    if (this.#text.length > longestRow) {
      throw tooLong(this.#row + 1, 'is a quote missing, or is this no table?')
    }
  }

  #wrongQuote(cell: number, message: string): UnreadableFile {
    // After a wrong quote the place is lost: what follows would be reported at random.
    return new UnreadableFile(this.#row, this.#columns?.[cell] ?? null, message)
  }

  #take(cells: string[], hasNul: boolean): void {
    const row = this.#row
    const isBlank = cells.length === 1 && cells[0]?.trim() === ''
    if (this.#columns === null) {
      if (isBlank) return
      this.#columns = readHeader(cells)
      this.#sink.columns(this.#columns)
      return
    }
    const columns = this.#columns
    if (isBlank && columns.length > 1) return
    const problem = hasNul ? nulProblem(cells, columns) : raggedProblem(cells, columns)
    if (problem !== null) this.#sink.problem({ row, ...problem })
    else this.#sink.row(toRow(row, cells, columns))
  }
}

const toRow = (row: number, cells: string[], columns: string[]): ParsedRow => ({
  row,
  fields: new Map(columns.map((name, at) => [name, cells[at] ?? ''])),
})

/** The names of the columns; empty ones behind the last are dropped. Throws where they name nothing. */
export function readHeader(cells: readonly string[]): string[] {
  const trimmed = cells.map((name) => name.trim())
  const names = trimmed.slice(0, trimmed.findLastIndex((name) => name !== '') + 1)
  const seen = new Set<string>()
  for (const [index, name] of names.entries()) {
    if (name === '') throw new UnreadableFile(1, null, `Column ${index + 1} has no name.`)
    if (seen.has(name)) throw new UnreadableFile(1, name, `Two columns are called "${name}".`)
    if (name === '__proto__') throw new UnreadableFile(1, name, protoMessage)
    if (name.includes('\0')) throw new UnreadableFile(1, null, nulMessage)
    seen.add(name)
  }
  return names
}

interface CellProblem {
  column: string | null
  message: string
}

const nulMessage =
  'There is a NUL character in it: this is no text, or its encoding is another one.'

const nulProblem = (cells: string[], columns: string[]): CellProblem => ({
  column: columns[cells.findIndex((cell) => cell.includes('\0'))] ?? null,
  message: nulMessage,
})

/** Too few cells is an error; more are one only where they hold something. */
function raggedProblem(cells: string[], columns: string[]): CellProblem | null {
  if (cells.length < columns.length) {
    const missing = columns[cells.length] ?? null
    const message = `The row has ${cells.length} of ${columns.length} cells; the first that is missing is "${missing}".`
    return { column: missing, message }
  }
  const extra = cells.findIndex((cell, index) => index >= columns.length && cell.trim() !== '')
  if (extra === -1) return null
  const message = `The row has ${cells.length} cells but the header names ${columns.length}: is a quote missing around a cell with a delimiter in it?`
  return { column: null, message }
}

/** Enough of a first line to tell its delimiter. */
const headerSample = 1_000_000

/**
 * The delimiter of a CSV file: the one that its first line has most of, outside quotes; comma on a tie.
 * Null where the line does not end yet.
 */
function detectDelimiter(text: string, isEnd: boolean): string | null {
  const counts = new Map([',', ';', '\t', '|'].map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  let isWhole = isEnd || text.length > headerSample
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted) continue
    if (character === '\n' || character === '\r') {
      isWhole = true
      break
    }
    const count = counts.get(character)
    if (count !== undefined) counts.set(character, count + 1)
  }
  const [best = ','] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? []
  return isWhole ? best : null
}
