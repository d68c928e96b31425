import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DatasetDraft, DraftRow } from '#shared/contract/dataset/editing.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Reader } from '../../db/handles.ts'
import { decodeCursor, encodeCursor, type Page } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import { CaseIds, type StoredCase } from '../cases.ts'
import { refuseBroken } from '../problems.ts'
import { splitOf } from '../splitting.ts'
import * as store from '../store.ts'
import { addVersion, factsOf, type VersionParts } from '../versions.ts'
import { caseAt } from './content.ts'
import { DraftOverlay, refuseStale } from './draft.ts'
import {
  appendEdit,
  deleteDraft,
  readDraft,
  redoNext,
  type StoredDraft,
  undoLast,
} from './draft-store.ts'
import { type BaseCases, overlaidRows, toDraftRow } from './rows.ts'

export interface EditingParts extends VersionParts {
  reader: Reader
  /** The newest version, or the one asked for; throws `not_found`. */
  get(ref: { dataset: string; version?: number | undefined }): Dataset
}

type ByDraft = { dataset: string; revision: number }

/**
 * Edits of a dataset that are no version yet. Each is stored as it comes, so that nothing is lost with
 * a window or a process; together they become the next version.
 */
export class EditingService {
  readonly #parts: EditingParts

  constructor(parts: EditingParts) {
    this.#parts = parts
  }

  getDraft({ dataset }: { dataset: string }): DatasetDraft {
    const { base, draft, overlay } = this.#open(dataset)
    const { added, removed, changed } = overlay.counts
    return {
      baseVersion: base.version,
      revision: draft.revision,
      added,
      removed,
      changed,
      rowCount: base.caseCount + added - removed,
      canUndo: draft.edits.length > 0,
      canRedo: draft.canRedo,
    }
  }

  /** A page ends behind a case of the base: rows that were added there come with it. */
  listDraftCases(input: Input<'dataset', 'listDraftCases'>): Page<DraftRow> {
    const { base, overlay } = this.#open(input.dataset)
    const after = Number(decodeCursor(input.cursor, ['number'])?.[0] ?? 0)
    const items: DraftRow[] = []
    for (const { anchor, rows } of overlaidRows(this.#casesOf(base), overlay, after)) {
      items.push(...rows.map(toDraftRow))
      const isLast = anchor >= base.caseCount
      if (items.length >= input.limit && !isLast)
        return { items, nextCursor: encodeCursor([anchor]) }
    }
    return { items, nextCursor: null }
  }

  edit({ dataset, revision, edit }: Input<'dataset', 'edit'>): DatasetDraft {
    return this.#change({ dataset, revision }, (transaction, { base }) => {
      const at = this.#parts.environment.clock.now().toISOString()
      appendEdit(transaction, { datasetId: base.id, baseVersion: base.version, edit, at })
    })
  }

  undoEdit(input: ByDraft): DatasetDraft {
    return this.#change(input, (transaction, { base }) => undoLast(transaction, base.id))
  }

  redoEdit(input: ByDraft): DatasetDraft {
    return this.#change(input, (transaction, { base }) => redoNext(transaction, base.id))
  }

  discardDraft(input: ByDraft): DatasetDraft {
    return this.#change(input, (transaction, { base }) => deleteDraft(transaction, base.id))
  }

  /** Throws `malformed_file` with the rows that do not meet the rules; the draft stays. */
  saveDraft({ dataset, revision, note }: Input<'dataset', 'saveDraft'>): Dataset {
    return this.#parts.writer.transaction((transaction) => {
      const { draft, overlay, base } = this.#open(dataset)
      refuseStale(revision, draft.revision)
      const newest = this.#parts.get({ dataset })
      if (newest.version !== base.version) this.#refuseLostRows(newest, base, overlay)
      const stored = this.#collect(newest, overlay)
      refuseBroken(newest, stored)
      const { added, removed, changed } = overlay.counts
      const saved = addVersion(this.#parts, {
        datasetId: newest.id,
        name: newest.name,
        description: '',
        fileName: '',
        note: note || `${changed} changed, ${added} added, ${removed} removed`,
        deed: 'was edited',
        facts: factsOf(stored),
        write: (writing, made) => store.insertCases(writing, made, stored),
      })
      deleteDraft(transaction, newest.id)
      return saved
    })
  }

  #collect(base: Dataset, overlay: DraftOverlay): StoredCase[] {
    const ids = new CaseIds(base.id)
    const stored: StoredCase[] = []
    for (const { rows } of overlaidRows(this.#casesOf(base), overlay)) {
      for (const { content } of rows) {
        const split =
          content.split ?? (base.splitPlan && splitOf(content.inputsJson, base.splitPlan))
        stored.push(caseAt(stored.length + 1, { ...content, split }, ids))
      }
    }
    return stored
  }

  /** Edits hold for a version that came meanwhile as long as it has all the cases they speak of. */
  #refuseLostRows(newest: Dataset, base: Dataset, overlay: DraftOverlay): void {
    const cases = this.#casesOf(newest)
    const lost = overlay.baseRows.filter((id) => cases.find(id) === undefined)
    if (lost.length === 0) return
    const message = `"${newest.name}" has version ${newest.version} meanwhile, without ${lost.length} of the cases you edited in version ${base.version}.`
    throw new GalleyError('conflict', message, {
      fix: 'Discard the draft and edit the newest version.',
      details: { base: base.version, newest: newest.version, lost: lost.slice(0, 20) },
    })
  }

  #open(ref: string) {
    const newest = this.#parts.get({ dataset: ref })
    const draft = readDraft(this.#parts.reader, newest.id)
    const version = draft.baseVersion ?? newest.version
    const base = this.#parts.get({ dataset: newest.id, version })
    return { base, draft, overlay: new DraftOverlay(draft.edits) }
  }

  #change(
    { dataset, revision }: ByDraft,
    work: (
      transaction: Parameters<Parameters<VersionParts['writer']['transaction']>[0]>[0],
      opened: { base: Dataset; draft: StoredDraft },
    ) => void,
  ): DatasetDraft {
    const id = this.#parts.writer.transaction((transaction) => {
      const opened = this.#open(dataset)
      refuseStale(revision, opened.draft.revision)
      work(transaction, opened)
      return opened.base.id
    })
    this.#parts.changes.emit('dataset', id)
    return this.getDraft({ dataset: id })
  }

  #casesOf({ id, version }: Dataset): BaseCases {
    const { reader } = this.#parts
    const at = { datasetId: id, number: version }
    return {
      read: (after, limit) => store.readCases(reader, at, after, limit),
      find: (caseId) => store.findCase(reader, at, caseId),
    }
  }
}
