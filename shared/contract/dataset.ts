import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { caseChecksSchema } from '../domain/assertions/case-checks.ts'
import {
  bindingsSchema,
  caseIdSchema,
  datasetIdSchema,
  instantSchema,
  jsonSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
} from './base.ts'

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
})
export type Case = z.infer<typeof caseSchema>

export const datasetSchema = z.object({
  id: datasetIdSchema,
  name: nameSchema,
  description: z.string(),
  version: z.number().int().positive(),
  contentHash: z.string(),
  caseCount: z.number().int(),
  inputNames: z.array(z.string()),
  recordedModels: z.array(z.string()),
  createdAt: instantSchema,
})
export type Dataset = z.infer<typeof datasetSchema>

export const datasetRefSchema = z.union([datasetIdSchema, nameSchema])
export const fileFormatSchema = z.enum(['csv', 'tsv', 'jsonl', 'json', 'yaml'])

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
    z.object({ to: z.literal('description') }),
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

const fileInput = z.object({
  fileName: z.string().max(500),
  text: z.string(),
  format: fileFormatSchema.optional(),
  mapping: columnMappingSchema.default({}),
})

export const dataset = {
  list: method
    .route({ method: 'GET', path: '/datasets', summary: 'All datasets, newest version each.' })
    .output(z.object({ items: z.array(datasetSchema) })),
  get: method
    .route({ method: 'GET', path: '/datasets/{dataset}', summary: 'One dataset.' })
    .input(z.object({ dataset: datasetRefSchema }))
    .output(datasetSchema),
  previewImport: method
    .route({
      method: 'POST',
      path: '/datasets/preview',
      summary: 'What an import would make: columns, first rows, problems.',
    })
    .input(fileInput)
    .output(
      z.object({
        columns: z.array(z.string()),
        mapping: columnMappingSchema,
        rowCount: z.number().int(),
        sample: z.array(caseSchema.omit({ id: true })),
        problems: z.array(rowProblemSchema),
      }),
    ),
  import: method
    .route({
      method: 'POST',
      path: '/datasets/import',
      summary: 'Imports all rows or none; an existing name gets a new version.',
    })
    .input(fileInput.extend({ name: nameSchema, description: z.string().default('') }))
    .output(datasetSchema),
  export: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/export',
      summary: 'The cases as pieces of a file that an import reads back.',
    })
    .input(
      z.object({
        dataset: datasetRefSchema,
        version: z.coerce.number().int().positive().optional(),
        format: fileFormatSchema,
      }),
    )
    .output(eventIterator(z.object({ text: z.string() }))),
  listCases: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/cases',
      summary: 'The cases of a dataset version, in order.',
    })
    .input(
      z
        .object({ dataset: datasetRefSchema, version: z.number().int().positive().optional() })
        .extend(pageInputSchema.shape),
    )
    .output(pageOf(caseSchema)),
}
