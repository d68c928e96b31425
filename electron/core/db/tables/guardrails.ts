import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const guardrails = sqliteTable('guardrails', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  position: integer('position').notNull(),
  definitionJson: text('definition_json').notNull(),
  action: text('action', { enum: ['allow', 'warn', 'redact', 'block'] }).notNull(),
  isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
  updatedAt: text('updated_at').notNull(),
})
