import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const providers = sqliteTable('providers', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind', { enum: ['openai-compatible', 'anthropic', 'google'] }).notNull(),
  baseUrl: text('base_url'),
  modelsJson: text('models_json').notNull(),
  concurrency: integer('concurrency').notNull(),
  timeoutMs: integer('timeout_ms').notNull(),
  requestsPerMinute: integer('requests_per_minute'),
  maxRetries: integer('max_retries').notNull(),
  pricesJson: text('prices_json').notNull(),
  createdAt: text('created_at').notNull(),
})

export const responseCache = sqliteTable('response_cache', {
  key: text('key').notNull().primaryKey(),
  answerJson: text('answer_json').notNull(),
  bytes: integer('bytes').notNull(),
  createdAt: text('created_at').notNull(),
})
