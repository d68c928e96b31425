import { createHash } from 'node:crypto'
import type { CaseId, DatasetId } from '#shared/contract/base.ts'
import type { Case } from '#shared/contract/dataset.ts'
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
  }
}

/**
 * Gives every case its id, made from dataset, inputs and how often the same inputs came before. So a
 * case keeps its id when a later import corrects its expected value or moves it, and results of two
 * dataset versions can be paired.
 */
export function withIds(datasetId: DatasetId, drafts: DraftCase[]): StoredCase[] {
  const seen = new Map<string, number>()
  return drafts.map((draft, index) => {
    const sorted = [...draft.inputs].sort(([a], [b]) => (a < b ? -1 : 1))
    const key = objectText(sorted)
    const repeats = seen.get(key) ?? 0
    seen.set(key, repeats + 1)
    return { id: uuidOf(`${datasetId}\n${repeats}\n${key}`), ...toStored(draft, index + 1) }
  })
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
export function casesHash(cases: StoredCase[]): string {
  const hash = createHash('sha256')
  for (const stored of cases) {
    const { id: _, ordinal: __, checksJson, ...content } = stored
    // Cases without checks hash as they did before there were any: importing them again changes nothing.
    const checks = checksJson === null ? [] : [checksJson]
    hash.update(JSON.stringify([...Object.values(content), ...checks])).update('\n')
  }
  return hash.digest('hex')
}
