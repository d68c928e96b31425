import { and, asc, countDistinct, eq, inArray, isNull } from 'drizzle-orm'
import type { RemoteId, TemplateId } from '#shared/contract/base.ts'
import type { Remote } from '#shared/contract/remote.ts'
import type { TemplateSummary } from '#shared/contract/template.ts'
import type { Reader, Transaction } from '../../db/handles.ts'
import {
  outbox,
  publishedLabels,
  pulledObjects,
  pulledRollups,
  pulls,
  remotes,
} from '../../db/tables/publishing.ts'
import { templates } from '../../db/tables/templates.ts'

type RemoteRow = typeof remotes.$inferSelect

const toRemote = (row: RemoteRow): Remote => ({ ...row, id: row.id as RemoteId })

export function listRemotes(reader: Reader): Remote[] {
  return reader.query.select().from(remotes).orderBy(asc(remotes.name)).all().map(toRemote)
}

export function findRemote(reader: Reader, name: string): Remote | undefined {
  const row = reader.query.select().from(remotes).where(eq(remotes.name, name)).get()
  return row && toRemote(row)
}

export function findRemoteById(reader: Reader, id: RemoteId): Remote | undefined {
  const row = reader.query.select().from(remotes).where(eq(remotes.id, id)).get()
  return row && toRemote(row)
}

export function insertRemote(transaction: Transaction, remote: Remote): void {
  transaction.query.insert(remotes).values(remote).run()
}

/** What was seen in it and what was on its way to it go with it. */
export function deleteRemote(transaction: Transaction, id: RemoteId): void {
  for (const table of [outbox, publishedLabels, pulledObjects, pulledRollups, pulls]) {
    transaction.query.delete(table).where(eq(table.remoteId, id)).run()
  }
  transaction.query.delete(remotes).where(eq(remotes.id, id)).run()
}

export interface SeenLabel {
  readonly templateName: string
  readonly label: string
  readonly versionId: string
  readonly version: number
}

/** Where a label stood when this workspace last looked. */
export function findSeenLabel(
  reader: Reader,
  remoteId: RemoteId,
  templateName: string,
  label: string,
): SeenLabel | undefined {
  const isIt = and(
    eq(publishedLabels.remoteId, remoteId),
    eq(publishedLabels.templateName, templateName),
    eq(publishedLabels.label, label),
  )
  return reader.query.select().from(publishedLabels).where(isIt).get()
}

export function rememberLabel(
  transaction: Transaction,
  remoteId: RemoteId,
  seen: SeenLabel,
  seenAt: string,
): void {
  const { versionId, version } = seen
  transaction.query
    .insert(publishedLabels)
    .values({ remoteId, ...seen, seenAt })
    .onConflictDoUpdate({
      target: [publishedLabels.remoteId, publishedLabels.templateName, publishedLabels.label],
      set: { versionId, version, seenAt },
    })
    .run()
}

/** Replaces all that is remembered of a remote by what it holds now. */
export function rememberAllLabels(
  transaction: Transaction,
  remoteId: RemoteId,
  seen: readonly SeenLabel[],
  seenAt: string,
): void {
  transaction.query.delete(publishedLabels).where(eq(publishedLabels.remoteId, remoteId)).run()
  for (const label of seen) rememberLabel(transaction, remoteId, label, seenAt)
}

/** Labels by template, for lists of templates. */
export function labelsOfTemplates(
  reader: Reader,
  ids: TemplateId[],
): Map<TemplateId, TemplateSummary['labels']> {
  const rows = reader.query
    .select({
      id: templates.id,
      remote: remotes.name,
      label: publishedLabels.label,
      version: publishedLabels.version,
    })
    .from(publishedLabels)
    .innerJoin(remotes, eq(remotes.id, publishedLabels.remoteId))
    .innerJoin(templates, eq(templates.name, publishedLabels.templateName))
    .where(inArray(templates.id, ids))
    .orderBy(asc(remotes.name), asc(publishedLabels.label))
    .all()
  const labels = new Map<TemplateId, TemplateSummary['labels']>()
  for (const { id, ...label } of rows) {
    labels.set(id as TemplateId, [...(labels.get(id as TemplateId) ?? []), label])
  }
  return labels
}

/** Names of the templates on which a label was seen, in whatever store. */
export function namesWithLabel(reader: Reader, label: string): string[] {
  return reader.query
    .selectDistinct({ name: publishedLabels.templateName })
    .from(publishedLabels)
    .where(eq(publishedLabels.label, label))
    .all()
    .map(({ name }) => name)
}

/** Every label seen, with how many templates of this workspace carry it; archived ones do not count. */
export function countSeenLabels(reader: Reader): { value: string; count: number }[] {
  return reader.query
    .select({ value: publishedLabels.label, count: countDistinct(templates.id) })
    .from(publishedLabels)
    .innerJoin(templates, eq(templates.name, publishedLabels.templateName))
    .where(isNull(templates.archivedAt))
    .groupBy(publishedLabels.label)
    .orderBy(asc(publishedLabels.label))
    .all()
}
