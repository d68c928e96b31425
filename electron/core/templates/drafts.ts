import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Content, Template } from '#shared/contract/template.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import type { Transaction } from '../db/handles.ts'
import type { Input } from '../inputs.ts'
import { withPartials } from './partials.ts'
import type { TemplateParts } from './parts.ts'
import { requireTemplate } from './refs.ts'
import { indexTemplate } from './search.ts'
import * as store from './store.ts'
import { findVersionByHash, findVersionById } from './versions.ts'

type Draft = Template['draft']

/** The editable copies: saving by compare-and-set, and replacing one without losing it. */
export class DraftDesk {
  readonly #parts: TemplateParts

  constructor(parts: TemplateParts) {
    this.#parts = parts
  }

  /**
   * Saves when `revision` is the one stored, else throws `conflict`. Saving what is stored already is
   * no change, whatever the revision: so a save whose answer got lost can simply be sent again.
   */
  save(input: Input<'template', 'updateDraft'>): Draft {
    const { template, content: given, revision, keepsReplaced } = input
    const { environment, writer, changes } = this.#parts
    const saved = writer.transaction((transaction) => {
      const content = withPartials(transaction, given)
      const hash = contentHash(content)
      const row = requireTemplate(transaction, template)
      const draft = store.readDraft(transaction, row.id as TemplateId)
      if (draft.contentHash === hash) return { draft, changedId: null }
      if (draft.revision !== revision) throw staleRevision(row.name, revision, draft)
      const savedAt = environment.clock.now().toISOString()
      if (keepsReplaced === true) {
        this.#keep(transaction, draft, row.id, {
          reason: 'Another draft was saved over it.',
          at: savedAt,
        })
      }
      const next: store.DraftRow = {
        ...draft,
        content,
        contentHash: hash,
        revision: revision + 1,
        savedAt,
      }
      this.#write(transaction, row, next)
      // One line per editing session in the trail, not one per keystroke.
      if (row.isDraftChanged === 0) this.#record(transaction, row, 'was edited')
      return { draft: next, changedId: row.id }
    })
    if (saved.changedId !== null) changes.emit('template', saved.changedId)
    const { contentHash: _, ...draft } = saved.draft
    return draft
  }

  /** Takes over the newest version of each partial. */
  updatePartials(template: string): Draft {
    const { reader } = this.#parts
    const { id } = requireTemplate(reader, template)
    const { content, revision } = store.readDraft(reader, id as TemplateId)
    return this.save({
      template,
      content: withPartials(reader, content, 'newest'),
      revision,
    })
  }

  /** Puts a version's content into the draft. */
  restore(template: string, versionId: VersionId): void {
    this.#replace(template, (transaction) => {
      const version = findVersionById(transaction, versionId)
      if (version === undefined) throw new Error(`Version ${versionId} vanished.`)
      const { content, number } = version
      return { content, parentVersionId: versionId, what: `went back to version ${number}` }
    })
  }

  /** Puts a content that was made elsewhere into the draft. */
  replace({
    template,
    ...chosen
  }: {
    template: string
    content: Content
    parentVersionId: VersionId
    what: string
  }): void {
    this.#replace(template, () => chosen)
  }

  /** Puts a recovery copy back; what it replaces is kept in its turn. */
  recover(template: string, recoveryId: string): void {
    this.#replace(template, (transaction, { id, name }) => {
      const kept = store
        .listRecoveries(transaction, id as TemplateId)
        .find((recovery) => recovery.id === recoveryId)
      if (kept === undefined) throw noSuchCopy(name)
      const content: Content = JSON.parse(kept.contentJson)
      return { content, parentVersionId: null, what: 'got an earlier draft back' }
    })
  }

  /** Throws a recovery copy away. Throws `not_found` for one that the template does not have. */
  discard(template: string, recoveryId: string): void {
    const { writer, changes } = this.#parts
    const id = writer.transaction((transaction) => {
      const row = requireTemplate(transaction, template)
      const isGone = store.dropRecovery(transaction, row.id as TemplateId, recoveryId)
      if (!isGone) throw noSuchCopy(row.name)
      return row.id
    })
    changes.emit('template', id)
  }

  listRecoveries(template: string) {
    const { reader } = this.#parts
    const { id } = requireTemplate(reader, template)
    return store
      .listRecoveries(reader, id as TemplateId)
      .map(({ contentJson, ...rest }) => ({ ...rest, content: JSON.parse(contentJson) as Content }))
  }

  #replace(
    template: string,
    choose: (
      transaction: Transaction,
      row: store.SummaryRow,
    ) => { content: Content; parentVersionId: VersionId | null; what: string },
  ): void {
    const { environment, writer, changes } = this.#parts
    const id = writer.transaction((transaction) => {
      const row = requireTemplate(transaction, template)
      const templateId = row.id as TemplateId
      const draft = store.readDraft(transaction, templateId)
      const at = environment.clock.now().toISOString()
      const { content, parentVersionId, what } = choose(transaction, row)
      const hash = contentHash(content)
      this.#keep(transaction, draft, templateId, { reason: `The template ${what}.`, at })
      const next = {
        content,
        contentHash: hash,
        revision: draft.revision + 1,
        parentVersionId: parentVersionId ?? draft.parentVersionId,
        savedAt: at,
      }
      this.#write(transaction, row, next)
      this.#record(transaction, row, what)
      return row.id
    })
    changes.emit('template', id)
  }

  /** A draft that equals a version can be had from there; anything else would be gone for good. */
  #keep(
    transaction: Transaction,
    draft: store.DraftRow,
    id: string,
    why: { reason: string; at: string },
  ): void {
    const templateId = id as TemplateId
    if (findVersionByHash(transaction, templateId, draft.contentHash) !== undefined) return
    const copy = { id: this.#parts.environment.newId(), templateId, draft, ...why }
    store.keepRecovery(transaction, copy)
  }

  #write(transaction: Transaction, row: store.SummaryRow, draft: store.DraftRow): void {
    store.writeDraft(transaction, row.id as TemplateId, draft)
    store.touchTemplate(transaction, row.id as TemplateId, draft.savedAt)
    indexTemplate(transaction, { ...store.toRow(row), content: draft.content })
  }

  #record(transaction: Transaction, { id, name }: { id: string; name: string }, what: string) {
    this.#parts.activity.record(transaction, { noun: 'template', id, name, what })
  }
}

function noSuchCopy(name: string): GalleyError {
  return new GalleyError('not_found', `Template "${name}" has no such recovery copy.`, {
    fix: 'See the list of its recovery copies.',
    where: { template: name },
  })
}

function staleRevision(name: string, revision: number, stored: store.DraftRow): GalleyError {
  return new GalleyError(
    'conflict',
    `The draft of "${name}" was saved elsewhere: it is at revision ${stored.revision}, you began from ${revision}.`,
    {
      fix: 'Take over the saved draft, or copy your text, load the template again and paste it.',
      where: { template: name },
      details: { revision: stored.revision, savedAt: stored.savedAt },
    },
  )
}
