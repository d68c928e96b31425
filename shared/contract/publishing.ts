import { z } from 'zod'
import {
  instantSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
  versionIdSchema,
} from './base.ts'
import { templateRefSchema } from './template.ts'

/** Labels follow what other registries accept, so that imports and exports keep them. */
export const labelSchema = z
  .string()
  .regex(
    /^[a-z0-9_.-]{1,36}$/,
    'A label has up to 36 lower-case letters, digits, "_", "-" and ".".',
  )

export const publishedVersionSchema = z.object({
  versionId: versionIdSchema,
  templateName: z.string(),
  version: z.number().int(),
  contentHash: z.string(),
  labels: z.array(z.string()),
  isActive: z.boolean(),
  publishedBy: z.string(),
  publishedAt: instantSchema,
})
export type PublishedVersion = z.infer<typeof publishedVersionSchema>

export const publishPlanSchema = z.object({
  templateName: z.string(),
  localVersion: z.number().int(),
  contentHash: z.string(),
  /** `new`: will be inserted; `known`: the same content is there already; `renumber`: another version has the number. */
  state: z.enum(['new', 'known', 'renumber']),
  publishedVersion: z.number().int(),
  label: z.string(),
  /** Where the label stands now: what the compare-and-set will expect. */
  current: publishedVersionSchema.nullable(),
  changes: z.array(
    z.object({ kind: z.enum(['same', 'added', 'removed']), line: z.string(), field: z.string() }),
  ),
  warnings: z.array(z.string()),
})
export type PublishPlan = z.infer<typeof publishPlanSchema>

export const publishOutcomeSchema = z.object({
  published: publishedVersionSchema,
  label: z.string(),
  previousVersion: z.number().int().nullable(),
  /** True where the same idempotency key was applied before: nothing was done twice. */
  isReplay: z.boolean(),
  /** Set when the number was taken and the version got the next one. */
  renumberedFrom: z.number().int().nullable(),
})
export type PublishOutcome = z.infer<typeof publishOutcomeSchema>

export const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  actor: z.string(),
  action: z.string(),
  templateName: z.string().nullable(),
  label: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

const target = z.object({ remote: nameSchema, label: labelSchema.default('production') })

export const publishing = {
  list: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/versions',
      summary: 'What is published, with labels.',
    })
    .input(z.object({ remote: nameSchema, templateName: z.string().optional() }))
    .output(z.object({ items: z.array(publishedVersionSchema) })),
  plan: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/plan',
      summary: 'What publishing would do, before anything happens.',
    })
    .input(target.extend({ template: templateRefSchema, version: z.number().int().positive() }))
    .output(publishPlanSchema),
  publish: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/publish',
      summary: 'Publishes a version and moves a label, in one transaction.',
    })
    .input(
      target.extend({
        template: templateRefSchema,
        version: z.number().int().positive(),
        /** Where the caller saw the label (null: nowhere). Another value in the store is a conflict. */
        expectedVersionId: versionIdSchema.nullable().optional(),
        idempotencyKey: z.uuid().optional(),
        reason: z.string().max(2000).default(''),
      }),
    )
    .output(publishOutcomeSchema),
  rollBack: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/roll-back',
      summary: 'Moves a label back to the previous (or a named) version.',
    })
    .input(
      target.extend({
        templateName: nameSchema,
        toVersion: z.number().int().positive().optional(),
        reason: z.string().max(2000).default(''),
      }),
    )
    .output(publishOutcomeSchema),
  listAudit: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/audit',
      summary: 'Who did what, newest first.',
    })
    .input(
      z
        .object({ remote: nameSchema, templateName: z.string().optional() })
        .extend(pageInputSchema.shape),
    )
    .output(pageOf(auditEntrySchema)),
}
