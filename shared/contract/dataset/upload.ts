import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { method, nameSchema } from '../base.ts'
import {
  columnMappingSchema,
  datasetSchema,
  fileFormatSchema,
  importPreviewSchema,
} from './shapes.ts'

export const fileEncodingSchema = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
export type FileEncoding = z.infer<typeof fileEncodingSchema>

/** Largest file that is taken, in bytes. */
const largestUpload = 4 * 1024 ** 3

/** Bytes of a file in one call: large enough to be quick, small enough to show progress. */
export const uploadPieceBytes = 1024 * 1024

const byUpload = z.object({ upload: z.uuid() })

/** How the bytes become rows; what is left out is found out. */
const readingInput = byUpload.extend({
  format: fileFormatSchema.optional(),
  encoding: fileEncodingSchema.optional(),
  /** XLSX: the name of a sheet or its number from 1; else the first. */
  sheet: z.union([z.string().min(1), z.number().int().positive()]).optional(),
  mapping: columnMappingSchema.default({}),
})

/** How far reading is; at most four a second. */
const importProgressSchema = z.object({
  kind: z.literal('progress'),
  doneBytes: z.number().int(),
  totalBytes: z.number().int(),
  rows: z.number().int(),
  problems: z.number().int(),
  /** Null until there is a rate to tell it from. */
  remainingMs: z.number().nullable(),
})
export type ImportProgress = z.infer<typeof importProgressSchema>

const readingFacts = {
  format: fileFormatSchema,
  /** Null for formats that carry their own. */
  encoding: fileEncodingSchema.nullable(),
  /** Names of the sheets of a workbook. */
  sheets: z.array(z.string()),
}

/** Large files: sent piece by piece, read off the core's main thread, stored whole or not at all. */
export const uploads = {
  openUpload: method
    .route({
      method: 'POST',
      path: '/datasets/uploads',
      summary: 'Begins the upload of a file; it is forgotten after a day.',
    })
    .input(
      z.object({
        fileName: z.string().min(1).max(500),
        byteLength: z.number().int().min(0).max(largestUpload),
      }),
    )
    .output(byUpload),
  upload: method
    .route({
      method: 'POST',
      path: '/datasets/uploads/{upload}/pieces',
      summary: 'The next piece of the file, in order.',
    })
    .input(
      byUpload.extend({
        offset: z.number().int().min(0),
        base64: z.base64().max(2 * uploadPieceBytes),
      }),
    )
    .output(z.object({ receivedBytes: z.number().int() })),
  previewUpload: method
    .route({
      method: 'POST',
      path: '/datasets/uploads/{upload}/preview',
      summary: 'What an import would make of the uploaded file; progress, then the preview.',
    })
    .input(readingInput)
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          importProgressSchema,
          importPreviewSchema.extend({ kind: z.literal('preview'), ...readingFacts }),
        ]),
      ),
    ),
  importUpload: method
    .route({
      method: 'POST',
      path: '/datasets/uploads/{upload}/import',
      summary: 'Imports all rows of the uploaded file or none; ends the upload.',
    })
    .input(readingInput.extend({ name: nameSchema, description: z.string().default('') }))
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          importProgressSchema,
          z.object({ kind: z.literal('imported'), dataset: datasetSchema }),
        ]),
      ),
    ),
  closeUpload: method
    .route({
      method: 'DELETE',
      path: '/datasets/uploads/{upload}',
      summary: 'Drops an upload and stops what reads it.',
    })
    .input(byUpload)
    .output(z.object({})),
}
