import type { RecordedViolation } from '#shared/contract/guardrail.ts'
import type { Violation } from '#shared/domain/guardrails/engine.ts'
import type { Reader, Transaction } from '../db/handles.ts'

interface JudgedCell {
  columnPosition: number
  ordinal: number
  guardrails: { violations: readonly Violation[] }
}

/** A violation with the place its text can be read from again. */
export interface ViolationRow extends Omit<RecordedViolation, 'id' | 'isFalsePositive'> {
  seq: number
  isFalsePositive: 0 | 1
  datasetId: string
  datasetVersion: number
}

// Where a cell stands is told by the run's own tables: a copy per violation would be most of the row.
const shown = `SELECT v.seq, v.guardrail_id AS guardrailId, v.guardrail_name AS guardrailName, v.type,
    v.severity, v.action, v.entity, v.span_start AS start, v.span_end AS "end", v.score, v.variable,
    v.masked, v.message, v.at, v.ordinal, v.false_positive_at IS NOT NULL AS isFalsePositive,
    r.id AS runId, r.dataset_id AS datasetId, r.dataset_version AS datasetVersion,
    c.template_name AS template,
    (SELECT x.id FROM run_results x WHERE x.run_seq = v.run_seq AND x.ordinal = v.ordinal
      AND x.column_position = v.column_position ORDER BY x.repeat LIMIT 1) AS resultId
  FROM guardrail_violations v
  JOIN runs r ON r.seq = v.run_seq
  JOIN run_columns c ON c.run_seq = v.run_seq AND c.position = v.column_position`

/** Keeps what was found, masked; belongs into the transaction of the cells' results. */
export function addViolations(
  transaction: Transaction,
  runSeq: number,
  cells: readonly JudgedCell[],
  at: string,
): void {
  const insert = transaction.prepare(
    `INSERT INTO guardrail_violations (guardrail_id, guardrail_name, run_seq, column_position, ordinal,
       type, severity, action, entity, variable, span_start, span_end, score, masked, message, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const { columnPosition, ordinal, guardrails } of cells) {
    for (const one of guardrails.violations) {
      insert.run(
        one.guardrailId,
        one.guardrailName,
        runSeq,
        columnPosition,
        ordinal,
        one.type,
        one.severity,
        one.action,
        one.entity,
        one.variable,
        one.start,
        one.end,
        one.score,
        one.masked,
        one.message,
        at,
      )
    }
  }
}

/** Newest first, those before `beforeSeq`; null takes the violations of all guardrails. */
export function listViolations(
  reader: Reader,
  guardrailId: string | null,
  beforeSeq: number | null,
  limit: number,
): ViolationRow[] {
  const before = beforeSeq ?? Number.MAX_SAFE_INTEGER
  if (guardrailId === null) {
    return reader
      .prepare<ViolationRow>(`${shown} WHERE v.seq < ? ORDER BY v.seq DESC LIMIT ?`)
      .all(before, limit)
  }
  return reader
    .prepare<ViolationRow>(
      `${shown} WHERE v.guardrail_id = ? AND v.seq < ? ORDER BY v.seq DESC LIMIT ?`,
    )
    .all(guardrailId, before, limit)
}

export function findViolation(reader: Reader, seq: number): ViolationRow | undefined {
  return reader.prepare<ViolationRow>(`${shown} WHERE v.seq = ?`).get(seq)
}

export function markViolation(transaction: Transaction, seq: number, at: string | null): void {
  transaction
    .prepare('UPDATE guardrail_violations SET false_positive_at = ? WHERE seq = ?')
    .run(at, seq)
}

export function toRecorded(row: ViolationRow): RecordedViolation {
  const { seq, isFalsePositive, datasetId: _, datasetVersion: __, ...rest } = row
  return { ...rest, id: String(seq), isFalsePositive: isFalsePositive === 1 }
}

/** How many violations each guardrail, by id, has in one column of a run. */
export function countViolations(
  reader: Reader,
  runSeq: number,
  columnPosition: number,
): Map<string, number> {
  const rows = reader
    .prepare<{ id: string; count: number }>(
      `SELECT guardrail_id AS id, count(*) AS count FROM guardrail_violations
        WHERE run_seq = ? AND column_position = ? GROUP BY guardrail_id`,
    )
    .all(runSeq, columnPosition)
  return new Map(rows.map(({ id, count }) => [id, count]))
}
