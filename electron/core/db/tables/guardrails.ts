import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const guardrails = sqliteTable('guardrails', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  position: integer('position').notNull(),
  definitionJson: text('definition_json').notNull(),
  action: text('action', { enum: ['allow', 'warn', 'redact', 'block'] }).notNull(),
  isEnabled: integer('is_enabled', { mode: 'boolean' }).notNull(),
  updatedAt: text('updated_at').notNull(),
  samplesJson: text('samples_json').notNull().default('[]'),
  archivedAt: text('archived_at'),
})

export const guardrailCounts = sqliteTable(
  'guardrail_counts',
  {
    guardrailId: text('guardrail_id').notNull(),
    day: text('day').notNull(),
    checks: integer('checks').notNull(),
    violations: integer('violations').notNull(),
    failures: integer('failures').notNull(),
  },
  (table) => [primaryKey({ columns: [table.guardrailId, table.day] })],
)

export const guardrailViolations = sqliteTable('guardrail_violations', {
  seq: integer('seq').primaryKey(),
  guardrailId: text('guardrail_id').notNull(),
  guardrailName: text('guardrail_name').notNull(),
  runSeq: integer('run_seq').notNull(),
  columnPosition: integer('column_position').notNull(),
  ordinal: integer('ordinal').notNull(),
  type: text('type').notNull(),
  severity: text('severity', { enum: ['critical', 'high', 'medium', 'low'] }).notNull(),
  action: text('action', { enum: ['allow', 'warn', 'redact', 'block'] }).notNull(),
  entity: text('entity'),
  variable: text('variable'),
  spanStart: integer('span_start').notNull(),
  spanEnd: integer('span_end').notNull(),
  score: real('score'),
  masked: text('masked').notNull(),
  message: text('message').notNull(),
  at: text('at').notNull(),
  falsePositiveAt: text('false_positive_at'),
})
