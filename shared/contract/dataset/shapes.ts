import { z } from 'zod'
import { caseChecksSchema } from '../../domain/assertions/case-checks.ts'
import { splitPlanSchema, splitSchema } from '../../domain/splits/plan.ts'
import {
  bindingsSchema,
  caseIdSchema,
  datasetIdSchema,
  instantSchema,
  jsonSchema,
  nameSchema,
} from '../base.ts'

export {
  type Split,
  type SplitPlan,
  splitPlanSchema,
  splitSchema,
} from '../../domain/splits/plan.ts'

export const caseSchema = z.object({
  id: caseIdSchema,
  ordinal: z.number().int(),
  inputs: bindingsSchema,
  expected: jsonSchema.nullable(),
  tags: z.array(z.string()),
  metadata: z.record(z.string(), jsonSchema),
  /** Outputs that models gave earlier, by model name: what the `recorded` adapter answers with. */
  recordedOutputs: z.record(z.string(), z.string()),
  /** Null where the case is judged by the run's assertions alone. */
  checks: caseChecksSchema.nullable(),
  /** Cases of `holdout` are kept from everything that learns from a dataset. Null: not split. */
  split: splitSchema.nullable(),
})
export type Case = z.infer<typeof caseSchema>

/** JSON Schemas (2020-12) that all inputs of a case together, and its expected value, have to meet. */
export const datasetRulesSchema = z.object({
  inputs: z.record(z.string(), jsonSchema).optional(),
  expected: z.record(z.string(), jsonSchema).optional(),
})
export type DatasetRules = z.infer<typeof datasetRulesSchema>

export const datasetSchema = z.object({
  id: datasetIdSchema,
  name: nameSchema,
  description: z.string(),
  version: z.number().int().positive(),
  contentHash: z.string(),
  caseCount: z.number().int(),
  inputNames: z.array(z.string()),
  recordedModels: z.array(z.string()),
  /** Cases per split of this version; empty where it is not split. */
  splitCounts: z.partialRecord(splitSchema, z.number().int()),
  /** How cases are dealt out to splits; null: they are not. */
  splitPlan: splitPlanSchema.nullable(),
  /** What every new version has to meet; null: anything. */
  schema: datasetRulesSchema.nullable(),
  /** Why there is this version. */
  note: z.string(),
  createdAt: instantSchema,
})
export type Dataset = z.infer<typeof datasetSchema>

export const datasetRefSchema = z.union([datasetIdSchema, nameSchema])
export const fileFormatSchema = z.enum(['csv', 'tsv', 'jsonl', 'json', 'yaml', 'xlsx'])
export type FileFormat = z.infer<typeof fileFormatSchema>

/** Names under which files of others have the right answer. */
export const expectedNames = /^(expected([ _-]?(output|answer))?|ideal|ground[ _-]?truth)$/i

/** What a column or field of the file becomes. Unmapped columns become inputs of the same name. */
export const columnMappingSchema = z.record(
  z.string(),
  z.discriminatedUnion('to', [
    z.object({ to: z.literal('input'), name: z.string().optional() }),
    z.object({ to: z.literal('expected') }),
    z.object({ to: z.literal('tags') }),
    z.object({
      to: z.literal('metadata'),
      name: z.string().optional(),
      /** The cell is a list with "," between its parts; a part writes a comma as "\\,". */
      isList: z.boolean().optional(),
    }),
    z.object({ to: z.literal('recorded'), model: z.string() }),
    /** An assertion in short form (`contains:Paris`), an object, or a list of objects. */
    z.object({ to: z.literal('assertion') }),
    /** One metric name for all assertions of the row. */
    z.object({ to: z.literal('metric') }),
    /** Least mean score of the case. */
    z.object({ to: z.literal('threshold') }),
    /** The threshold of the Nth assertion of the row; blank cells do not count. */
    z.object({ to: z.literal('assertionThreshold'), assertion: z.number().int().min(1) }),
    /** Texts around the rendered prompt of the case. */
    z.object({ to: z.literal('prefix') }),
    z.object({ to: z.literal('suffix') }),
    z.object({ to: z.literal('description') }),
    /** train, dev, test or holdout; wins over the dataset's plan. */
    z.object({ to: z.literal('split') }),
    z.object({ to: z.literal('ignore') }),
  ]),
)
export type ColumnMapping = z.infer<typeof columnMappingSchema>

/** A row that cannot be taken; rows and columns count from 1, the header line is row 1. */
export const rowProblemSchema = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  message: z.string(),
})

/** What an import would make: columns, what becomes of them, the first cases, problems. */
export const importPreviewSchema = z.object({
  columns: z.array(z.string()),
  mapping: columnMappingSchema,
  rowCount: z.number().int(),
  sample: z.array(caseSchema.omit({ id: true })),
  /** The first ones; `problemCount` counts all. */
  problems: z.array(rowProblemSchema),
  problemCount: z.number().int(),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>
