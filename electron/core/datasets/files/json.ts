import { findUnkeepable, isPlainObject } from './json-text.ts'
import type { RowSink } from './parsed.ts'

/** Hands an object on as a row, or the reason why it is none as a problem. */
export function addRow(sink: RowSink, row: number, value: unknown): void {
  if (!isPlainObject(value)) {
    sink.problem({ row, column: null, message: 'Each case is an object: {"name": value, …}.' })
    return
  }
  // Own members of that name are dropped or become something else in too many places behind us.
  const found = findUnkeepable(value)
  if (found !== null) sink.problem({ row, column: found.path, message: found.message })
  else sink.row({ row, fields: new Map(Object.entries(value)) })
}
