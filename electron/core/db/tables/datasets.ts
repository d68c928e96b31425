import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Tables of migrations/sqlite/0001_workspace.sql, to type queries; a test compares both.

export const datasets = sqliteTable('datasets', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  description: text('description').notNull(),
  createdAt: text('created_at').notNull(),
})

export const datasetVersions = sqliteTable(
  'dataset_versions',
  {
    datasetId: text('dataset_id').notNull(),
    number: integer('number').notNull(),
    contentHash: text('content_hash').notNull(),
    caseCount: integer('case_count').notNull(),
    inputNamesJson: text('input_names_json').notNull(),
    recordedModelsJson: text('recorded_models_json').notNull(),
    fileName: text('file_name').notNull(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.number] })],
)

export const cases = sqliteTable('cases', {
  seq: integer('seq').primaryKey(),
  datasetId: text('dataset_id').notNull(),
  version: integer('version').notNull(),
  ordinal: integer('ordinal').notNull(),
  id: text('id').notNull(),
  inputsJson: text('inputs_json').notNull(),
  expectedJson: text('expected_json').notNull(),
  tagsJson: text('tags_json').notNull(),
  metadataJson: text('metadata_json').notNull(),
  recordedOutputsJson: text('recorded_outputs_json').notNull(),
  checksJson: text('checks_json'),
})
