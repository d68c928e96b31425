import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/handles.ts'
import { type OutboxRow, outbox } from '../../db/tables/publishing.ts'

type Target = Pick<OutboxRow, 'remoteId' | 'templateName' | 'label'>

/** The order they were written in. A clock may be set back, and ids follow the clock. */
export const asWritten = sql`${outbox}.rowid`

const isOnLabel = ({ remoteId, templateName, label }: Target) =>
  and(
    eq(outbox.remoteId, remoteId),
    eq(outbox.templateName, templateName),
    eq(outbox.label, label),
    eq(outbox.state, 'waiting'),
  )

/**
 * What waits to move the same label and was wished before the entry that `isOwn` knows; all of it where
 * none is known. Oldest first: the label has to pass through them in that order.
 */
export function movesBefore(
  reader: Reader,
  target: Target,
  isOwn: (row: OutboxRow) => boolean,
): OutboxRow[] {
  const moves = reader.query
    .select()
    .from(outbox)
    .where(and(isOnLabel(target), inArray(outbox.action, ['publish', 'roll_back'])))
    .orderBy(asWritten)
    .all()
  const own = moves.findIndex(isOwn)
  return own < 0 ? moves : moves.slice(0, own)
}

/**
 * The entry before it will not leave the label on `before` after all, but on `after` (absent: anywhere):
 * what waits behind it expects that instead.
 */
export function expectInstead(
  transaction: Transaction,
  target: Target,
  before: string | null,
  after: string | null | undefined,
): void {
  if (before === null || before === after) return
  const rows = transaction.query.select().from(outbox).where(isOnLabel(target)).all()
  for (const { key, requestJson } of rows) {
    const { expected, ...request } = JSON.parse(requestJson)
    if (expected !== before) continue
    const next = JSON.stringify(after === undefined ? request : { ...request, expected: after })
    transaction.query.update(outbox).set({ requestJson: next }).where(eq(outbox.key, key)).run()
  }
}
