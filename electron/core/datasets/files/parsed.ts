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

/** A file after reading, before any column has a meaning. */
export interface ParsedFile {
  /** In order of first appearance. */
  columns: string[]
  rows: ParsedRow[]
  problems: RowProblem[]
  /** True where every value is text, because the format knows nothing else. */
  isText: boolean
}
