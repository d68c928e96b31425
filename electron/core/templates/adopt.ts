import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { Content } from '#shared/contract/template.ts'
import type { Transaction } from '../db/handles.ts'
import type { TemplateParts } from './parts.ts'
import { indexTemplate } from './search.ts'
import * as store from './store.ts'
import * as versions from './versions.ts'

/** A version as a shared store has it. */
export interface PublishedCopy {
  readonly id: VersionId
  readonly templateName: string
  readonly number: number
  readonly content: Content
  readonly contentHash: string
  readonly parentVersionId: VersionId | null
  readonly author: string
  readonly createdAt: string
  readonly category: string
  readonly description: string
  readonly tags: readonly string[]
}

export interface Adopted {
  readonly isNewTemplate: boolean
  /** False: the same content is here already, perhaps under another id. */
  readonly isNew: boolean
  /** Versions of this workspace that had to make way: a published number stands. */
  readonly renumbered: readonly { from: number; to: number }[]
}

/**
 * Takes a colleague's published version over as it is: id, hash and number stay. One of ours that has the
 * number without being published moves behind all others. Never touches a draft.
 */
export function adoptVersion(
  transaction: Transaction,
  parts: Pick<TemplateParts, 'environment' | 'activity'>,
  copy: PublishedCopy,
  newestPublished: number,
): Adopted {
  const found = store.findTemplate(transaction, copy.templateName)
  // A reference finds ids first; a name that is another template's id is nobody's name.
  const known = found?.name === copy.templateName ? found : undefined
  const templateId = (known?.id ?? makeTemplate(transaction, parts, copy)) as TemplateId
  const isNewTemplate = known === undefined
  const same =
    versions.findVersionById(transaction, copy.id) ??
    versions.findVersionByHash(transaction, templateId, copy.contentHash)
  const renumbered = makeWay(transaction, templateId, copy, newestPublished)
  if (same !== undefined) {
    // Two people who made the same content agree on the published number, where it can still be taken.
    if (same.templateId === templateId && same.number < copy.number) {
      versions.renumber(transaction, same.id, copy.number)
      renumbered.push({ from: same.number, to: copy.number })
    }
    return { isNewTemplate, isNew: false, renumbered }
  }
  const { id, number, content, contentHash, author, createdAt } = copy
  const parent = copy.parentVersionId
  versions.insertVersion(transaction, {
    ...{ id, templateId, number, content, contentHash, author, createdAt, note: '' },
    parentVersionId:
      parent !== null && versions.findVersionById(transaction, parent) ? parent : null,
  })
  store.touchTemplate(transaction, templateId, parts.environment.clock.now().toISOString())
  return { isNewTemplate, isNew: true, renumbered }
}

/** Moves another version of ours off the number. */
function makeWay(
  transaction: Transaction,
  templateId: TemplateId,
  copy: PublishedCopy,
  newestPublished: number,
): { from: number; to: number }[] {
  const taken = versions.findVersion(transaction, templateId, copy.number)
  if (taken === undefined || taken.id === copy.id || taken.contentHash === copy.contentHash) {
    return []
  }
  const latest = versions.latestNumber(transaction, templateId) ?? 0
  const to = Math.max(latest, newestPublished) + 1
  versions.renumber(transaction, taken.id, to)
  return [{ from: taken.number, to }]
}

/** A template that is not here yet begins with its newest published version as its draft. */
function makeTemplate(
  transaction: Transaction,
  { environment, activity }: Pick<TemplateParts, 'environment' | 'activity'>,
  copy: PublishedCopy,
): string {
  const id = environment.newId() as TemplateId
  const at = environment.clock.now().toISOString()
  const { templateName: name, category, description, content, contentHash } = copy
  const row = { id, name, category, description, tags: [...copy.tags], updatedAt: at }
  const seq = store.insertTemplate(transaction, { ...row, sampleBindings: {} })
  store.insertDraft(transaction, id, {
    ...{ content, contentHash, revision: 1, savedAt: at },
    parentVersionId: null,
  })
  indexTemplate(transaction, { ...row, seq, content })
  activity.record(transaction, { noun: 'template', id, name, what: 'was pulled' })
  return id
}
