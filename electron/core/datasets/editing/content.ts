import type { CaseChanges, NewCase } from '#shared/contract/dataset/editing.ts'
import { type CaseIds, type StoredCase, toStored } from '../cases.ts'
import { objectText, parseKeepingNumbers } from '../files/json-text.ts'

/** All of a case but its place and id; texts of JSON, so that untouched values stay as written. */
export type CaseContent = Omit<StoredCase, 'id' | 'ordinal'>

/** The content of a case that somebody wrote. */
export function contentOf(written: NewCase): CaseContent {
  const { ordinal: _, ...content } = toStored(
    {
      inputs: Object.entries(written.inputs),
      expectedJson: JSON.stringify(written.expected),
      tags: written.tags,
      metadataJson: JSON.stringify(written.metadata),
      recordedOutputs: Object.entries(written.recordedOutputs),
      checks: written.checks,
      split: written.split,
    },
    0,
  )
  return content
}

/** The same content with changes; members that were not named keep the very text they have. */
export function changed(content: CaseContent, changes: CaseChanges | null): CaseContent {
  if (changes === null) return content
  const { inputs, droppedInputs, metadata, droppedMetadata, expected, tags, checks, split } =
    changes
  return {
    ...content,
    inputsJson: withMembers(content.inputsJson, inputs, droppedInputs),
    metadataJson: withMembers(content.metadataJson, metadata, droppedMetadata),
    ...(expected === undefined ? {} : { expectedJson: JSON.stringify(expected) }),
    ...(tags === undefined ? {} : { tagsJson: JSON.stringify([...new Set(tags)]) }),
    ...(checks === undefined
      ? {}
      : { checksJson: checks === null ? null : JSON.stringify(checks) }),
    ...(split === undefined ? {} : { split }),
  }
}

function withMembers(
  json: string,
  given: Record<string, unknown> = {},
  dropped: string[] = [],
): string {
  const members = new Map(Object.entries(parseKeepingNumbers(json) as object))
  for (const name of dropped) members.delete(name)
  for (const [name, value] of Object.entries(given)) members.set(name, value)
  return objectText(members)
}

/** A case at its place, with the id that its inputs give it. */
export function caseAt(ordinal: number, content: CaseContent, ids: CaseIds): StoredCase {
  const inputs = Object.entries(parseKeepingNumbers(content.inputsJson) as object)
  return { id: ids.next(inputs), ordinal, ...content }
}
