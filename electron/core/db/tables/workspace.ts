import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const settings = sqliteTable('settings', {
  key: text('key').notNull().primaryKey(),
  value: text('value').notNull(),
})

export const activity = sqliteTable('activity', {
  seq: integer('seq').primaryKey(),
  at: text('at').notNull(),
  noun: text('noun').notNull(),
  subjectId: text('subject_id').notNull(),
  name: text('name').notNull(),
  what: text('what').notNull(),
  author: text('author').notNull(),
})
