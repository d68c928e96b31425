import { sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const tokens = sqliteTable('tokens', {
  name: text('name').notNull().primaryKey(),
  role: text('role', { enum: ['reader', 'author', 'publisher', 'admin'] }).notNull(),
  hash: text('hash').notNull().unique(),
  createdAt: text('created_at').notNull(),
  lastUsedAt: text('last_used_at'),
})
