import { GalleyError } from '#shared/contract/errors.ts'

/** A stretch of a list; `nextCursor` is null on the last one. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** A cursor holds the sort key of the last row shown: paging by key costs the same on every page. */
export function encodeCursor(key: (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key inside a cursor; `kinds` says what the list's key looks like. Throws `invalid_input`. */
export function decodeCursor(
  cursor: string | undefined,
  kinds: ('string' | 'number')[],
): (string | number)[] | null {
  if (cursor === undefined) return null
  const key = parse(cursor)
  const isRight =
    Array.isArray(key) &&
    key.length === kinds.length &&
    key.every((part, index) => typeof part === kinds[index])
  if (isRight) return key
  throw new GalleyError('invalid_input', 'The cursor is not one that this list gave out.', {
    fix: 'Leave it out to begin with the first page.',
    where: { field: 'cursor' },
  })
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}

/**
 * Makes a page of at most `limit` items from rows that were asked for with `limit + 1`: the one too
 * many says that there is a next page without a second query.
 */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => (string | number)[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return { items: shown.map(toItem), nextCursor: hasMore ? encodeCursor(keyOf(last)) : null }
}
