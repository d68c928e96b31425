import { and, eq, isNull, lte, min } from 'drizzle-orm'
import type { RemoteId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { OutboxEntry } from '#shared/contract/outbox.ts'
import type { Reader, Transaction } from '../../db/handles.ts'
import { type OutboxRow, outbox, remotes } from '../../db/tables/publishing.ts'
import { asWritten } from './order.ts'

type Wish = Pick<
  OutboxRow,
  'remoteId' | 'action' | 'templateName' | 'label' | 'version' | 'versionId'
>

/** Between attempts at a store that cannot be reached: 5 s, doubled each time, at most 5 min. */
const backOffMs = (attempts: number) => Math.min(300_000, 5_000 * 2 ** (attempts - 1))

/**
 * Writes a wish down before anything is sent. The same wish that still waits keeps its key, so that one
 * that went through although its answer got lost is answered and not done twice; the rest of it is new.
 */
export function takeEntry(transaction: Transaction, entry: OutboxRow): OutboxRow {
  const waiting = findWish(transaction, entry)
  // A refusal is an answer: the store remembers it under its key, so the next attempt needs another.
  if (waiting?.state === 'refused') settleEntry(transaction, waiting.key)
  if (waiting?.state !== 'waiting') {
    transaction.query.insert(outbox).values(entry).run()
    return entry
  }
  const { key, createdAt } = waiting
  const request = { ...JSON.parse(entry.requestJson), key }
  const kept = { ...entry, key, createdAt, requestJson: JSON.stringify(request) }
  transaction.query.update(outbox).set(kept).where(eq(outbox.key, key)).run()
  return kept
}

function findWish(reader: Reader, wish: Wish): OutboxRow | undefined {
  const isIt = and(
    eq(outbox.remoteId, wish.remoteId),
    eq(outbox.action, wish.action),
    eq(outbox.templateName, wish.templateName),
    eq(outbox.label, wish.label),
    wish.versionId === null ? isNull(outbox.versionId) : eq(outbox.versionId, wish.versionId),
    wish.version === null ? isNull(outbox.version) : eq(outbox.version, wish.version),
  )
  return reader.query.select().from(outbox).where(isIt).get()
}

/** The store answered: the next wish of the same kind is a new one. */
export function settleEntry(transaction: Transaction, key: string): void {
  transaction.query.delete(outbox).where(eq(outbox.key, key)).run()
}

/** An attempt failed: an unreachable store is tried again later, a refusal waits for a person. */
export function keepFailure(
  transaction: Transaction,
  { key, attempts }: OutboxRow,
  error: GalleyError,
  now: Date,
): void {
  const isUnreachable = error.code === 'remote_unreachable'
  const count = attempts + 1
  const { code, message, problem } = error
  transaction.query
    .update(outbox)
    .set({
      attempts: count,
      state: isUnreachable ? 'waiting' : 'refused',
      nextAttemptAt: isUnreachable
        ? new Date(now.getTime() + backOffMs(count)).toISOString()
        : null,
      problemJson: JSON.stringify({ code, message, fix: problem.fix ?? null }),
    })
    .where(eq(outbox.key, key))
    .run()
}

/** The store answers again: what waits for it need not wait longer. Gives how many. */
export function hurryEntries(transaction: Transaction, remoteId: RemoteId, now: string): number {
  const isLate = and(eq(outbox.remoteId, remoteId), eq(outbox.state, 'waiting'))
  return transaction.query.update(outbox).set({ nextAttemptAt: now }).where(isLate).run().changes
}

/** An entry for another attempt by hand: one that was refused gets a key of its own. */
export function renewEntry(transaction: Transaction, row: OutboxRow, freshKey: string): OutboxRow {
  if (row.state === 'waiting') return row
  const request = { ...JSON.parse(row.requestJson), key: freshKey }
  const next: OutboxRow = {
    ...row,
    key: freshKey,
    state: 'waiting',
    requestJson: JSON.stringify(request),
  }
  transaction.query.update(outbox).set(next).where(eq(outbox.key, row.key)).run()
  return next
}

/** What is to be sent by now, oldest first. */
export function dueEntries(reader: Reader, now: string): OutboxRow[] {
  return reader.query
    .select()
    .from(outbox)
    .where(and(eq(outbox.state, 'waiting'), lte(outbox.nextAttemptAt, now)))
    .orderBy(asWritten)
    .all()
}

/** When the next one is to be sent; null where none waits. */
export function nextAttempt(reader: Reader): string | null {
  const row = reader.query
    .select({ at: min(outbox.nextAttemptAt) })
    .from(outbox)
    .where(eq(outbox.state, 'waiting'))
    .get()
  return row?.at ?? null
}

export function hasWaiting(reader: Reader, remoteId: RemoteId): boolean {
  const isWaiting = and(eq(outbox.remoteId, remoteId), eq(outbox.state, 'waiting'))
  return reader.query.select().from(outbox).where(isWaiting).get() !== undefined
}

/** All that is under way, oldest first. */
export function listEntries(reader: Reader): OutboxEntry[] {
  return reader.query
    .select({ entry: outbox, remote: remotes.name })
    .from(outbox)
    .innerJoin(remotes, eq(remotes.id, outbox.remoteId))
    .orderBy(asWritten)
    .all()
    .map(({ entry, remote }) => ({
      key: entry.key,
      remote,
      action: entry.action,
      templateName: entry.templateName,
      version: entry.version,
      label: entry.label,
      reason: JSON.parse(entry.requestJson).reason,
      state: entry.state,
      attempts: entry.attempts,
      nextAttemptAt: entry.nextAttemptAt,
      problem: entry.problemJson === null ? null : JSON.parse(entry.problemJson),
      createdAt: entry.createdAt,
    }))
}

/** As it is now; undefined where it was settled meanwhile. */
export const findEntry = (reader: Reader, key: string): OutboxRow | undefined =>
  reader.query.select().from(outbox).where(eq(outbox.key, key)).get()

/** Throws `not_found`: it was answered meanwhile, or dropped. */
export function requireEntry(reader: Reader, key: string): OutboxRow {
  const row = findEntry(reader, key)
  if (row !== undefined) return row
  throw new GalleyError('not_found', 'The outbox has no such entry any more.', {
    fix: 'The store may have answered it meanwhile: see the list of published versions.',
  })
}
