import { and, eq, getTableColumns, gt, type SQL, sql } from 'drizzle-orm'
import type { CaseId, DatasetId } from '#shared/contract/base.ts'
import type { Dataset, Split } from '#shared/contract/dataset/dataset.ts'
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
  splitCountsJson: datasetVersions.splitCountsJson,
  splitPlanJson: datasets.splitPlanJson,
  schemaJson: datasets.schemaJson,
  note: datasetVersions.note,
  createdAt: datasetVersions.createdAt,
}

type Columns = typeof columns

type Row = {
  [Name in keyof Columns]:
    | Columns[Name]['_']['data']
    | (Columns[Name]['_']['notNull'] extends true ? never : null)
}

function toDataset(row: Row): Dataset {
  const {
    inputNamesJson,
    recordedModelsJson,
    splitCountsJson,
    splitPlanJson,
    schemaJson,
    ...rest
  } = row
  return {
    ...rest,
    id: row.id as DatasetId,
    inputNames: JSON.parse(inputNamesJson),
    recordedModels: JSON.parse(recordedModelsJson),
    splitCounts: JSON.parse(splitCountsJson),
    splitPlan: splitPlanJson === null ? null : JSON.parse(splitPlanJson),
    schema: schemaJson === null ? null : JSON.parse(schemaJson),
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

/** Writes the row of a version; its cases follow in the same transaction. */
export function insertDatasetVersion(
  transaction: Transaction,
  dataset: Dataset,
  fileName: string,
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
      splitCountsJson: JSON.stringify(dataset.splitCounts),
      note: dataset.note,
      fileName,
      createdAt: dataset.createdAt,
    })
    .run()
}

/** Writes cases of a version; the caller holds the transaction that makes it all or nothing. */
export function insertCases(
  transaction: Transaction,
  { id, version }: Pick<Dataset, 'id' | 'version'>,
  stored: Iterable<StoredCase>,
): void {
  // One prepared statement per row is several times faster than long lists of values.
  const insert = transaction.prepare(
    `INSERT INTO cases (dataset_id, version, ${caseColumns}) VALUES (?, ?, ${caseMarks})`,
  )
  for (const row of stored) insert.run(id, version, ...caseValues(row))
}

/** The columns of a case, wherever it lies. */
export const caseColumns =
  'ordinal, id, inputs_json, expected_json, tags_json, metadata_json, recorded_outputs_json, checks_json, split'
export const caseMarks = '?, ?, ?, ?, ?, ?, ?, ?, ?'

/** The values of those columns. */
export const caseValues = (row: StoredCase) => [
  row.ordinal,
  row.id,
  row.inputsJson,
  row.expectedJson,
  row.tagsJson,
  row.metadataJson,
  row.recordedOutputsJson,
  row.checksJson,
  row.split,
]

/** The plan by which later cases are dealt out; it changes no version that is there. */
export function planSplits(
  transaction: Transaction,
  id: DatasetId,
  splitPlan: Dataset['splitPlan'],
): void {
  const splitPlanJson = splitPlan === null ? null : JSON.stringify(splitPlan)
  transaction.query.update(datasets).set({ splitPlanJson }).where(eq(datasets.id, id)).run()
}

/** The rules that later versions have to meet. */
export function ruleDataset(
  transaction: Transaction,
  id: DatasetId,
  schema: Dataset['schema'],
): void {
  const schemaJson = schema === null ? null : JSON.stringify(schema)
  transaction.query.update(datasets).set({ schemaJson }).where(eq(datasets.id, id)).run()
}

/**
 * Cases after an ordinal, in order; of one split where one is named, and with a text in their inputs,
 * expected value or tags where one is looked for. Small and capital letters of ASCII are alike.
 */
export function readCases(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  after: number,
  limit: number,
  split?: Split,
  query?: string,
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
        split === undefined ? undefined : eq(cases.split, split),
        query === undefined ? undefined : holds(query),
      ),
    )
    .orderBy(cases.ordinal)
    .limit(limit)
    .all()
    .map((row) => ({ ...row, id: row.id as CaseId, split: row.split as Split | null }))
}

/** What is stored is JSON: a quote that is looked for stands there with its backslash. */
function holds(query: string): SQL {
  const part = JSON.stringify(query.toLowerCase()).slice(1, -1)
  const text = sql`${cases.inputsJson} || ${cases.expectedJson} || ${cases.tagsJson}`
  return sql`instr(lower(${text}), ${part}) > 0`
}

const storedColumns = `id, ordinal, inputs_json AS inputsJson, expected_json AS expectedJson,
  tags_json AS tagsJson, metadata_json AS metadataJson,
  recorded_outputs_json AS recordedOutputsJson, checks_json AS checksJson, split`

/** The cases with these ordinals, in order. */
export function readCasesAt(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  ordinals: readonly number[],
): StoredCase[] {
  return reader
    .prepare<StoredCase>(
      `SELECT ${storedColumns} FROM cases WHERE dataset_id = ? AND version = ?
        AND ordinal IN (SELECT value FROM json_each(?)) ORDER BY ordinal`,
    )
    .all(version.datasetId, version.number, JSON.stringify(ordinals))
}

/** Counted where the cases lie: a dataset of any length is answered without its texts leaving SQLite. */
export function countLacking(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  names: readonly string[],
  splits: readonly string[] | null,
) {
  return reader
    .prepare<{ name: string; cases: number; ordinal: number }>(
      `SELECT n.value AS name, count(*) AS cases, min(c.ordinal) AS ordinal
        FROM cases c, json_each(?) n WHERE c.dataset_id = ? AND c.version = ?
          AND (? IS NULL OR c.split IN (SELECT value FROM json_each(?)))
          AND json_type(c.inputs_json, '$."' || n.value || '"') IS NULL
        GROUP BY n.value`,
    )
    .all(
      JSON.stringify(names),
      version.datasetId,
      version.number,
      ...Array<string | null>(2).fill(splits && JSON.stringify(splits)),
    )
}

/** One case by its id. */
export function findCase(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
  id: string,
): StoredCase | undefined {
  return reader
    .prepare<StoredCase>(
      `SELECT ${storedColumns} FROM cases WHERE dataset_id = ? AND version = ? AND id = ?`,
    )
    .get(version.datasetId, version.number, id)
}

/** Where a case stands in every version that holds it: one look into an index for each version. */
export function findPlaces(
  reader: Reader,
  datasetId: DatasetId,
  id: CaseId,
): { version: number; ordinal: number }[] {
  return reader
    .prepare<{ version: number; ordinal: number }>(
      `SELECT c.version, c.ordinal FROM dataset_versions v
        JOIN cases c ON c.dataset_id = v.dataset_id AND c.version = v.number AND c.id = ?
        WHERE v.dataset_id = ? ORDER BY v.number`,
    )
    .all(id, datasetId)
}

/** Id and split of every case by its ordinal: what pairing two runs needs, without the contents. */
export function readCaseIds(
  reader: Reader,
  version: { datasetId: DatasetId; number: number },
): { id: CaseId; ordinal: number; split: Split | null }[] {
  return reader
    .prepare<{ id: CaseId; ordinal: number; split: Split | null }>(
      'SELECT id, ordinal, split FROM cases WHERE dataset_id = ? AND version = ? ORDER BY ordinal',
    )
    .all(version.datasetId, version.number)
}
