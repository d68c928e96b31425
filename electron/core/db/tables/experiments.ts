import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const experiments = sqliteTable('experiments', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull().unique(),
  name: text('name').notNull().unique(),
  description: text('description').notNull(),
  templateId: text('template_id').notNull(),
  status: text('status', {
    enum: ['draft', 'active', 'paused', 'completed', 'cancelled'],
  }).notNull(),
  designJson: text('design_json').notNull(),
  remote: text('remote'),
  seenJson: text('seen_json'),
  reason: text('reason').notNull().default(''),
  createdBy: text('created_by').notNull(),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})
