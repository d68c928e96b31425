import type { Reader, Transaction } from '../db/handles.ts'
import type { CellResult } from './cell.ts'
import type { GuardrailRecord } from './prompt.ts'

/** A result as it lies in the database; statements are prepared once, a row is a plain object. */
export interface ResultRow {
  id: number
  columnPosition: number
  ordinal: number
  status: CellResult['status']
  score: number
  output: string | null
  outcomesJson: string
  namedScoresJson: string | null
  guardrailsJson: string | null
  error: string | null
  errorCode: string | null
  latencyMs: number
  inputTokens: number | null
  outputTokens: number | null
  cost: number | null
  finishReason: string | null
  isCached: 0 | 1
}

export type ResultFilter = 'all' | 'failed' | 'errors' | 'differing'

const shown = `id, column_position AS columnPosition, ordinal, status, score, output,
  outcomes_json AS outcomesJson, named_scores_json AS namedScoresJson,
  guardrails_json AS guardrailsJson, error, error_code AS errorCode, latency_ms AS latencyMs,
  input_tokens AS inputTokens, output_tokens AS outputTokens, cost, finish_reason AS finishReason,
  is_cached AS isCached`

const insertResult = `INSERT INTO run_results (run_seq, column_position, ordinal, status, score,
  output, outcomes_json, named_scores_json, guardrails_json, error, error_code, latency_ms,
  input_tokens, output_tokens, cost, finish_reason, is_cached, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** What is kept with a result: null where no guardrail objected, which ones applied is counted elsewhere. */
const recordOf = ({ violations, failures }: GuardrailRecord): string | null =>
  violations.length > 0 || failures.length > 0 ? JSON.stringify({ violations, failures }) : null

export function insertResults(
  transaction: Transaction,
  runSeq: number,
  results: readonly CellResult[],
  at: string,
): void {
  const insert = transaction.prepare(insertResult)
  for (const result of results) {
    const { spent } = result
    const hasNamedScores = Object.keys(result.namedScores).length > 0
    insert.run(
      runSeq,
      result.columnPosition,
      result.ordinal,
      result.status,
      result.score,
      result.output,
      JSON.stringify(result.outcomes),
      hasNamedScores ? JSON.stringify(result.namedScores) : null,
      recordOf(result.guardrails),
      result.error,
      result.errorCode,
      result.latencyMs,
      spent.usage?.inputTokens ?? null,
      spent.usage?.outputTokens ?? null,
      spent.cost,
      spent.finishReason,
      spent.isCached ? 1 : 0,
      at,
    )
  }
}

/** The cells among these cases that have a result already, as "ordinal:column". */
export function doneCells(
  reader: Reader,
  runSeq: number,
  first: number,
  last: number,
): Set<string> {
  const rows = reader
    .prepare<{ cell: string }>(
      `SELECT ordinal || ':' || column_position AS cell FROM run_results
        WHERE run_seq = ? AND ordinal BETWEEN ? AND ?`,
    )
    .all(runSeq, first, last)
  return new Set(rows.map(({ cell }) => cell))
}

export const cellKey = (ordinal: number, columnPosition: number) => `${ordinal}:${columnPosition}`

/**
 * Each reads an index in the order of the cases and stops after a page. SQLite takes the partial index
 * only when its condition stands in the query word for word.
 */
const filterQueries: Record<Exclude<ResultFilter, 'all'>, string> = {
  failed: `SELECT DISTINCT ordinal FROM run_results
    WHERE run_seq = ? AND status = 'failed' AND status <> 'passed' AND ordinal > ? ORDER BY ordinal LIMIT ?`,
  errors: `SELECT DISTINCT ordinal FROM run_results
    WHERE run_seq = ? AND status = 'error' AND status <> 'passed' AND ordinal > ? ORDER BY ordinal LIMIT ?`,
  differing: `SELECT ordinal FROM run_results
    WHERE run_seq = ? AND ordinal > ? GROUP BY ordinal HAVING min(status) <> max(status)
    ORDER BY ordinal LIMIT ?`,
}

/** Ordinals of the cases after `after` that a filter shows, at most `limit`. */
export function filteredOrdinals(
  reader: Reader,
  runSeq: number,
  filter: Exclude<ResultFilter, 'all'>,
  after: number,
  limit: number,
): number[] {
  const statement = reader.prepare<{ ordinal: number }>(filterQueries[filter])
  return statement.all(runSeq, after, limit).map(({ ordinal }) => ordinal)
}

/** All results of these cases, in order of case and column. */
export function resultsOf(
  reader: Reader,
  runSeq: number,
  ordinals: readonly number[],
): ResultRow[] {
  return reader
    .prepare<ResultRow>(
      `SELECT ${shown} FROM run_results
        WHERE run_seq = ? AND ordinal IN (SELECT value FROM json_each(?))
        ORDER BY ordinal, column_position`,
    )
    .all(runSeq, JSON.stringify(ordinals))
}

export function findResult(reader: Reader, runSeq: number, id: number): ResultRow | undefined {
  return reader
    .prepare<ResultRow>(`SELECT ${shown} FROM run_results WHERE run_seq = ? AND id = ?`)
    .get(runSeq, id)
}

/** Status per case of one column, in order; the covering index answers it without the rows. */
export function statusesOf(
  reader: Reader,
  runSeq: number,
  columnPosition: number,
): { ordinal: number; status: CellResult['status'] }[] {
  return reader
    .prepare<{ ordinal: number; status: CellResult['status'] }>(
      `SELECT ordinal, status FROM run_results INDEXED BY run_results_statuses
        WHERE run_seq = ? AND column_position = ? ORDER BY ordinal`,
    )
    .all(runSeq, columnPosition)
}

/** The error code of every cell of one column that ended in an error. */
export function errorCodesOf(
  reader: Reader,
  runSeq: number,
  columnPosition: number,
): Map<number, string | null> {
  const rows = reader
    .prepare<{ ordinal: number; errorCode: string | null }>(
      `SELECT ordinal, error_code AS errorCode FROM run_results
        WHERE run_seq = ? AND status = 'error' AND status <> 'passed' AND column_position = ?`,
    )
    .all(runSeq, columnPosition)
  return new Map(rows.map(({ ordinal, errorCode }) => [ordinal, errorCode]))
}
