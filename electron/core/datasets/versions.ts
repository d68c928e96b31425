import type { DatasetId } from '#shared/contract/base.ts'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Transaction, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { CasesHash, type StoredCase } from './cases.ts'
import { countSplits } from './splitting.ts'
import * as store from './store.ts'

export interface VersionParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId'>
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
}

/** What is known of the cases of a version when all of them were seen. */
export interface CasesFacts {
  contentHash: string
  caseCount: number
  inputNames: string[]
  recordedModels: string[]
  splitCounts: Dataset['splitCounts']
}

export interface NewVersion {
  name: string
  /** Empty: as it was. */
  description: string
  fileName: string
  note: string
  /** A phrase for the trail, in front of "as version 3 with 10 cases". */
  deed: string
  facts: CasesFacts
  /** The id that the ids of the cases were made of. */
  datasetId: DatasetId
  /** Writes the cases; called inside the transaction, after the version's own row. */
  write: (transaction: Transaction, dataset: Dataset) => void
}

/**
 * Adds a version to a dataset, new or not, or nothing where the newest has these very cases. Gives the
 * newest version in either case.
 */
export function addVersion(parts: VersionParts, made: NewVersion): Dataset {
  const { environment, writer, activity, changes } = parts
  const dataset = writer.transaction((transaction) => {
    const newest = store.findVersions(transaction, made.datasetId).at(-1)
    const at = environment.clock.now().toISOString()
    const { datasetId: id, name, description, note, facts } = made
    if (newest === undefined) {
      refuseTaken(transaction, name)
      store.insertDataset(transaction, { id, name, description, createdAt: at })
    } else if (description !== '') {
      store.describeDataset(transaction, id, description)
    }
    if (newest?.contentHash === facts.contentHash) return newest
    const added: Dataset = {
      splitPlan: null,
      schema: null,
      ...newest,
      ...facts,
      id,
      name: newest?.name ?? name,
      description: description || (newest?.description ?? ''),
      version: (newest?.version ?? 0) + 1,
      note,
      createdAt: at,
    }
    store.insertDatasetVersion(transaction, added, made.fileName)
    made.write(transaction, added)
    const what = `${made.deed} as version ${added.version} with ${added.caseCount} cases`
    activity.record(transaction, { noun: 'dataset', id, name: added.name, what })
    return added
  })
  changes.emit('dataset', dataset.id)
  return dataset
}

/** Another process may have taken the name since the cases got their ids. */
function refuseTaken(transaction: Transaction, name: string): void {
  if (store.findVersions(transaction, name).length === 0) return
  throw new GalleyError('conflict', `The dataset "${name}" was made by somebody else meanwhile.`, {
    fix: 'Import again: the cases become its next version.',
    where: { field: 'name' },
  })
}

/** The facts of cases that are at hand. */
export function factsOf(stored: readonly StoredCase[]): CasesFacts {
  const hash = new CasesHash()
  const names = { inputs: new Set<string>(), models: new Set<string>() }
  for (const one of stored) {
    hash.add(one)
    addNames(one, names)
  }
  return {
    contentHash: hash.digest(),
    caseCount: stored.length,
    inputNames: [...names.inputs],
    recordedModels: [...names.models],
    splitCounts: countSplits(stored),
  }
}

/** Adds the names that a case uses, in order of first appearance. */
function addNames(
  { inputsJson, recordedOutputsJson }: StoredCase,
  names: { inputs: Set<string>; models: Set<string> },
): void {
  for (const name of Object.keys(JSON.parse(inputsJson))) names.inputs.add(name)
  for (const name of Object.keys(JSON.parse(recordedOutputsJson))) names.models.add(name)
}
