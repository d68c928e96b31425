import type { CaseChanges, DatasetEdit, NewCase } from '#shared/contract/dataset/editing.ts'
import { GalleyError } from '#shared/contract/errors.ts'

/** An edit with the number it was stored under. */
export interface NumberedEdit {
  seq: number
  edit: DatasetEdit
}

/** What is in a row that a draft shows: as the base has it, or as it was added. */
export type RowOrigin =
  | { kind: 'base'; id: string; changes: CaseChanges | null }
  | { kind: 'copy'; of: string; changes: CaseChanges | null }
  | { kind: 'added'; content: NewCase; changes: CaseChanges | null }

/** All edits of a draft put together: what to leave out, what to change, what comes behind which row. */
export class DraftOverlay {
  readonly #changes = new Map<string, CaseChanges>()
  readonly #removed = new Set<string>()
  readonly #added = new Map<string, NewCase | { copyOf: string }>()
  /** Rows behind a row, nearest first; under '' those before all. */
  readonly #behind = new Map<string, string[]>()

  constructor(edits: readonly NumberedEdit[]) {
    for (const { seq, edit } of edits) this.#apply(`new:${seq}`, edit)
  }

  get counts() {
    const added = [...this.#added.keys()].filter((row) => !this.#removed.has(row)).length
    const removed = [...this.#removed].filter((row) => !this.#added.has(row)).length
    const changed = [...this.#changes.keys()].filter(
      (row) => !this.#added.has(row) && !this.#removed.has(row),
    ).length
    return { added, removed, changed }
  }

  /** Ids of the base's cases that edits speak of. */
  get baseRows(): string[] {
    const rows = [...this.#changes.keys(), ...this.#removed, ...this.#behind.keys()]
    return [...new Set(rows)].filter((row) => row !== '' && !this.#added.has(row))
  }

  /** The rows before the first case of the base ('') or in place of a case and behind it, in order. */
  rowsAt(anchor: string): { row: string; origin: RowOrigin }[] {
    const rows: { row: string; origin: RowOrigin }[] = []
    const waiting = [anchor]
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      if (row !== '' && !this.#removed.has(row)) rows.push({ row, origin: this.#originOf(row) })
      waiting.push(...(this.#behind.get(row) ?? []).toReversed())
    }
    return rows
  }

  /** Whether a base case is shown as it is, with nothing behind it: nearly always. */
  isUntouched(id: string): boolean {
    return !this.#changes.has(id) && !this.#removed.has(id) && !this.#behind.has(id)
  }

  #originOf(row: string): RowOrigin {
    const changes = this.#changes.get(row) ?? null
    const added = this.#added.get(row)
    if (added === undefined) return { kind: 'base', id: row, changes }
    if (!('copyOf' in added)) return { kind: 'added', content: added, changes }
    return this.#copy(added.copyOf, changes)
  }

  /** A copy of a copy has what its source had when it was made, and its own changes. */
  #copy(of: string, changes: CaseChanges | null): RowOrigin {
    const source = this.#originOf(of)
    const both = merge(source.changes, changes)
    if (source.kind === 'base') return { kind: 'copy', of: source.id, changes: both }
    return { ...source, changes: both }
  }

  #apply(newRow: string, edit: DatasetEdit): void {
    if (edit.kind === 'change') {
      this.#changes.set(edit.row, merge(this.#changes.get(edit.row) ?? null, edit.changes) ?? {})
    } else if (edit.kind === 'remove') {
      for (const row of edit.rows) this.#removed.add(row)
    } else if (edit.kind === 'add') this.#insert(newRow, edit.after ?? '', edit.content)
    else this.#insert(newRow, edit.row, { copyOf: edit.row })
  }

  #insert(row: string, after: string, content: NewCase | { copyOf: string }): void {
    this.#added.set(row, content)
    this.#behind.set(after, [row, ...(this.#behind.get(after) ?? [])])
  }
}

/** One set of changes on top of another. */
function merge(before: CaseChanges | null, after: CaseChanges | null): CaseChanges | null {
  if (before === null || after === null) return after ?? before
  const { inputs = {}, metadata = {} } = after
  const without = (names: string[] | undefined, given: object) =>
    (names ?? []).filter((name) => !Object.hasOwn(given, name))
  return {
    ...before,
    ...after,
    inputs: { ...before.inputs, ...inputs },
    metadata: { ...before.metadata, ...metadata },
    droppedInputs: [...without(before.droppedInputs, inputs), ...(after.droppedInputs ?? [])],
    droppedMetadata: [
      ...without(before.droppedMetadata, metadata),
      ...(after.droppedMetadata ?? []),
    ],
  }
}

/** Throws `conflict` for a draft that somebody else has changed since. */
export function refuseStale(seen: number, current: number): void {
  if (seen === current) return
  throw new GalleyError('conflict', 'The draft was changed somewhere else meanwhile.', {
    fix: 'Look at it again; nothing of it is lost.',
    where: { field: 'revision' },
    details: { seen, current },
  })
}
