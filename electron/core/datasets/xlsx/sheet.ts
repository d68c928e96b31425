import { readHeader } from '../files/delimited.ts'
import { longestRow, type RowSink, tooLong } from '../files/parsed.ts'
import { dateText } from './dates.ts'
import type { Workbook } from './workbook.ts'
import { unescaped, xmlParser } from './xml.ts'

/** Columns a sheet can have (XFD). */
const mostColumns = 16_384

/** A cell that holds an error of its formula (#N/A, #REF! …). */
class CellError {
  readonly code: string

  constructor(code: string) {
    this.code = code
  }
}

/** 0 for A, 25 for Z, 26 for AA; null for what names no column. */
function columnIndex(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1]
  if (letters === undefined) return null
  let index = 0
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64
  return index <= mostColumns ? index - 1 : null
}

/** Reads the rows of a sheet as its XML comes; the first row with anything in it names the columns. */
export function sheetParser(part: string, workbook: Workbook, sink: RowSink) {
  const rows = new SheetRows(sink)
  let row = 0
  let column = -1
  let cell: { type: string; style: number } | null = null
  let text = ''
  let length = 0
  let isValue = false
  let values: unknown[] = []
  const push = xmlParser(part, {
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributes.r ?? row + 1)
        column = -1
        values = []
        length = 0
      } else if (name === 'c') {
        column = (attributes.r ? columnIndex(attributes.r) : null) ?? column + 1
        cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0) }
        text = ''
      }
      isValue = cell !== null && (name === 'v' || name === 't')
    },
    text(piece) {
      if (!isValue) return
      length += piece.length
      if (length > longestRow) throw tooLong(row, 'is this a table?')
      text += piece
    },
    close(name) {
      isValue = false
      if (name === 'c' && cell !== null) {
        values[column] = cellValue(text, cell, workbook)
        cell = null
      } else if (name === 'row') rows.take(row, values)
    },
  })
  return {
    push,
    end() {
      push(null)
      rows.end()
    },
  }
}

/** A cell's value: texts, numbers, booleans; days and times as ISO 8601. Formulas give their result. */
function cellValue(
  text: string,
  cell: { type: string; style: number },
  workbook: Workbook,
): unknown {
  switch (cell.type) {
    case 's':
      return workbook.sharedTexts[Number(text)] ?? ''
    case 'inlineStr':
    case 'str':
      return unescaped(text)
    case 'b':
      return text === '1'
    case 'e':
      return new CellError(text)
    case 'd':
      return text
    default:
      return text === '' ? '' : numberOf(text, workbook.dateStyles[cell.style] ?? false, workbook)
  }
}

function numberOf(text: string, isDate: boolean, { isFrom1904 }: Workbook): unknown {
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  return (isDate ? dateText(number, isFrom1904) : null) ?? number
}

/** Turns rows of cells into rows of named fields. */
class SheetRows {
  readonly #sink: RowSink
  #columns: string[] | null = null

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  take(row: number, values: unknown[]): void {
    const cells = Array.from(values, (value) => value ?? '')
    if (cells.every((value) => value === '')) return
    if (this.#columns === null) {
      this.#columns = readHeader(
        cells.map((value) => (value instanceof CellError ? '' : String(value))),
      )
      this.#sink.columns(this.#columns)
      return
    }
    const problem = this.#problem(cells, this.#columns)
    if (problem !== null) this.#sink.problem({ row, ...problem })
    else {
      const fields = this.#columns.map((name, at): [string, unknown] => [name, cells[at] ?? ''])
      this.#sink.row({ row, fields: new Map(fields) })
    }
  }

  end(): void {
    if (this.#columns === null) this.#sink.columns([])
  }

  #problem(cells: unknown[], columns: string[]) {
    const wrong = cells.findIndex((value) => value instanceof CellError)
    if (wrong !== -1) {
      const { code } = cells[wrong] as CellError
      return { column: columns[wrong] ?? null, message: `The cell's formula failed with ${code}.` }
    }
    const extra = cells.findIndex((value, at) => at >= columns.length && value !== '')
    if (extra === -1) return null
    return {
      column: null,
      message: `The row has ${extra + 1} cells but the header names ${columns.length}.`,
    }
  }
}
