/** One row of a file before it becomes a case: its fields by name, in the order of the file. */
export interface ParsedRow {
  /** Counted as people count: the header line of a table is row 1, a line of JSONL is its line. */
  row: number
  fields: Map<string, unknown>
}

/** Why a row cannot be taken; `column` is null where it is the row as a whole. */
export interface RowProblem {
  row: number
  column: string | null
  message: string
}

/** Where a reader puts what it finds, in the order of the file. */
export interface RowSink {
  /** The names of a table's columns; once, before its rows. Other formats name fields as they come. */
  columns(names: readonly string[]): void
  row(row: ParsedRow): void
  problem(problem: RowProblem): void
}

/**
 * Reads a file that comes in pieces. It keeps no more of it than the row that is not complete yet.
 * Throws `UnreadableFile` where going on makes no sense.
 */
export interface RowParser {
  /** True where a cell without content and an empty text are the same, as in every table. */
  readonly isTable: boolean
  push(text: string): void
  end(): void
}

/** The place from which on a file cannot be read any more. */
export class UnreadableFile extends Error {
  readonly problem: RowProblem

  constructor(row: number, column: string | null, message: string) {
    super(message)
    this.name = 'UnreadableFile'
    this.problem = { row, column, message }
  }
}

/** Characters of one row, far above any prompt: without a limit one wrong quote would take all memory. */
export const longestRow = 16_000_000

/** Says that a row has no end in sight. */
export const tooLong = (row: number, hint: string): UnreadableFile =>
  new UnreadableFile(row, null, `The row is longer than 16 million characters: ${hint}`)
