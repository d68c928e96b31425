import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const providers = sqliteTable('providers', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  kind: text('kind', { enum: ['openai-compatible', 'anthropic', 'google', 'azure'] }).notNull(),
  baseUrl: text('base_url'),
  modelsJson: text('models_json').notNull(),
  concurrency: integer('concurrency').notNull(),
  timeoutMs: integer('timeout_ms').notNull(),
  requestsPerMinute: integer('requests_per_minute'),
  maxRetries: integer('max_retries').notNull(),
  pricesJson: text('prices_json').notNull(),
  createdAt: text('created_at').notNull(),
  waitsForLimits: integer('waits_for_limits', { mode: 'boolean' }).notNull().default(true),
})

/** Prices of this workspace; they go before those that ship with Galley. */
export const modelPrices = sqliteTable('model_prices', {
  model: text('model').notNull().primaryKey(),
  inputPerMillion: real('input_per_million').notNull(),
  outputPerMillion: real('output_per_million').notNull(),
  asOf: text('as_of').notNull(),
})

export const responseCache = sqliteTable('response_cache', {
  key: text('key').notNull().primaryKey(),
  answerJson: text('answer_json').notNull(),
  bytes: integer('bytes').notNull(),
  createdAt: text('created_at').notNull(),
})
