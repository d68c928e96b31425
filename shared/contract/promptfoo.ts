import { z } from 'zod'
import { method, nameSchema, runIdSchema } from './base.ts'
import { datasetSchema } from './dataset/shapes.ts'
import { modelRefSchema } from './model.ts'
import { assertionSchema } from './run/run.ts'
import { versionSchema } from './template.ts'

/** Files beside a configuration by their path from its folder, with "/" between folders. */
const filesSchema = z.record(z.string().min(1).max(1000), z.string().max(50_000_000))

/** A part of a configuration that Galley does not take over, and why. */
const notTakenSchema = z.object({
  /** As in `tests.0.assert.1`. */
  path: z.string(),
  /** In the configuration file; null for parts of other files. */
  line: z.number().int().nullable(),
  reason: z.string(),
})
export type NotTaken = z.infer<typeof notTakenSchema>

/** What `run.start` takes, as the configuration says it. */
const runDefinitionSchema = z.object({
  dataset: nameSchema,
  columns: z.array(
    z.object({
      template: nameSchema,
      version: z.number().int().positive(),
      model: modelRefSchema,
    }),
  ),
  assertions: z.array(assertionSchema),
  threshold: z.number().min(0).max(1).optional(),
  repeats: z.number().int().min(1).max(100),
  usesCache: z.boolean(),
})
export type RunDefinition = z.infer<typeof runDefinitionSchema>

const configInput = z.object({
  fileName: z.string().min(1).max(500),
  config: z.string().max(16_000_000),
  files: filesSchema.default({}),
})

/** promptfoo's configuration files: read, run and written. */
export const promptfoo = {
  references: method
    .route({
      method: 'POST',
      path: '/promptfoo/references',
      summary: 'Paths and patterns that a configuration refers to and that were not given yet.',
    })
    .input(configInput)
    .output(z.object({ patterns: z.array(z.string()) })),
  import: method
    .route({
      method: 'POST',
      path: '/promptfoo/import',
      summary: 'Templates, a dataset and a run definition of a configuration; says what was left.',
    })
    .input(configInput.extend({ name: nameSchema }))
    .output(
      z.object({
        templates: z.array(versionSchema.pick({ number: true }).extend({ name: nameSchema })),
        dataset: datasetSchema,
        run: runDefinitionSchema,
        notTaken: z.array(notTakenSchema),
      }),
    ),
  export: method
    .route({
      method: 'GET',
      path: '/promptfoo/runs/{run}',
      summary: 'The definition of a run as promptfooconfig.yaml.',
    })
    .input(z.object({ run: runIdSchema }))
    .output(z.object({ text: z.string(), notTaken: z.array(notTakenSchema) })),
}
