import { createHash } from 'node:crypto'
import type { CaseId, DatasetId } from '#shared/contract/base.ts'
import type { Case, Split } from '#shared/contract/dataset/dataset.ts'
import { objectText } from './files/json-text.ts'
import type { DraftCase } from './mapping.ts'

/** A case as it is stored: JSON texts, so that 1.0 and long integers reach a template as written. */
export interface StoredCase {
  id: CaseId
  ordinal: number
  inputsJson: string
  expectedJson: string
  tagsJson: string
  metadataJson: string
  recordedOutputsJson: string
  /** Null where the case has no checks of its own. */
  checksJson: string | null
  split: Split | null
}

/** A case as the contract shows it. */
export function toView(stored: StoredCase): Case {
  return { id: stored.id, ...contentView(stored) }
}

/** Parsed for people and pages: here 1.0 becomes 1, which is why runs read the stored texts. */
export function contentView(stored: Omit<StoredCase, 'id'>): Omit<Case, 'id'> {
  return {
    ordinal: stored.ordinal,
    inputs: JSON.parse(stored.inputsJson),
    expected: JSON.parse(stored.expectedJson),
    tags: JSON.parse(stored.tagsJson),
    metadata: JSON.parse(stored.metadataJson),
    recordedOutputs: JSON.parse(stored.recordedOutputsJson),
    checks: stored.checksJson === null ? null : JSON.parse(stored.checksJson),
    split: stored.split,
  }
}

/** The texts that are stored and hashed. */
export function toStored(draft: DraftCase, ordinal: number): Omit<StoredCase, 'id'> {
  return {
    ordinal,
    inputsJson: objectText(draft.inputs),
    expectedJson: draft.expectedJson,
    tagsJson: JSON.stringify(draft.tags),
    metadataJson: draft.metadataJson,
    recordedOutputsJson: objectText(draft.recordedOutputs),
    checksJson: draft.checks === null ? null : JSON.stringify(draft.checks),
    split: draft.split,
  }
}

/**
 * Gives cases their ids, made from dataset, inputs and how often the same inputs came before. So a case
 * keeps its id when a later version corrects its expected value or moves it, and results of two dataset
 * versions can be paired.
 */
export class CaseIds {
  readonly #datasetId: DatasetId
  /** By digest, not by text: a hundred thousand cases cost a few megabytes. */
  readonly #seen = new Map<string, number>()

  constructor(datasetId: DatasetId) {
    this.#datasetId = datasetId
  }

  /** @param inputs texts of JSON or values, in any order */
  next(inputs: readonly [string, unknown][]): CaseId {
    const sorted = [...inputs].sort(([a], [b]) => (a < b ? -1 : 1))
    const key = objectText(sorted)
    const digest = createHash('sha256').update(key).digest().toString('latin1', 0, 16)
    const repeats = this.#seen.get(digest) ?? 0
    this.#seen.set(digest, repeats + 1)
    return uuidOf(`${this.#datasetId}\n${repeats}\n${key}`)
  }
}

/** A UUID of version 8 (RFC 9562: bits of one's own making), here of SHA-256. */
function uuidOf(text: string): CaseId {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as CaseId
}

/** SHA-256 over all that a run sees of the cases, in order, as 64 hex digits. */
export class CasesHash {
  readonly #hash = createHash('sha256')

  add({ id: _, ordinal: __, checksJson, split, ...content }: StoredCase): void {
    // Cases without checks or split hash as before there were any: importing them again changes nothing.
    const more = [checksJson, split === null ? null : `split:${split}`].filter(
      (one) => one !== null,
    )
    this.#hash.update(JSON.stringify([...Object.values(content), ...more])).update('\n')
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}
