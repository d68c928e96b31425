import type { DraftRow } from '#shared/contract/dataset/editing.ts'
import { contentView, type StoredCase } from '../cases.ts'
import { type CaseContent, changed, contentOf } from './content.ts'
import type { DraftOverlay, RowOrigin } from './draft.ts'

const basePage = 500

export interface BaseCases {
  /** Cases after an ordinal, in order. */
  read(after: number, limit: number): StoredCase[]
  find(id: string): StoredCase | undefined
}

export interface OverlaidRow {
  row: string
  /** Of the base; null for a row that was added. */
  ordinal: number | null
  content: CaseContent
  state: DraftRow['state']
}

/** The rows of a draft that stand at one case of the base, or before all ('' and null). */
function rowsAt(base: BaseCases, overlay: DraftOverlay, one: StoredCase | null): OverlaidRow[] {
  if (one !== null && overlay.isUntouched(one.id)) return [asItIs(one)]
  return overlay.rowsAt(one?.id ?? '').flatMap(({ row, origin }) => {
    const content = contentOfOrigin(base, origin)
    if (content === null) return []
    const isBase = origin.kind === 'base' && one !== null
    const state = !isBase ? 'added' : origin.changes === null ? 'same' : 'changed'
    return [{ row, ordinal: isBase ? one.ordinal : null, content, state }]
  })
}

function asItIs({ id, ordinal, ...content }: StoredCase): OverlaidRow {
  return { row: id, ordinal, content, state: 'same' }
}

function contentOfOrigin(base: BaseCases, origin: RowOrigin): CaseContent | null {
  if (origin.kind === 'added') return changed(contentOf(origin.content), origin.changes)
  const source = base.find(origin.kind === 'base' ? origin.id : origin.of)
  if (source === undefined) return null
  const { id: _, ordinal: __, ...content } = source
  return changed(content, origin.changes)
}

/**
 * The rows of a draft in order, behind the case of the base with this ordinal (0: from the beginning),
 * each with the ordinal of the base's case to go on from.
 */
export function* overlaidRows(
  base: BaseCases,
  overlay: DraftOverlay,
  after = 0,
): Generator<{ anchor: number; rows: OverlaidRow[] }> {
  if (after === 0) yield { anchor: 0, rows: rowsAt(base, overlay, null) }
  for (let last = after; ; ) {
    const page = base.read(last, basePage)
    for (const one of page) yield { anchor: one.ordinal, rows: rowsAt(base, overlay, one) }
    const end = page.at(-1)
    if (end === undefined) return
    last = end.ordinal
  }
}

/** A row as the contract shows it. */
export function toDraftRow({ row, ordinal, content, state }: OverlaidRow): DraftRow {
  const { ordinal: _, ...view } = contentView({ ordinal: 0, ...content })
  return { row, ordinal, state, ...view }
}
