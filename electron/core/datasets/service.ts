import type { DatasetId } from '#shared/contract/base.ts'
import type { Case, Dataset } from '#shared/contract/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader, Writer } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { casesHash, contentView, type StoredCase, toStored, toView, withIds } from './cases.ts'
import { exportCases } from './export.ts'
import { parseFile } from './files/parse.ts'
import type { RowProblem } from './files/parsed.ts'
import { completeMapping, type DraftCase, offeredColumns, toCase } from './mapping.ts'
import { malformedFile, shownProblems } from './problems.ts'
import * as store from './store.ts'

/** How many cases a preview shows. */
const previewedCases = 20

export interface DatasetParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
}

/** Datasets: imported whole or not at all, then never changed, only followed by another version. */
export class DatasetService {
  readonly #parts: DatasetParts

  constructor(parts: DatasetParts) {
    this.#parts = parts
  }

  /** By name, each in its newest version. */
  list(): { items: Dataset[] } {
    return { items: store.listDatasets(this.#parts.reader) }
  }

  /** The newest version, or the one that is asked for; throws `not_found`. */
  get({ dataset, version }: { dataset: string; version?: number | undefined }): Dataset {
    const versions = store.findVersions(this.#parts.reader, dataset)
    const newest = versions.at(-1)
    if (newest === undefined) throw this.#unknownDataset(dataset)
    if (version === undefined) return newest
    const found = versions.find((one) => one.version === version)
    if (found !== undefined) return found
    throw new GalleyError('not_found', `Dataset "${newest.name}" has no version ${version}.`, {
      fix: `Its newest version is ${newest.version}.`,
      where: { field: 'version' },
    })
  }

  /** What `import` would make of a file, with its problems instead of a refusal. Stores nothing. */
  previewImport(input: Input<'dataset', 'previewImport'>) {
    const file = parseFile(input)
    const mapping = completeMapping(file, input.mapping, input.fileName)
    const problems = [...file.problems]
    const drafts = file.rows.map((row) => toCase(row, mapping, file.isText, problems))
    const sample = drafts
      .slice(0, previewedCases)
      .map((draft, index) => contentView(toStored(draft, index + 1)))
    return {
      columns: offeredColumns(file),
      mapping,
      rowCount: file.rows.length,
      sample,
      problems: problems.slice(0, shownProblems),
    }
  }

  /** All rows or none. The cases that the newest version has already make no new version. */
  import(input: Input<'dataset', 'import'>): Dataset {
    const drafts = readDrafts(input)
    const { environment, writer, activity, changes } = this.#parts
    const imported = writer.transaction((transaction) => {
      const newest = store.findVersions(transaction, input.name).at(-1)
      const at = environment.clock.now().toISOString()
      const id = newest?.id ?? (environment.newId() as DatasetId)
      const stored = withIds(id, drafts)
      const contentHash = casesHash(stored)
      if (newest === undefined) {
        const { name, description } = input
        store.insertDataset(transaction, { id, name, description, createdAt: at })
      } else if (input.description !== '') {
        store.describeDataset(transaction, id, input.description)
      }
      if (newest?.contentHash === contentHash) return newest
      const dataset: Dataset = {
        id,
        name: newest?.name ?? input.name,
        description: input.description || (newest?.description ?? ''),
        version: (newest?.version ?? 0) + 1,
        contentHash,
        caseCount: stored.length,
        inputNames: namesOf(drafts.map(({ inputs }) => inputs)),
        recordedModels: namesOf(drafts.map(({ recordedOutputs }) => recordedOutputs)),
        createdAt: at,
      }
      store.insertDatasetVersion(transaction, dataset, input.fileName, stored)
      const what = `was imported as version ${dataset.version} with ${stored.length} cases`
      activity.record(transaction, { noun: 'dataset', id, name: dataset.name, what })
      return dataset
    })
    changes.emit('dataset', imported.id)
    return imported
  }

  /** The cases of one version in the order of the file. */
  listCases(input: Input<'dataset', 'listCases'>): Page<Case> {
    const { id, version } = this.get(input)
    const after = Number(decodeCursor(input.cursor, ['number'])?.[0] ?? 0)
    const rows = this.readCases({ datasetId: id, number: version }, after, input.limit + 1)
    return pageFrom(rows, input.limit, ({ ordinal }) => [ordinal], toView)
  }

  /** The cases of one version as pieces of a file. */
  export(input: Input<'dataset', 'export'>): Generator<{ text: string }> {
    const dataset = this.get(input)
    const version = { datasetId: dataset.id, number: dataset.version }
    const read = (after: number, limit: number) => this.readCases(version, after, limit)
    return exportCases(dataset, read, input.format)
  }

  /** The stored cases after an ordinal (0: from the first), for runs, which need the JSON as written. */
  readCases(
    version: { datasetId: DatasetId; number: number },
    after: number,
    limit: number,
  ): StoredCase[] {
    return store.readCases(this.#parts.reader, version, after, limit)
  }

  /** The stored cases with these ordinals, in order. */
  readCasesAt(
    version: { datasetId: DatasetId; number: number },
    ordinals: readonly number[],
  ): StoredCase[] {
    return store.readCasesAt(this.#parts.reader, version, ordinals)
  }

  /** The id of every case by its ordinal. */
  readCaseIds(version: { datasetId: DatasetId; number: number }) {
    return store.readCaseIds(this.#parts.reader, version)
  }

  #unknownDataset(ref: string): GalleyError {
    const names = store.listDatasets(this.#parts.reader).map(({ name }) => name)
    const suggestion = nearestName(ref, names)
    return new GalleyError('not_found', `There is no dataset "${ref}".`, {
      fix: suggestion === null ? 'See the list of datasets.' : `Did you mean "${suggestion}"?`,
      where: { field: 'dataset' },
      ...(suggestion === null ? {} : { suggestion }),
    })
  }
}

/** The cases of a file; throws `malformed_file` when a single row cannot be taken. */
function readDrafts(input: Input<'dataset', 'import'>): DraftCase[] {
  const file = parseFile(input)
  if (file.problems.length > 0) throw malformedFile(input.fileName, file.problems)
  if (file.rows.length === 0) {
    const message = 'The file holds no cases.'
    throw malformedFile(input.fileName, [{ row: 1, column: null, message }])
  }
  const mapping = completeMapping(file, input.mapping, input.fileName)
  const problems: RowProblem[] = []
  const drafts = file.rows.map((row) => toCase(row, mapping, file.isText, problems))
  if (problems.length > 0) throw malformedFile(input.fileName, problems)
  return drafts
}

/** All names that occur, in order of first appearance. */
function namesOf(lists: [string, unknown][][]): string[] {
  const names = new Set<string>()
  for (const list of lists) for (const [name] of list) names.add(name)
  return [...names]
}
