import { and, desc, eq, sql } from 'drizzle-orm'
import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { Template, TemplateState, TemplateSummary } from '#shared/contract/template.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { draftRecoveries, drafts, templates, templateTags } from '../db/tables/templates.ts'

export type Draft = Template['draft']

/** What a template is beside its draft. */
export interface TemplateRow {
  seq: number
  id: TemplateId
  name: string
  category: string
  description: string
  tags: string[]
  sampleBindings: Template['sampleBindings']
  archivedAt: string | null
  updatedAt: string
}

/** The hash beside the content spares comparing contents. */
export interface DraftRow extends Draft {
  contentHash: string
}

/**
 * The columns of a summary; subqueries are answered from indexes, row by row of one page. Their outer
 * column is written out: drizzle leaves the table's name away where it selects from one table.
 */
export const summaryColumns = {
  seq: templates.seq,
  id: templates.id,
  name: templates.name,
  category: templates.category,
  description: templates.description,
  archivedAt: templates.archivedAt,
  updatedAt: templates.updatedAt,
  sampleBindingsJson: templates.sampleBindingsJson,
  tagsJson: sql<string>`(SELECT json_group_array(tag) FROM (SELECT tag FROM template_tags
    WHERE template_id = templates.id ORDER BY position))`,
  latestVersion: sql<
    number | null
  >`(SELECT max(number) FROM versions WHERE template_id = templates.id)`,
  // A draft is changed when it differs from the version it began with, or never began with one.
  isDraftChanged: sql<number>`(SELECT NOT EXISTS (SELECT 1 FROM versions
    WHERE versions.id = drafts.parent_version_id AND versions.content_hash = drafts.content_hash)
    FROM drafts WHERE drafts.template_id = templates.id)`,
}

/** A template's `TemplateState`, row by row. */
export const stateOf = sql<TemplateState>`CASE
  WHEN ${summaryColumns.latestVersion} IS NULL THEN 'new'
  WHEN ${summaryColumns.isDraftChanged} THEN 'changed' ELSE 'saved' END`

export interface SummaryRow {
  seq: number
  id: string
  name: string
  category: string
  description: string
  archivedAt: string | null
  updatedAt: string
  sampleBindingsJson: string
  tagsJson: string
  latestVersion: number | null
  isDraftChanged: number
}

/** As the contract shows it; labels are added by the service, which knows where they come from. */
export function toSummary(row: SummaryRow): TemplateSummary {
  return {
    id: row.id as TemplateId,
    name: row.name,
    category: row.category,
    description: row.description,
    tags: JSON.parse(row.tagsJson),
    latestVersion: row.latestVersion,
    labels: [],
    isDraftChanged: row.isDraftChanged === 1,
    archivedAt: row.archivedAt,
    updatedAt: row.updatedAt,
  }
}

/** As it is written back. */
export function toRow(row: SummaryRow): TemplateRow {
  const { seq, name, category, description, archivedAt, updatedAt } = row
  return {
    ...{ seq, name, category, description, archivedAt, updatedAt },
    id: row.id as TemplateId,
    tags: JSON.parse(row.tagsJson),
    sampleBindings: JSON.parse(row.sampleBindingsJson),
  }
}

/** By id or, where none has it, by name. */
export function findTemplate(reader: Reader, ref: string): SummaryRow | undefined {
  const select = () => reader.query.select(summaryColumns).from(templates)
  return (
    select().where(eq(templates.id, ref)).get() ?? select().where(eq(templates.name, ref)).get()
  )
}

/** All names, for "did you mean". */
export function listNames(reader: Reader): string[] {
  return reader.query
    .select({ name: templates.name })
    .from(templates)
    .all()
    .map(({ name }) => name)
}

