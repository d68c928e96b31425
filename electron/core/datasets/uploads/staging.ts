import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { Transaction } from '../../db/handles.ts'
import type { StoredCase } from '../cases.ts'
import { caseColumns, caseMarks, caseValues } from '../store.ts'

/** Puts cases beside the datasets, where nobody sees them. */
export function stageCases(
  transaction: Transaction,
  importId: string,
  cases: readonly StoredCase[],
): void {
  const insert = transaction.prepare(
    `INSERT INTO staged_cases (import_id, ${caseColumns}) VALUES (?, ${caseMarks})`,
  )
  for (const one of cases) insert.run(importId, ...caseValues(one))
}

/** Makes staged cases those of a version, in the transaction that makes the version. */
export function adoptStaged(
  transaction: Transaction,
  importId: string,
  { id, version }: Pick<Dataset, 'id' | 'version'>,
): void {
  transaction
    .prepare(
      `INSERT INTO cases (dataset_id, version, ${caseColumns})
      SELECT ?, ?, ${caseColumns} FROM staged_cases WHERE import_id = ? ORDER BY ordinal`,
    )
    .run(id, version, importId)
}

export function dropStaged(transaction: Transaction, importId: string): void {
  transaction.prepare('DELETE FROM staged_cases WHERE import_id = ?').run(importId)
}

/** Drops what imports staged that are not under way any more: their process died. */
export function dropOrphans(transaction: Transaction, underWay: readonly string[]): void {
  transaction
    .prepare('DELETE FROM staged_cases WHERE import_id NOT IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(underWay))
}
