import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Reader } from '../db/handles.ts'

/** How long answers were, in tokens. */
export interface AnswerLengths {
  n: number
  mean: number
  variance: number
  least: number
  most: number
  basis: 'this_version' | 'this_model'
}

/** Answers that are looked at: the newest say most about the next. */
const lookedAt = 2000

/** Lengths of earlier answers of this model, to this version if there are any; null where there are none. */
export function answerLengths(
  reader: Reader,
  { model, versionId }: Pick<RunColumn, 'model' | 'versionId'>,
): AnswerLengths | null {
  return (
    lengths(reader, 'c.model = ? AND c.version_id = ?', [model, versionId], 'this_version') ??
    lengths(reader, 'c.model = ?', [model], 'this_model')
  )
}

function lengths(
  reader: Reader,
  condition: string,
  values: readonly string[],
  basis: AnswerLengths['basis'],
): AnswerLengths | null {
  const row = reader
    .prepare<{ n: number; sum: number; squares: number; least: number; most: number }>(
      `SELECT count(*) AS n, sum(tokens) AS sum, sum(tokens * tokens) AS squares, min(tokens) AS least,
          max(tokens) AS most
        FROM (SELECT r.output_tokens AS tokens FROM run_columns c
          JOIN run_results r ON r.run_seq = c.run_seq AND r.column_position = c.position
          WHERE ${condition} AND r.output_tokens IS NOT NULL
          ORDER BY c.run_seq DESC LIMIT ${lookedAt})`,
    )
    .get(...values)
  if (row === undefined || row.n === 0) return null
  const { n, sum, squares, least, most } = row
  const mean = sum / n
  const variance = n > 1 ? Math.max(0, (squares - n * mean * mean) / (n - 1)) : 0
  return { n, mean, variance, least, most, basis }
}
