import type { Reader, Transaction } from '../../db/handles.ts'
import type { CellResult } from '../executing/cell.ts'
import type { GuardrailRecord } from '../executing/prompt.ts'

/** A result as it lies in the database; statements are prepared once, a row is a plain object. */
export interface ResultRow {
  id: number
  columnPosition: number
  ordinal: number
  repeat: number
  status: CellResult['status']
  firstStatus: CellResult['status'] | null
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
  judgeCost: number | null
}

export type ResultFilter = 'all' | 'failed' | 'errors' | 'differing'

const shown = `id, column_position AS columnPosition, ordinal, repeat, status,
  first_status AS firstStatus, score, output,
  outcomes_json AS outcomesJson, named_scores_json AS namedScoresJson,
  guardrails_json AS guardrailsJson, error, error_code AS errorCode, latency_ms AS latencyMs,
  input_tokens AS inputTokens, output_tokens AS outputTokens, cost, finish_reason AS finishReason,
  is_cached AS isCached, judge_cost AS judgeCost`

const insertResult = `INSERT INTO run_results (run_seq, column_position, ordinal, repeat, status, score,
  output, outcomes_json, named_scores_json, guardrails_json, error, error_code, latency_ms,
  input_tokens, output_tokens, cost, finish_reason, is_cached, judge_cost, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

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
      result.repeat,
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
      result.judgeCost,
      at,
    )
  }
}

/** The cells among these cases that have a result already, as "ordinal:column:repeat". */
export function doneCells(
  reader: Reader,
  runSeq: number,
  first: number,
  last: number,
): Set<string> {
  const rows = reader
    .prepare<{ cell: string }>(
      `SELECT ordinal || ':' || column_position || ':' || repeat AS cell FROM run_results
        WHERE run_seq = ? AND ordinal BETWEEN ? AND ?`,
    )
    .all(runSeq, first, last)
  return new Set(rows.map(({ cell }) => cell))
}

export const cellKey = (ordinal: number, columnPosition: number, repeat: number) =>
  `${ordinal}:${columnPosition}:${repeat}`

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
        ORDER BY ordinal, column_position, repeat`,
    )
    .all(runSeq, JSON.stringify(ordinals))
}

export function findResult(reader: Reader, runSeq: number, id: number): ResultRow | undefined {
  return reader
    .prepare<ResultRow>(`SELECT ${shown} FROM run_results WHERE run_seq = ? AND id = ?`)
    .get(runSeq, id)
}

/** A result of a case, with the run that it is of. */
export interface CaseResultRow
  extends Pick<ResultRow, 'id' | 'columnPosition' | 'ordinal' | 'repeat' | 'status'> {
  runSeq: number
  run: string
  runAt: string
  datasetVersion: number
}

/**
 * The results of one case, which stands at `places` in the versions of its dataset; the newest run
 * first, behind the cell `after` (run, column, repeat). Walks the runs over the dataset by their index
 * and looks into each by its cells: the page ends the walk, however many results a run has.
 */
export function resultsOfCase(
  reader: Reader,
  wanted: {
    datasetId: string
    places: readonly { version: number; ordinal: number }[]
    after: readonly number[] | undefined
  },
  limit: number,
): CaseResultRow[] {
  const ordinals = Object.fromEntries(
    wanted.places.map(({ version, ordinal }) => [version, ordinal]),
  )
  // Without a cursor: behind a run that is newer than any.
  const [run = Number.MAX_SAFE_INTEGER, column = -1, repeat = -1] = wanted.after ?? []
  return reader
    .prepare<CaseResultRow>(
      `SELECT r.seq AS runSeq, r.id AS run, r.created_at AS runAt, r.dataset_version AS datasetVersion,
          x.id, x.column_position AS columnPosition, x.ordinal, x.repeat, x.status
        FROM runs r CROSS JOIN run_results x ON x.run_seq = r.seq
          AND x.ordinal = json_extract(?, '$."' || r.dataset_version || '"')
        WHERE r.dataset_id = ? AND r.seq <= ?
          AND (r.seq < ? OR (x.column_position, x.repeat) > (?, ?))
        ORDER BY r.seq DESC, x.column_position, x.repeat LIMIT ?`,
    )
    .all(JSON.stringify(ordinals), wanted.datasetId, run, run, column, repeat, limit)
}

/** The repeats of one cell, in order. */
export function repeatsOf(
  reader: Reader,
  runSeq: number,
  { ordinal, columnPosition }: Pick<ResultRow, 'ordinal' | 'columnPosition'>,
): Pick<ResultRow, 'id' | 'repeat' | 'status'>[] {
  return reader
    .prepare<Pick<ResultRow, 'id' | 'repeat' | 'status'>>(
      `SELECT id, repeat, status FROM run_results
        WHERE run_seq = ? AND ordinal = ? AND column_position = ? ORDER BY repeat`,
    )
    .all(runSeq, ordinal, columnPosition)
}

/** What one answer of a column amounts to, for comparisons, gates and statistics. */
export interface OutcomeRow {
  ordinal: number
  status: CellResult['status']
  errorCode: string | null
  score: number
  namedScoresJson: string | null
  latencyMs: number
  cost: number | null
}

/** Every answer of one column in the order of cases and repeats. */
export function outcomesOf(reader: Reader, runSeq: number, columnPosition: number): OutcomeRow[] {
  return reader
    .prepare<OutcomeRow>(
      `SELECT ordinal, status, error_code AS errorCode, score, named_scores_json AS namedScoresJson,
          latency_ms AS latencyMs, cost
        FROM run_results WHERE run_seq = ? AND column_position = ? ORDER BY ordinal, repeat`,
    )
    .all(runSeq, columnPosition)
}

/** Errors of a run by column and code, the most frequent first, each with one of its sentences. */
export function errorKinds(
  reader: Reader,
  runSeq: number,
): { columnPosition: number; code: string; count: number; example: string }[] {
  return reader
    .prepare<{ columnPosition: number; code: string; count: number; example: string }>(
      `SELECT column_position AS columnPosition, coalesce(error_code, 'internal') AS code,
          count(*) AS count, min(coalesce(error, '')) AS example
        FROM run_results WHERE run_seq = ? AND status = 'error' AND status <> 'passed'
        GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2`,
    )
    .all(runSeq)
}
