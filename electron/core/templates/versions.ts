import { and, desc, eq, getTableColumns, lt, max } from 'drizzle-orm'
import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { Version, VersionSummary } from '#shared/contract/template.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { versions } from '../db/tables/templates.ts'

type VersionRow = typeof versions.$inferSelect

function toVersion({ contentJson, ...row }: VersionRow): Version {
  return { ...toVersionSummary(row), content: JSON.parse(contentJson) }
}

function toVersionSummary(row: Omit<VersionRow, 'contentJson'>): VersionSummary {
  return {
    ...row,
    id: row.id as VersionId,
    templateId: row.templateId as TemplateId,
    parentVersionId: row.parentVersionId as VersionId | null,
  }
}

/** By number, which may change once when somebody else published the same number first. */
export function findVersion(
  reader: Reader,
  templateId: TemplateId,
  number: number,
): Version | undefined {
  const row = reader.query
    .select()
    .from(versions)
    .where(and(eq(versions.templateId, templateId), eq(versions.number, number)))
    .get()
  return row && toVersion(row)
}

/** By id, which never changes. */
export function findVersionById(reader: Reader, id: VersionId): Version | undefined {
  const row = reader.query.select().from(versions).where(eq(versions.id, id)).get()
  return row && toVersion(row)
}

/** At most one: a template never stores the same content twice. */
export function findVersionByHash(
  reader: Reader,
  templateId: TemplateId,
  contentHash: string,
): Version | undefined {
  const row = reader.query
    .select()
    .from(versions)
    .where(and(eq(versions.templateId, templateId), eq(versions.contentHash, contentHash)))
    .get()
  return row && toVersion(row)
}

/** Null before the first version. */
export function latestNumber(reader: Reader, templateId: TemplateId): number | null {
  const row = reader.query
    .select({ number: max(versions.number) })
    .from(versions)
    .where(eq(versions.templateId, templateId))
    .get()
  return row?.number ?? null
}

/** Newest first, below `before` where given; without contents, which a history does not show. */
export function listVersions(
  reader: Reader,
  templateId: TemplateId,
  before: number | null,
  limit: number,
): VersionSummary[] {
  const { contentJson: _, ...columns } = getTableColumns(versions)
  return reader.query
    .select(columns)
    .from(versions)
    .where(
      and(
        eq(versions.templateId, templateId),
        before === null ? undefined : lt(versions.number, before),
      ),
    )
    .orderBy(desc(versions.number))
    .limit(limit)
    .all()
    .map(toVersionSummary)
}

export function insertVersion(transaction: Transaction, version: Version): void {
  const { content, ...row } = version
  transaction.query
    .insert(versions)
    .values({ ...row, contentJson: JSON.stringify(content) })
    .run()
}

/** Gives a version a later number; the database refuses every other change of a version. */
export function renumber(transaction: Transaction, id: VersionId, number: number): void {
  transaction.query.update(versions).set({ number }).where(eq(versions.id, id)).run()
}
