import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const runs = sqliteTable('runs', {
  seq: integer('seq').primaryKey(),
  id: text('id').notNull().unique(),
  datasetId: text('dataset_id').notNull(),
  datasetVersion: integer('dataset_version').notNull(),
  assertionsJson: text('assertions_json').notNull(),
  threshold: real('threshold'),
  guardrailsJson: text('guardrails_json').notNull(),
  totalCells: integer('total_cells').notNull(),
  status: text('status', {
    enum: ['queued', 'running', 'interrupted', 'finished', 'cancelled'],
  }).notNull(),
  ownerJson: text('owner_json'),
  heartbeatAt: text('heartbeat_at'),
  createdAt: text('created_at').notNull(),
  startedAt: text('started_at'),
  finishedAt: text('finished_at'),
})

export const runColumns = sqliteTable(
  'run_columns',
  {
    runSeq: integer('run_seq').notNull(),
    position: integer('position').notNull(),
    key: text('key').notNull(),
    templateId: text('template_id').notNull(),
    templateName: text('template_name').notNull(),
    versionId: text('version_id').notNull(),
    version: integer('version').notNull(),
    model: text('model').notNull(),
    passed: integer('passed').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    errors: integer('errors').notNull().default(0),
    latencyMsSum: real('latency_ms_sum').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.runSeq, table.position] })],
)

export const runResults = sqliteTable('run_results', {
  id: integer('id').primaryKey(),
  runSeq: integer('run_seq').notNull(),
  columnPosition: integer('column_position').notNull(),
  ordinal: integer('ordinal').notNull(),
  status: text('status', { enum: ['passed', 'failed', 'error'] }).notNull(),
  score: real('score').notNull(),
  output: text('output'),
  outcomesJson: text('outcomes_json').notNull(),
  namedScoresJson: text('named_scores_json'),
  guardrailsJson: text('guardrails_json'),
  error: text('error'),
  errorCode: text('error_code'),
  latencyMs: real('latency_ms').notNull(),
  createdAt: text('created_at').notNull(),
})