/** Every template has one: they are made together, in one transaction. */
export function readDraft(reader: Reader, templateId: TemplateId): DraftRow {
  const row = reader.query.select().from(drafts).where(eq(drafts.templateId, templateId)).get()
  if (row === undefined) throw new Error(`Template ${templateId} has no draft.`)
  return {
    content: JSON.parse(row.contentJson),
    contentHash: row.contentHash,
    revision: row.revision,
    parentVersionId: row.parentVersionId as VersionId | null,
    savedAt: row.savedAt,
  }
}

/** Gives back `seq`, which the search index goes by. */
export function insertTemplate(
  transaction: Transaction,
  template: Omit<TemplateRow, 'seq' | 'archivedAt'>,
): number {
  const { tags, sampleBindings, ...row } = template
  const { lastInsertRowid } = transaction.query
    .insert(templates)
    .values({
      ...row,
      sampleBindingsJson: JSON.stringify(sampleBindings),
      createdAt: template.updatedAt,
    })
    .run()
  writeTags(transaction, template.id, tags)
  return Number(lastInsertRowid)
}

export function updateTemplate(transaction: Transaction, template: TemplateRow): void {
  const { tags, sampleBindings, seq, ...row } = template
  transaction.query
    .update(templates)
    .set({ ...row, sampleBindingsJson: JSON.stringify(sampleBindings) })
    .where(eq(templates.seq, seq))
    .run()
  transaction.query.delete(templateTags).where(eq(templateTags.templateId, template.id)).run()
  writeTags(transaction, template.id, tags)
}

function writeTags(transaction: Transaction, templateId: TemplateId, tags: string[]): void {
  const insert = transaction.prepare(
    'INSERT INTO template_tags (template_id, position, tag) VALUES (?, ?, ?)',
  )
  for (const [position, tag] of tags.entries()) insert.run(templateId, position, tag)
}

/** Notes when the template last changed, without touching its search index. */
export function touchTemplate(transaction: Transaction, id: TemplateId, at: string): void {
  transaction.query.update(templates).set({ updatedAt: at }).where(eq(templates.id, id)).run()
}

export function insertDraft(
  transaction: Transaction,
  templateId: TemplateId,
  draft: DraftRow,
): void {
  transaction.query
    .insert(drafts)
    .values({ templateId, ...draftColumns(draft) })
    .run()
}

export function writeDraft(
  transaction: Transaction,
  templateId: TemplateId,
  draft: DraftRow,
): void {
  transaction.query
    .update(drafts)
    .set(draftColumns(draft))
    .where(eq(drafts.templateId, templateId))
    .run()
}

const draftColumns = ({ content, ...rest }: DraftRow) => ({
  ...rest,
  contentJson: JSON.stringify(content),
})

/** Keeps a draft that is about to be replaced. */
export function keepRecovery(
  transaction: Transaction,
  recovery: { id: string; templateId: TemplateId; draft: DraftRow; reason: string; at: string },
): void {
  transaction.query
    .insert(draftRecoveries)
    .values({
      id: recovery.id,
      templateId: recovery.templateId,
      contentJson: JSON.stringify(recovery.draft.content),
      contentHash: recovery.draft.contentHash,
      revision: recovery.draft.revision,
      reason: recovery.reason,
      createdAt: recovery.at,
    })
    .run()
}

/** Whether there was such a copy of the template. */
export function dropRecovery(transaction: Transaction, templateId: TemplateId, id: string) {
  const { changes } = transaction.query
    .delete(draftRecoveries)
    .where(and(eq(draftRecoveries.templateId, templateId), eq(draftRecoveries.id, id)))
    .run()
  return changes > 0
}

/** Newest first; a hundred are more than anybody looks through. */
export function listRecoveries(reader: Reader, templateId: TemplateId) {
  return reader.query
    .select({
      id: draftRecoveries.id,
      reason: draftRecoveries.reason,
      createdAt: draftRecoveries.createdAt,
      contentJson: draftRecoveries.contentJson,
    })
    .from(draftRecoveries)
    .where(eq(draftRecoveries.templateId, templateId))
    .orderBy(desc(draftRecoveries.createdAt), desc(draftRecoveries.id))
    .limit(100)
    .all()
}
