import { desc } from 'drizzle-orm'
import type { Reader, Transaction } from '../db/handles.ts'
import { activity } from '../db/tables/workspace.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ChangeNoun } from './changes.ts'

/** Writes the trail of what people did, in the same transaction as the deed itself. */
export interface ActivityLog {
  /** `what` is a phrase that follows the name: "was imported with 1,319 cases". */
  record(
    transaction: Transaction,
    entry: { noun: ChangeNoun; id: string; name: string; what: string },
  ): void
}

/** @param environment whose author is named in every entry */
export function openActivityLog(
  environment: Pick<CoreEnvironment, 'clock' | 'author'>,
): ActivityLog {
  return {
    record(transaction, { noun, id, name, what }) {
      const at = environment.clock.now().toISOString()
      transaction.query
        .insert(activity)
        .values({ at, noun, subjectId: id, name, what, author: environment.author })
        .run()
    },
  }
}

/** The newest entries first. */
export function listActivity(reader: Reader, limit: number) {
  return reader.query
    .select({
      at: activity.at,
      noun: activity.noun,
      id: activity.subjectId,
      name: activity.name,
      what: activity.what,
    })
    .from(activity)
    .orderBy(desc(activity.seq))
    .limit(limit)
    .all()
}
