import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

// Tables of migrations/sqlite (0001 and 0009), to type queries; a test compares both.

export const datasets = sqliteTable('datasets', {
  id: text('id').notNull().primaryKey(),
  name: text('name').notNull().unique(),
  description: text('description').notNull(),
  createdAt: text('created_at').notNull(),
  schemaJson: text('schema_json'),
  splitPlanJson: text('split_plan_json'),
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
    note: text('note').notNull().default(''),
    splitCountsJson: text('split_counts_json').notNull().default('{}'),
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
  split: text('split'),
})

export const datasetEdits = sqliteTable(
  'dataset_edits',
  {
    datasetId: text('dataset_id').notNull(),
    seq: integer('seq').notNull(),
    baseVersion: integer('base_version').notNull(),
    editJson: text('edit_json').notNull(),
    isUndone: integer('is_undone').notNull().default(0),
    createdAt: text('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.seq] })],
)

export const stagedCases = sqliteTable(
  'staged_cases',
  {
    importId: text('import_id').notNull(),
    ordinal: integer('ordinal').notNull(),
    id: text('id').notNull(),
    inputsJson: text('inputs_json').notNull(),
    expectedJson: text('expected_json').notNull(),
    tagsJson: text('tags_json').notNull(),
    metadataJson: text('metadata_json').notNull(),
    recordedOutputsJson: text('recorded_outputs_json').notNull(),
    checksJson: text('checks_json'),
    split: text('split'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.ordinal] })],
)
