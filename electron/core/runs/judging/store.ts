import type { Judgement } from '#shared/contract/run/result.ts'
import type { Reader, Transaction } from '../../db/handles.ts'
import type { ResultRow } from '../results/store.ts'

/** One answer of a run. */
export type CellPlace = Pick<ResultRow, 'ordinal' | 'columnPosition' | 'repeat'>

const place = 'run_seq = ? AND ordinal = ? AND column_position = ? AND repeat = ?'
const placed = (runSeq: number, { ordinal, columnPosition, repeat }: CellPlace) =>
  [runSeq, ordinal, columnPosition, repeat] as const

/** What was judged later, oldest first. */
export function judgementsOf(reader: Reader, runSeq: number, cell: CellPlace): Judgement[] {
  return reader
    .prepare<Omit<Judgement, 'isPassed'> & { isPassed: 0 | 1 }>(
      `SELECT kind, is_passed AS isPassed, score, reason, author, cost, created_at AS createdAt
        FROM run_judgements WHERE ${place} ORDER BY id`,
    )
    .all(...placed(runSeq, cell))
    .map((one) => ({ ...one, isPassed: one.isPassed === 1 }))
}

export function insertJudgement(
  transaction: Transaction,
  runSeq: number,
  cell: CellPlace,
  { kind, isPassed, score, reason, author, cost, createdAt }: Judgement,
): void {
  transaction
    .prepare(
      `INSERT INTO run_judgements (run_seq, ordinal, column_position, repeat, kind, is_passed, score,
        reason, author, cost, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(...placed(runSeq, cell), kind, isPassed ? 1 : 0, score, reason, author, cost, createdAt)
}

/** Errors of one cell that were tried again, oldest first. */
export function retriedErrorsOf(reader: Reader, runSeq: number, cell: CellPlace): string[] {
  return reader
    .prepare<{ error: string | null }>(
      `SELECT error FROM run_retried_errors WHERE ${place} ORDER BY id`,
    )
    .all(...placed(runSeq, cell))
    .map(({ error }) => error ?? '')
}

/** Gives a result, as it is now, the status of a later judgement and moves its column's figures along. */
export function moveStatus(
  transaction: Transaction,
  runSeq: number,
  { status: from, ...cell }: ResultRow,
  to: 'passed' | 'failed',
): void {
  transaction
    .prepare(
      `UPDATE run_results SET first_status = coalesce(first_status, status), status = ? WHERE ${place}`,
    )
    .run(to, ...placed(runSeq, cell))
  if (from === to) return
  const figure = { passed: 'passed', failed: 'failed', error: 'errors' } as const
  transaction
    .prepare(
      `UPDATE run_columns SET ${figure[from]} = ${figure[from]} - 1, ${to} = ${to} + 1
        WHERE run_seq = ? AND position = ?`,
    )
    .run(runSeq, cell.columnPosition)
}

/**
 * Takes the errors of a run away, so that their cells are missing and a resume asks for them again.
 * What they said is kept by a trigger; what they cost stays spent. Returns how many there were.
 */
export function clearErrors(transaction: Transaction, runSeq: number): number {
  transaction
    .prepare(
      `UPDATE run_columns SET errors = 0, latency_ms_sum = latency_ms_sum - coalesce((
          SELECT sum(latency_ms) FROM run_results WHERE run_results.run_seq = run_columns.run_seq
            AND column_position = position AND status = 'error' AND status <> 'passed'), 0)
        WHERE run_seq = ?`,
    )
    .run(runSeq)
  return transaction
    .prepare(
      `DELETE FROM run_results WHERE run_seq = ? AND status = 'error' AND status <> 'passed'`,
    )
    .run(runSeq).changes
}

/** Whether one answer was judged in that way already. */
export function hasJudgement(
  reader: Reader,
  runSeq: number,
  cell: CellPlace,
  kind: string,
): boolean {
  const found = reader
    .prepare<{ one: number }>(`SELECT 1 AS one FROM run_judgements WHERE ${place} AND kind = ?`)
    .get(...placed(runSeq, cell), kind)
  return found !== undefined
}
