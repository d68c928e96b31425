import { findJsonError } from '#shared/domain/json/error.ts'
import { findUnkeepable, isPlainObject, parseKeepingNumbers } from './json-text.ts'
import type { ParsedFile, RowProblem } from './parsed.ts'

/** One object per line; blank lines are skipped but counted. */
export function parseJsonLines(text: string): ParsedFile {
  const file = emptyFile()
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const row = index + 1
    const error = tryParse(line, (value) => addRow(file, row, value))
    if (error === null) continue
    const message = `Not JSON at character ${error.index + 1}: ${error.message}`
    file.problems.push({ row, column: null, message })
  }
  return withColumns(file)
}

/** A list of objects; the first object is row 1. */
export function parseJson(text: string): ParsedFile {
  const file = emptyFile()
  const error = tryParse(text, (value) => {
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) addRow(file, index + 1, item)
    else file.problems.push({ row: 1, column: null, message: notAList })
  })
  if (error !== null) {
    const before = text.slice(0, error.index).split('\n')
    const place = `line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`
    file.problems.push({
      row: before.length,
      column: null,
      message: `Not JSON at ${place}: ${error.message}`,
    })
  }
  return withColumns(file)
}

const notAList =
  'A JSON file of cases holds a list of objects. For one object per line, choose the format JSONL.'

export const emptyFile = (): ParsedFile => ({ columns: [], rows: [], problems: [], isText: false })

function tryParse(text: string, use: (value: unknown) => void) {
  let value: unknown
  try {
    value = parseKeepingNumbers(text)
  } catch (error) {
    return findJsonError(text) ?? { index: 0, message: String(error) }
  }
  use(value)
  return null
}

/** Adds an object as a row, or the reason why it is none as a problem. */
export function addRow(file: ParsedFile, row: number, value: unknown): void {
  const problem = rowProblem(row, value)
  if (problem !== null) file.problems.push(problem)
  else file.rows.push({ row, fields: new Map(Object.entries(value as object)) })
}

function rowProblem(row: number, value: unknown): RowProblem | null {
  if (!isPlainObject(value)) {
    return { row, column: null, message: 'Each case is an object: {"name": value, …}.' }
  }
  // Own members of that name are dropped or become something else in too many places behind us.
  const found = findUnkeepable(value)
  return found === null ? null : { row, column: found.path, message: found.message }
}

/** Names the columns of what was read: every field that occurs. */
export function withColumns(file: ParsedFile): ParsedFile {
  const columns = new Set<string>()
  for (const { fields } of file.rows) for (const name of fields.keys()) columns.add(name)
  return { ...file, columns: [...columns] }
}
