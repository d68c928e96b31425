import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const remotes = sqliteTable('remotes', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind', { enum: ['postgres', 'trial'] }).notNull(),
  address: text('address').notNull(),
  createdAt: text('created_at').notNull(),
})

export const publishedLabels = sqliteTable(
  'published_labels',
  {
    remoteId: text('remote_id').notNull(),
    templateName: text('template_name').notNull(),
    label: text('label').notNull(),
    versionId: text('version_id').notNull(),
    version: integer('version').notNull(),
    seenAt: text('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.remoteId, table.templateName, table.label] })],
)

export const publishOutbox = sqliteTable('publish_outbox', {
  key: text('key').notNull().primaryKey(),
  remoteId: text('remote_id').notNull(),
  versionId: text('version_id').notNull(),
  label: text('label').notNull(),
  createdAt: text('created_at').notNull(),
})
