import type { CaseId, DatasetId } from '#shared/contract/base.ts'
import type { Case, Dataset, Split } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader, Writer } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { type StoredCase, toView } from './cases.ts'
import { type ExportPiece, exportCases } from './export.ts'
import { refuseProblems } from './problems.ts'
import type { ReadingEnd } from './reading.ts'
import * as store from './store.ts'
import { readTable, readText } from './text-file.ts'
import { addVersion } from './versions.ts'

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
  previewImport(input: Input<'dataset', 'previewImport'>): ReadingEnd {
    return readText(input, { ...this.target(''), take: () => {} })
  }

  /** The rows of a table file by column, before any column means anything; throws `malformed_file`. */
  readonly readTable = (fileName: string, text: string): Map<string, unknown>[] =>
    readTable(fileName, text)

  /** All rows or none. The cases that the newest version has already make no new version. */
  import(input: Input<'dataset', 'import'>): Dataset {
    const { name, description, fileName } = input
    const target = this.target(name)
    const stored: StoredCase[] = []
    const end = readText(input, { ...target, take: (one) => void stored.push(one) })
    refuseProblems(fileName, end)
    return addVersion(this.#parts, {
      ...target,
      name,
      description,
      fileName,
      note: `Imported from ${fileName}`,
      deed: 'was imported',
      facts: end.facts,
      write: (transaction, dataset) => store.insertCases(transaction, dataset, stored),
    })
  }

  /** What an import into a dataset of this name, new or not, is done with. */
  readonly target = (name: string) => {
    const newest = store.findVersions(this.#parts.reader, name).at(-1)
    return {
      datasetId: newest?.id ?? (this.#parts.environment.newId() as DatasetId),
      splitPlan: newest?.splitPlan ?? null,
      rules: newest?.schema ?? null,
    }
  }

  /** The cases of one version in the order of the file. */
  listCases(input: Input<'dataset', 'listCases'>): Page<Case> {
    const { id, version } = this.get(input)
    const after = Number(decodeCursor(input.cursor, ['number'])?.[0] ?? input.after ?? 0)
    const { reader } = this.#parts
    const of = { datasetId: id, number: version }
    const { limit, query } = input
    const rows = store.readCases(reader, of, after, limit + 1, undefined, query)
    return pageFrom(rows, input.limit, ({ ordinal }) => [ordinal], toView)
  }

  /** The cases of one version as pieces of a file. */
  export(input: Input<'dataset', 'export'>): Generator<ExportPiece> {
    const dataset = this.get(input)
    const version = { datasetId: dataset.id, number: dataset.version }
    const read = (after: number, limit: number) => this.readCases(version, after, limit)
    return exportCases(dataset, read, input)
  }

  /**
   * The stored cases after an ordinal (0: from the first), for runs, which need the JSON as written; of
   * one split where one is named.
   */
  readCases(
    version: { datasetId: DatasetId; number: number },
    after: number,
    limit: number,
    split?: Split,
  ): StoredCase[] {
    return store.readCases(this.#parts.reader, version, after, limit, split)
  }

  /** The stored cases with these ordinals, in order. */
  readCasesAt(
    version: { datasetId: DatasetId; number: number },
    ordinals: readonly number[],
  ): StoredCase[] {
    return store.readCasesAt(this.#parts.reader, version, ordinals)
  }

  /** Which of these inputs how many cases do not have. */
  countLacking(
    version: { datasetId: DatasetId; number: number },
    names: readonly string[],
    splits: readonly string[] | null,
  ) {
    return store.countLacking(this.#parts.reader, version, names, splits)
  }

  /** The versions that hold a case, with its ordinal in each. */
  findPlaces(dataset: DatasetId, id: CaseId) {
    return store.findPlaces(this.#parts.reader, dataset, id)
  }

  /** The id and split of every case by its ordinal. */
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
