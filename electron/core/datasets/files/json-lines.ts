import { findJsonError } from '#shared/domain/json/error.ts'
import { addRow } from './json.ts'
import { parseKeepingNumbers } from './json-text.ts'
import { longestRow, type RowParser, type RowSink, tooLong } from './parsed.ts'

/** One object per line; blank lines are skipped but counted. */
export class JsonLinesParser implements RowParser {
  readonly isTable = false
  readonly #sink: RowSink
  /** The parts of the line that is not complete yet: joined once, however many there are. */
  #parts: string[] = []
  #length = 0
  #row = 0

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  push(text: string): void {
    const lines = text.split('\n')
    const last = lines.pop() ?? ''
    for (const line of lines) {
      this.#line(this.#parts.length === 0 ? line : this.#parts.join('') + line)
      this.#parts = []
      this.#length = 0
    }
    this.#parts.push(last)
    this.#length += last.length
    if (this.#length > longestRow) {
      throw tooLong(this.#row + 1, 'JSONL has one object per line; is this a JSON file?')
    }
  }

  end(): void {
    this.#line(this.#parts.join(''))
  }

  #line(line: string): void {
    this.#row += 1
    if (line.trim() === '') return
    let value: unknown
    try {
      value = parseKeepingNumbers(line)
    } catch (cause) {
      const error = findJsonError(line) ?? { index: 0, message: String(cause) }
      const message = `Not JSON at character ${error.index + 1}: ${error.message}`
      this.#sink.problem({ row: this.#row, column: null, message })
      return
    }
    addRow(this.#sink, this.#row, value)
  }
}
