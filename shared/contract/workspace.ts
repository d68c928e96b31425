import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { instantSchema, method } from './base.ts'
import { shelf } from './workspace-shelf.ts'

export const workspaceSchema = z.object({
  /** How hosts tell it from others: `home` for the host's own data folder. */
  id: z.string(),
  name: z.string(),
  path: z.string(),
  schemaVersion: z.number().int(),
  galleyVersion: z.string(),
  counts: z.object({
    templates: z.number().int(),
    versions: z.number().int(),
    datasets: z.number().int(),
    cases: z.number().int(),
    runs: z.number().int(),
    results: z.number().int(),
    remotes: z.number().int(),
  }),
  hasSample: z.boolean(),
})
export type Workspace = z.infer<typeof workspaceSchema>

/** Something changed; pages that show it ask again. Carries no rows. */
export const changeSchema = z.object({
  noun: z.enum([
    'workspace',
    'template',
    'dataset',
    'run',
    'experiment',
    'guardrail',
    'remote',
    'publishing',
    'execution',
    'provider',
    'gate',
  ]),
  id: z.string().nullable(),
  at: instantSchema,
})
export type Change = z.infer<typeof changeSchema>

const activitySchema = z.object({
  at: instantSchema,
  noun: z.string(),
  id: z.string(),
  name: z.string(),
  what: z.string(),
})

const backupSchema = z.object({
  /** Its file name, in the folder `backups` beside the workspace file. */
  name: z.string(),
  bytes: z.number().int(),
  createdAt: instantSchema,
})
export type Backup = z.infer<typeof backupSchema>

export const workspace = {
  ...shelf,
  get: method
    .route({
      method: 'GET',
      path: '/workspace',
      summary: 'Which workspace this is and what it holds.',
    })
    .output(workspaceSchema),
  addSample: method
    .route({
      method: 'POST',
      path: '/workspace/sample',
      summary: 'Adds the sample templates and the GSM8K dataset; safe to call twice.',
    })
    .output(workspaceSchema),
  listActivity: method
    .route({
      method: 'GET',
      path: '/workspace/activity',
      summary: 'What changed lately, newest first.',
    })
    .input(z.object({ limit: z.number().int().min(1).max(200).default(20) }))
    .output(z.object({ items: z.array(activitySchema) })),
  backUp: method
    .route({
      method: 'POST',
      path: '/workspace/backup',
      summary: 'Writes a consistent copy of the workspace file.',
    })
    .output(z.object({ path: z.string(), bytes: z.number().int() })),
  listBackups: method
    .route({
      method: 'GET',
      path: '/workspace/backups',
      summary: 'Copies of the workspace file, newest first.',
    })
    .output(z.object({ items: z.array(backupSchema) })),
  restore: method
    .route({
      method: 'POST',
      path: '/workspace/restore',
      summary: 'Puts a copy in place of the workspace; what it held is copied first.',
    })
    .input(z.object({ backup: z.string().min(1).max(300) }))
    .output(z.object({ workspace: workspaceSchema, replaced: backupSchema })),
  watch: method
    .route({
      method: 'GET',
      path: '/workspace/changes',
      summary: 'Changes as they happen, from any host or tab.',
    })
    .output(eventIterator(changeSchema)),
}
