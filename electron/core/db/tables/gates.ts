import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const gates = sqliteTable('gates', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  templateId: text('template_id'),
  label: text('label'),
  rulesJson: text('rules_json').notNull(),
  minCases: integer('min_cases').notNull(),
  createdAt: text('created_at').notNull(),
  updatedAt: text('updated_at').notNull(),
})

export const gateVerdicts = sqliteTable('gate_verdicts', {
  id: text('id').notNull().primaryKey(),
  gateId: text('gate_id').notNull(),
  runSeq: integer('run_seq').notNull(),
  columnKey: text('column_key').notNull(),
  verdictJson: text('verdict_json').notNull(),
  createdAt: text('created_at').notNull(),
})
