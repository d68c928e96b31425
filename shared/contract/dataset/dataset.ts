import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { method, nameSchema, pageInputSchema, pageOf } from '../base.ts'
import { editing } from './editing.ts'
import {
  caseSchema,
  columnMappingSchema,
  datasetRefSchema,
  datasetSchema,
  fileFormatSchema,
  importPreviewSchema,
} from './shapes.ts'
import { uploads } from './upload.ts'

export * from './shapes.ts'

const fileInput = z.object({
  fileName: z.string().max(500),
  text: z.string(),
  format: fileFormatSchema.optional(),
  mapping: columnMappingSchema.default({}),
})

/** Datasets are imported, worked on in a draft, and frozen in versions that never change. */
export const dataset = {
  ...uploads,
  ...editing,
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
    .output(importPreviewSchema),
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
        /**
         * CSV and TSV: a text that a spreadsheet would run as a formula gets an apostrophe before it. Off
         * for files that only programs read, where the texts have to be the same to the character.
         */
        guardsFormulas: z.stringbool().or(z.boolean()).default(true),
      }),
    )
    .output(eventIterator(z.object({ text: z.string(), base64: z.string().optional() }))),
  listCases: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/cases',
      summary: 'The cases of a dataset version, in order.',
    })
    .input(
      z
        .object({ dataset: datasetRefSchema, version: z.number().int().positive().optional() })
        .extend({
          ...pageInputSchema.shape,
          /** Begins behind this ordinal: for whoever wants one certain case. */
          after: z.coerce.number().int().min(0).optional(),
          /** Only cases with this text in their inputs, expected value or tags. */
          query: z.string().min(1).max(200).optional(),
        }),
    )
    .output(pageOf(caseSchema)),
}
