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

export const outbox = sqliteTable('outbox', {
  key: text('key').notNull().primaryKey(),
  remoteId: text('remote_id').notNull(),
  action: text('action', { enum: ['publish', 'schedule', 'propose', 'roll_back'] }).notNull(),
  templateName: text('template_name').notNull(),
  label: text('label').notNull(),
  version: integer('version'),
  versionId: text('version_id'),
  requestJson: text('request_json').notNull(),
  state: text('state', { enum: ['waiting', 'refused'] }).notNull(),
  attempts: integer('attempts').notNull(),
  nextAttemptAt: text('next_attempt_at'),
  problemJson: text('problem_json'),
  createdAt: text('created_at').notNull(),
})

export type OutboxRow = typeof outbox.$inferSelect

export const pulledObjects = sqliteTable(
  'pulled_objects',
  {
    remoteId: text('remote_id').notNull(),
    kind: text('kind', { enum: ['experiment', 'guardrail'] }).notNull(),
    name: text('name').notNull(),
    bodyJson: text('body_json').notNull(),
    seenAt: text('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.remoteId, table.kind, table.name] })],
)

export const pulledRollups = sqliteTable(
  'pulled_rollups',
  {
    remoteId: text('remote_id').notNull(),
    bucketAt: text('bucket_at').notNull(),
    templateName: text('template_name').notNull(),
    version: integer('version').notNull(),
    arm: text('arm').notNull(),
    model: text('model').notNull(),
    figuresJson: text('figures_json').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.remoteId,
        table.bucketAt,
        table.templateName,
        table.version,
        table.arm,
        table.model,
      ],
    }),
  ],
)

export const pulls = sqliteTable('pulls', {
  remoteId: text('remote_id').notNull().primaryKey(),
  pulledAt: text('pulled_at').notNull(),
})
