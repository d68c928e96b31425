import type { DatasetId } from '#shared/contract/base.ts'
import type { DatasetEdit } from '#shared/contract/dataset/editing.ts'
import type { Reader, Transaction } from '../../db/handles.ts'
import type { NumberedEdit } from './draft.ts'

interface EditRow {
  seq: number
  baseVersion: number
  editJson: string
  isUndone: number
}

export interface StoredDraft {
  /** Null where there are no edits: the newest version is the base. */
  baseVersion: number | null
  /** Those that hold, in order. */
  edits: NumberedEdit[]
  canRedo: boolean
  revision: number
}

/** Every state of a draft has its own number: edits are counted on, and undone ones are counted off. */
const revisionOf = (rows: readonly EditRow[], active: number) =>
  (rows.at(-1)?.seq ?? 0) * 1_000_000 + active

export function readDraft(reader: Reader, id: DatasetId): StoredDraft {
  const rows = reader
    .prepare<EditRow>(
      `SELECT seq, base_version AS baseVersion, edit_json AS editJson, is_undone AS isUndone
      FROM dataset_edits WHERE dataset_id = ? ORDER BY seq`,
    )
    .all(id)
  const active = rows.filter(({ isUndone }) => isUndone === 0)
  return {
    baseVersion: rows[0]?.baseVersion ?? null,
    edits: active.map(({ seq, editJson }) => ({ seq, edit: JSON.parse(editJson) })),
    canRedo: active.length < rows.length,
    revision: revisionOf(rows, active.length),
  }
}

/** Adds an edit; what was undone before it is gone for good. */
export function appendEdit(
  transaction: Transaction,
  edit: { datasetId: DatasetId; baseVersion: number; edit: DatasetEdit; at: string },
): void {
  const { datasetId, baseVersion, at } = edit
  transaction
    .prepare(
      `INSERT INTO dataset_edits (dataset_id, seq, base_version, edit_json, created_at)
      SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ? FROM dataset_edits WHERE dataset_id = ?`,
    )
    .run(datasetId, baseVersion, JSON.stringify(edit.edit), at, datasetId)
  transaction
    .prepare('DELETE FROM dataset_edits WHERE dataset_id = ? AND is_undone = 1')
    .run(datasetId)
}

/** Takes the last edit back. */
export function undoLast(transaction: Transaction, id: DatasetId): void {
  transaction
    .prepare(
      `UPDATE dataset_edits SET is_undone = 1 WHERE dataset_id = ?
        AND seq = (SELECT max(seq) FROM dataset_edits WHERE dataset_id = ? AND is_undone = 0)`,
    )
    .run(id, id)
}

/** Does the first of the edits that were taken back again. */
export function redoNext(transaction: Transaction, id: DatasetId): void {
  transaction
    .prepare(
      `UPDATE dataset_edits SET is_undone = 0 WHERE dataset_id = ?
        AND seq = (SELECT min(seq) FROM dataset_edits WHERE dataset_id = ? AND is_undone = 1)`,
    )
    .run(id, id)
}

export function deleteDraft(transaction: Transaction, id: DatasetId): void {
  transaction.prepare('DELETE FROM dataset_edits WHERE dataset_id = ?').run(id)
}
