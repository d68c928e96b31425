import { z } from 'zod'
import { templateIdSchema, versionIdSchema } from '../base.ts'
import { modelRefSchema } from '../model.ts'

/** One column of a run: a version answered by a model. */
export const runColumnSchema = z.object({
  key: z.string(),
  templateId: templateIdSchema,
  templateName: z.string(),
  versionId: versionIdSchema,
  version: z.number().int(),
  model: modelRefSchema,
})
export type RunColumn = z.infer<typeof runColumnSchema>
