import type { CaseChange } from '#shared/contract/dataset/editing.ts'
import { type StoredCase, toView } from './cases.ts'

const shownChanges = 500

const compared = {
  expectedJson: 'expected',
  tagsJson: 'tags',
  metadataJson: 'metadata',
  recordedOutputsJson: 'recorded outputs',
  checksJson: 'checks',
  split: 'split',
} as const

type Field = keyof typeof compared

/**
 * What changed between the cases of two versions. A case with other inputs is another case: its old
 * self was removed and its new self was added.
 */
export function diffCases(before: readonly StoredCase[], after: readonly StoredCase[]) {
  const old = new Map(before.map((one) => [one.id, one]))
  const changes: CaseChange[] = []
  const counts = { added: 0, removed: 0, changed: 0 }
  const note = (change: CaseChange) => {
    counts[change.kind] += 1
    if (changes.length < shownChanges) changes.push(change)
  }
  for (const one of after) {
    const was = old.get(one.id)
    old.delete(one.id)
    const { id, ordinal } = one
    if (was === undefined) {
      note({ kind: 'added', id, ordinal, fields: [], before: null, after: toView(one) })
      continue
    }
    const fields = (Object.keys(compared) as Field[])
      .filter((field) => one[field] !== was[field])
      .map((field) => compared[field])
    if (fields.length === 0) continue
    note({ kind: 'changed', id, ordinal, fields, before: toView(was), after: toView(one) })
  }
  for (const was of old.values()) {
    const { id, ordinal } = was
    note({ kind: 'removed', id, ordinal, fields: [], before: toView(was), after: null })
  }
  return { ...counts, changes }
}
