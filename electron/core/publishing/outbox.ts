import { and, eq } from 'drizzle-orm'
import type { RemoteId, VersionId } from '#shared/contract/base.ts'
import type { Transaction } from '../db/handles.ts'
import { publishOutbox } from '../db/tables/publishing.ts'

export interface PublishTarget {
  readonly remoteId: RemoteId
  readonly versionId: VersionId
  readonly label: string
}

/**
 * The idempotency key of this publish: that of an earlier attempt whose answer never came, else `fresh`.
 * Written down before anything is sent.
 */
export function takeKey(
  transaction: Transaction,
  target: PublishTarget,
  fresh: string,
  createdAt: string,
): string {
  const isIt = and(
    eq(publishOutbox.remoteId, target.remoteId),
    eq(publishOutbox.versionId, target.versionId),
    eq(publishOutbox.label, target.label),
  )
  const waiting = transaction.query.select().from(publishOutbox).where(isIt).get()
  if (waiting !== undefined) return waiting.key
  transaction.query
    .insert(publishOutbox)
    .values({ key: fresh, ...target, createdAt })
    .run()
  return fresh
}

/** The store answered: the next publish of the same is a new one. */
export function settleKey(transaction: Transaction, key: string): void {
  transaction.query.delete(publishOutbox).where(eq(publishOutbox.key, key)).run()
}
