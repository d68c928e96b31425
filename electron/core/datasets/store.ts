import { and, eq, getTableColumns, gt } from 'drizzle-orm'
import type { CaseId, DatasetId } from '#shared/contract/base.ts'
import type { Dataset } from '#shared/contract/dataset.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { cases, datasets, datasetVersions } from '../db/tables/datasets.ts'
import type { StoredCase } from './cases.ts'

const columns = {
  id: datasets.id,
  name: datasets.name,
  description: datasets.description,
  version: datasetVersions.number,
  contentHash: datasetVersions.contentHash,
  caseCount: datasetVersions.caseCount,
  inputNamesJson: datasetVersions.inputNamesJson,
  recordedModelsJson: datasetVersions.recordedModelsJson,
  createdAt: datasetVersions.createdAt,
}

type Row = { [Name in keyof typeof columns]: (typeof columns)[Name]['_']['data'] }

function toDataset({ inputNamesJson, recordedModelsJson, ...row }: Row): Dataset {
  return {
    ...row,
    id: row.id as DatasetId,
    inputNames: JSON.parse(inputNamesJson),
    recordedModels: JSON.parse(recordedModelsJson),
  }
}

const select = (reader: Reader) =>
  reader.query
    .select(columns)
    .from(datasets)
    .innerJoin(datasetVersions, eq(datasetVersions.datasetId, datasets.id))

/** All datasets by name, each in its newest version. */
export function listDatasets(reader: Reader): Dataset[] {
  const newest = new Map<string, Row>()
  const rows = select(reader).orderBy(datasets.name, datasetVersions.number).all()
  for (const row of rows) newest.set(row.id, row)
  return [...newest.values()].map(toDataset)
}

/** The versions of one dataset, by id or name, oldest first; empty when there is none. */
export function findVersions(reader: Reader, ref: string): Dataset[] {
  const by = (column: typeof datasets.id | typeof datasets.name) =>
    select(reader).where(eq(column, ref)).orderBy(datasetVersions.number).all().map(toDataset)
  const byId = by(datasets.id)
  return byId.length > 0 ? byId : by(datasets.name)
}

export function insertDataset(
  transaction: Transaction,
  dataset: { id: DatasetId; name: string; description: string; createdAt: string },
): void {
  transaction.query.insert(datasets).values(dataset).run()
}

/** The description belongs to the dataset, not to a version: it may be mended. */
export function describeDataset(
  transaction: Transaction,
  id: DatasetId,
  description: string,
): void {
  transaction.query.update(datasets).set({ description }).where(eq(datasets.id, id)).run()
}

/** Writes a version and all its cases; the caller holds the transaction that makes it all or nothing. */
export function insertDatasetVersion(
  transaction: Transaction,
  dataset: Dataset,
  fileName: string,
  stored: StoredCase[],
): void {
  transaction.query
    .insert(datasetVersions)
    .values({
      datasetId: dataset.id,
      number: dataset.version,
      contentHash: dataset.contentHash,
      caseCount: dataset.caseCount,
      inputNamesJson: JSON.stringify(dataset.inputNames),
      recordedModelsJson: JSON.stringify(dataset.recordedModels),
      fileName,
      createdAt: dataset.createdAt,
    })
    .run()
  // One prepared statement per row is several times faster than long lists of values.
  const insert = transaction.prepare(
    `INSERT INTO cases (dataset_id, version, ordinal, id, inputs_json, expected_json, tags_json,
      metadata_json, recorded_outputs_json, checks_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const row of stored)
    insert.run(
      dataset.id,
      dataset.version,
      row.ordinal,
      row.id,
      row.inputsJson,
      row.expectedJson,
      row.tagsJson,
      row.metadataJson,
      row.recordedOutputsJson,
      row.checksJson,
    )
}

/** Cases after an ordinal, in order. */
export function readCases(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  after: number,
  limit: number,
): StoredCase[] {
  const { seq: _, datasetId: __, version: ___, ...shown } = getTableColumns(cases)
  return reader.query
    .select(shown)
    .from(cases)
    .where(
      and(
        eq(cases.datasetId, version.datasetId),
        eq(cases.version, version.number),
        gt(cases.ordinal, after),
      ),
    )
    .orderBy(cases.ordinal)
    .limit(limit)
    .all()
    .map((row) => ({ ...row, id: row.id as CaseId }))
}

/** The cases with these ordinals, in order. */
export function readCasesAt(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  ordinals: readonly number[],
): StoredCase[] {
  return reader
    .prepare<StoredCase>(
      `SELECT id, ordinal, inputs_json AS inputsJson, expected_json AS expectedJson,
        tags_json AS tagsJson, metadata_json AS metadataJson,
        recorded_outputs_json AS recordedOutputsJson, checks_json AS checksJson
      FROM cases WHERE dataset_id = ? AND version = ?
        AND ordinal IN (SELECT value FROM json_each(?)) ORDER BY ordinal`,
    )
    .all(version.datasetId, version.number, JSON.stringify(ordinals))
}

/** The id of every case by its ordinal: what pairing two runs needs, without the contents. */
export function readCaseIds(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
): { id: CaseId; ordinal: number }[] {
  return reader
    .prepare<{ id: CaseId; ordinal: number }>(
      'SELECT id, ordinal FROM cases WHERE dataset_id = ? AND version = ? ORDER BY ordinal',
    )
    .all(version.datasetId, version.number)
}
