import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { Content, Facets, Template, Version } from '#shared/contract/template.ts'
import { diffContent } from '#shared/domain/diff/content.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import type { Transaction } from '../db/handles.ts'
import { decodeCursor, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import { type Adopted, adoptVersion, type PublishedCopy } from './adopt.ts'
import { DraftDesk } from './drafts.ts'
import { countFacets } from './facets.ts'
import { listTemplates, type TemplatePage } from './list.ts'
import { listIncluding, listPartials, withPartials } from './partials.ts'
import type { TemplateParts } from './parts.ts'
import { nameTaken, requireTemplate, requireVersion } from './refs.ts'
import { indexTemplate } from './search.ts'
import * as store from './store.ts'
import * as versions from './versions.ts'

/** Templates with their drafts and versions. */
export class TemplateService {
  readonly #parts: TemplateParts
  readonly #drafts: DraftDesk

  constructor(parts: TemplateParts) {
    this.#parts = parts
    this.#drafts = new DraftDesk(parts)
  }

  /** Newest state of each template that matches, with the labels last seen in the shared stores. */
  list(input: Input<'template', 'list'>): TemplatePage {
    const { label, ...filter } = input
    const names = label === undefined ? undefined : this.#parts.labels.namesWith(label)
    const page = listTemplates(this.#parts.reader, { ...filter, names })
    const labels = this.#parts.labels.labelsOf(page.items.map(({ id }) => id))
    const items = page.items.map((item) => ({ ...item, labels: labels.get(item.id) ?? [] }))
    return { ...page, items }
  }

  /** What the list can be narrowed to. */
  facets(): Facets {
    return { ...countFacets(this.#parts.reader), labels: this.#parts.labels.counts() }
  }

  /** One template with its draft; throws `not_found` with the nearest name. */
  get({ template }: Input<'template', 'get'>): Template {
    const { reader, labels } = this.#parts
    const row = requireTemplate(reader, template)
    const summary = store.toSummary(row)
    const { contentHash: _, ...draft } = store.readDraft(reader, summary.id)
    return {
      ...summary,
      labels: labels.labelsOf([summary.id]).get(summary.id) ?? [],
      draft,
      sampleBindings: JSON.parse(row.sampleBindingsJson),
    }
  }

  /** Whether there is a template of that id or name. */
  has(ref: string): boolean {
    return store.findTemplate(this.#parts.reader, ref) !== undefined
  }

  /** Throws `already_exists` for a name that is taken. */
  create(input: Input<'template', 'create'>): Template {
    const { environment, writer, activity, changes } = this.#parts
    const id = environment.newId() as TemplateId
    const at = environment.clock.now().toISOString()
    const { content: given, ...described } = input
    writer.transaction((transaction) => {
      const content = withPartials(transaction, given)
      if (store.findTemplate(transaction, input.name)) throw nameTaken(input.name)
      const tags = [...new Set(input.tags)]
      const row = { id, ...described, tags, updatedAt: at }
      const seq = store.insertTemplate(transaction, row)
      store.insertDraft(transaction, id, {
        content,
        contentHash: contentHash(content),
        revision: 1,
        parentVersionId: null,
        savedAt: at,
      })
      indexTemplate(transaction, { ...row, seq, content })
      activity.record(transaction, { noun: 'template', id, name: input.name, what: 'was created' })
    })
    changes.emit('template', id)
    return this.get({ template: id })
  }

  /** Changes what is given and nothing else; never the draft. */
  update({ template, ...changed }: Input<'template', 'update'>): Template {
    return this.#change(template, (transaction, row) => {
      if (changed.name !== undefined && changed.name !== row.name) {
        if (store.findTemplate(transaction, changed.name)) throw nameTaken(changed.name)
        this.#record(transaction, row, `was renamed to "${changed.name}"`)
      }
      const given = Object.entries(changed).filter(([, value]) => value !== undefined)
      const next: store.TemplateRow = { ...row, ...Object.fromEntries(given) }
      return { ...next, tags: [...new Set(next.tags)] }
    })
  }

  /** Hides or shows again. Nothing is deleted, so that published versions keep their history. */
  archive({ template, isArchived }: Input<'template', 'archive'>): Template {
    return this.#change(template, (transaction, row) => {
      if ((row.archivedAt !== null) === isArchived) return row
      this.#record(transaction, row, isArchived ? 'was archived' : 'was taken out of the archive')
      return { ...row, archivedAt: isArchived ? row.updatedAt : null }
    })
  }

  /** The copy begins without versions: its history is its own. */
  duplicate({ template, name }: Input<'template', 'duplicate'>): Template {
    const { category, description, tags, draft, sampleBindings } = this.get({ template })
    return this.create({
      name,
      category,
      description,
      tags,
      sampleBindings,
      content: draft.content,
    })
  }

  /** Saves the draft by compare-and-set on its revision; throws `conflict`. */
  updateDraft(input: Input<'template', 'updateDraft'>): Template['draft'] {
    return this.#drafts.save(input)
  }

  /** Which templates the draft includes, and whether there is something newer of them. */
  listPartials({ template }: Input<'template', 'listPartials'>) {
    const { reader } = this.#parts
    const { id } = requireTemplate(reader, template)
    return { items: listPartials(reader, store.readDraft(reader, id as TemplateId).content) }
  }

  /** Which templates include this one. */
  listIncluding({ template }: Input<'template', 'listIncluding'>) {
    const { reader } = this.#parts
    return { items: listIncluding(reader, requireTemplate(reader, template).name) }
  }

  updatePartials({ template }: Input<'template', 'updatePartials'>): Template['draft'] {
    return this.#drafts.updatePartials(template)
  }

  /** For content that was never saved, as a page or the command line brings it. */
  withPartials(content: Content): Content {
    return withPartials(this.#parts.reader, content)
  }

  /** Freezes the draft. The same content is never stored twice: then the version it equals comes back. */
  createVersion({ template, note, author }: Input<'template', 'createVersion'>): Version {
    const { environment, reader, writer, changes, refuseBrokenSyntax } = this.#parts
    const { id, name } = requireTemplate(reader, template)
    const templateId = id as TemplateId
    const version = writer.transaction((transaction) => {
      const draft = store.readDraft(transaction, templateId)
      const known = versions.findVersionByHash(transaction, templateId, draft.contentHash)
      if (known === undefined) refuseBrokenSyntax(draft.content, name)
      const frozen: Version = known ?? {
        id: environment.newId() as VersionId,
        templateId,
        number: (versions.latestNumber(transaction, templateId) ?? 0) + 1,
        content: draft.content,
        contentHash: draft.contentHash,
        parentVersionId: draft.parentVersionId,
        author: author ?? environment.author,
        note,
        createdAt: environment.clock.now().toISOString(),
      }
      if (known === undefined) {
        versions.insertVersion(transaction, frozen)
        store.touchTemplate(transaction, templateId, frozen.createdAt)
        this.#record(transaction, { id: templateId, name }, `got version ${frozen.number}`)
      }
      store.writeDraft(transaction, templateId, { ...draft, parentVersionId: frozen.id })
      return frozen
    })
    changes.emit('template', templateId)
    return version
  }

  /** Newest first, without contents. */
  listVersions({ template, cursor, limit }: Input<'template', 'listVersions'>) {
    const { reader } = this.#parts
    const { id } = requireTemplate(reader, template)
    const before = decodeCursor(cursor, ['number'])?.[0] ?? null
    const rows = versions.listVersions(reader, id as TemplateId, before as number | null, limit + 1)
    return pageFrom(
      rows,
      limit,
      ({ number }) => [number],
      (version) => version,
    )
  }

  /** Throws `not_found`, which names the newest version there is. */
  getVersion({ template, version }: Input<'template', 'getVersion'>): Version {
    const { reader } = this.#parts
    return requireVersion(reader, requireTemplate(reader, template), version)
  }

  /** A version by its own id, which never changes, unlike its number. */
  findVersionById(id: VersionId): Version | undefined {
    return versions.findVersionById(this.#parts.reader, id)
  }

  /**
   * Gives a version the next free number after `above`, because somebody else published one under its
   * present number. Id and hash stay.
   */
  renumberVersion(version: Version, above: number): Version {
    const { writer, changes } = this.#parts
    const number = writer.transaction((transaction) => {
      const latest = versions.latestNumber(transaction, version.templateId) ?? 0
      const next = Math.max(above, latest) + 1
      versions.renumber(transaction, version.id, next)
      return next
    })
    changes.emit('template', version.templateId)
    return { ...version, number }
  }

  /** Takes over a version that a colleague published: see `adoptVersion`. */
  adoptVersion(copy: PublishedCopy, newestPublished: number): Adopted {
    return this.#parts.writer.transaction((transaction) =>
      adoptVersion(transaction, this.#parts, copy, newestPublished),
    )
  }

  /** Puts a content into the draft; an unsaved draft is kept as a recovery copy. */
  replaceDraft(next: {
    template: string
    content: Content
    parentVersionId: VersionId
    what: string
  }): void {
    this.#drafts.replace(next)
  }

  /** Puts a version into the draft; an unsaved draft is kept as a recovery copy. */
  restoreVersion({ template, version }: Input<'template', 'restoreVersion'>): Template {
    const { id } = this.getVersion({ template, version })
    this.#drafts.restore(template, id)
    return this.get({ template })
  }

  listRecoveries({ template }: Input<'template', 'listRecoveries'>) {
    return { items: this.#drafts.listRecoveries(template) }
  }

  /** Puts a recovery copy back into the draft. */
  recoverDraft({ template, recovery }: Input<'template', 'recoverDraft'>): Template {
    this.#drafts.recover(template, recovery)
    return this.get({ template })
  }

  discardRecovery({ template, recovery }: Input<'template', 'discardRecovery'>) {
    this.#drafts.discard(template, recovery)
    return this.listRecoveries({ template })
  }

  /** From a version to another one or to the draft, line by line. */
  diff({ template, from, to }: Input<'template', 'diff'>) {
    const { reader } = this.#parts
    const row = requireTemplate(reader, template)
    const before = requireVersion(reader, row, from).content
    const after =
      to === 'draft'
        ? store.readDraft(reader, row.id as TemplateId).content
        : requireVersion(reader, row, to).content
    return { changes: diffContent(before, after) }
  }

  /** Applies a change of everything but draft and versions, and brings the search up to date. */
  #change(
    ref: string,
    work: (transaction: Transaction, row: store.TemplateRow) => store.TemplateRow,
  ): Template {
    const { environment, writer, changes } = this.#parts
    const id = writer.transaction((transaction) => {
      const found = requireTemplate(transaction, ref)
      const updatedAt = environment.clock.now().toISOString()
      const row = work(transaction, { ...store.toRow(found), updatedAt })
      store.updateTemplate(transaction, row)
      const { content } = store.readDraft(transaction, row.id)
      indexTemplate(transaction, { ...row, content })
      return row.id
    })
    changes.emit('template', id)
    return this.get({ template: id })
  }

  #record(transaction: Transaction, { id, name }: { id: string; name: string }, what: string) {
    this.#parts.activity.record(transaction, { noun: 'template', id, name, what })
  }
}
