import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Tables of migrations/sqlite/0001_workspace.sql, to type queries; a test compares both.

export const templates = sqliteTable('templates', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull().unique(),
  name: text('name').notNull().unique(),
  category: text('category').notNull(),
  description: text('description').notNull(),
  sampleBindingsJson: text('sample_bindings_json').notNull(),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
  archivedAt: text('archived_at'),
})

export const templateTags = sqliteTable(
  'template_tags',
  {
    templateId: text('template_id').notNull(),
    position: integer('position').notNull(),
    tag: text('tag').notNull(),
  },
  (table) => [primaryKey({ columns: [table.templateId, table.position] })],
)

export const versions = sqliteTable('versions', {
  id: text('id').notNull().primaryKey(),
  templateId: text('template_id').notNull(),
  number: integer('number').notNull(),
  contentJson: text('content_json').notNull(),
  contentHash: text('content_hash').notNull(),
  parentVersionId: text('parent_version_id'),
  author: text('author').notNull(),
  note: text('note').notNull(),
  createdAt: text('created_at').notNull(),
})

export const drafts = sqliteTable('drafts', {
  templateId: text('template_id').notNull().primaryKey(),
  contentJson: text('content_json').notNull(),
  contentHash: text('content_hash').notNull(),
  revision: integer('revision').notNull(),
  parentVersionId: text('parent_version_id'),
  savedAt: text('saved_at').notNull(),
})

export const draftRecoveries = sqliteTable('draft_recoveries', {
  id: text('id').notNull().primaryKey(),
  templateId: text('template_id').notNull(),
  contentJson: text('content_json').notNull(),
  contentHash: text('content_hash').notNull(),
  revision: integer('revision').notNull(),
  reason: text('reason').notNull(),
  createdAt: text('created_at').notNull(),
})
