import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const tries = sqliteTable('tries', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull().unique(),
  templateId: text('template_id').notNull(),
  contentHash: text('content_hash').notNull(),
  model: text('model').notNull(),
  bindingsJson: text('bindings_json').notNull(),
  output: text('output').notNull(),
  latencyMs: real('latency_ms').notNull(),
  inputTokens: integer('input_tokens'),
  outputTokens: integer('output_tokens'),
  cost: real('cost'),
  finishReason: text('finish_reason'),
  createdAt: text('created_at').notNull(),
  archivedAt: text('archived_at'),
})
