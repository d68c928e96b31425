import { z } from 'zod'
import {
  instantSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
  versionIdSchema,
} from './base.ts'
import { evidenceSchema } from './evidence.ts'
import { gateStateSchema, labelSchema } from './promotion.ts'
import { templateRefSchema } from './template.ts'

export { labelSchema } from './promotion.ts'

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

const publishPlanSchema = z.object({
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
  /**
   * A colleague went on from the same version: what the label stands on is not in this one's history,
   * nor the other way round. Publishing would drop what the colleague changed; a rebase keeps both.
   */
  isFork: z.boolean(),
  /** What the label asks for, and whether this version may have it. */
  gate: gateStateSchema,
  /** Where the label will go by itself: scheduled promotions, and the end of the present one. */
  upcoming: z.array(
    z.object({
      at: instantSchema,
      kind: z.enum(['promotion', 'expiry']),
      version: z.number().int().nullable(),
    }),
  ),
})
export type PublishPlan = z.infer<typeof publishPlanSchema>

export const publishActionSchema = z.enum(['publish', 'schedule', 'propose', 'roll_back'])
export type PublishAction = z.infer<typeof publishActionSchema>

export const publishOutcomeSchema = z.object({
  action: publishActionSchema,
  published: publishedVersionSchema,
  label: z.string(),
  previousVersion: z.number().int().nullable(),
  /** True where the same idempotency key was applied before: nothing was done twice. */
  isReplay: z.boolean(),
  /** Set when the number was taken and the version got the next one. */
  renumberedFrom: z.number().int().nullable(),
})
export type PublishOutcome = z.infer<typeof publishOutcomeSchema>

const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  /** Who the application said it was. */
  actor: z.string(),
  /** The login, which is what the store knows whatever the actor calls itself. */
  databaseUser: z.string(),
  action: z.string(),
  templateName: z.string().nullable(),
  label: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

const movableLabel = labelSchema.refine((label) => label !== 'latest', {
  message: 'The label "latest" moves by itself.',
})
const target = z.object({ remote: nameSchema, label: movableLabel.default('production') })
const publishTarget = target.extend({
  template: templateRefSchema,
  version: z.number().int().positive(),
  /** Why the label may move: kept with the promotion. */
  evidence: evidenceSchema.optional(),
})
const reason = z.string().max(2000).default('')
const versionInStore = z.object({
  remote: nameSchema,
  templateName: nameSchema,
  version: z.number().int().positive(),
  reason: z.string().max(2000).default(''),
})
const idempotencyKey = z.uuid().optional()

const pulledSchema = z.object({
  newTemplates: z.array(z.string()),
  newVersions: z.array(z.object({ templateName: z.string(), version: z.number().int() })),
  /** Versions of this workspace whose number a colleague's published version has. */
  renumbered: z.array(
    z.object({ templateName: z.string(), from: z.number().int(), to: z.number().int() }),
  ),
  labels: z.number().int(),
  experiments: z.number().int(),
  guardrails: z.number().int(),
  /** Hours of statistics that were new or changed. */
  rollups: z.number().int(),
  /** What could not be taken over, each with the reason. */
  skipped: z.array(
    z.object({ templateName: z.string(), version: z.number().int(), reason: z.string() }),
  ),
})
export type Pulled = z.infer<typeof pulledSchema>

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
    .input(publishTarget)
    .output(publishPlanSchema),
  publish: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/publish',
      summary: 'Publishes a version and moves a label, in one transaction.',
    })
    .input(
      publishTarget.extend({
        /** Where the caller saw the label (null: nowhere). Another value in the store is a conflict. */
        expectedVersionId: versionIdSchema.nullable().optional(),
        /** The label moves at this time by itself; absent: now. */
        effectiveFrom: instantSchema.optional(),
        /** At this time the label goes back to where it stood. */
        effectiveUntil: instantSchema.optional(),
        idempotencyKey,
        reason,
      }),
    )
    .output(publishOutcomeSchema),
  propose: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/propose',
      summary: 'Publishes a version without its label and asks colleagues to approve the move.',
    })
    .input(publishTarget.extend({ idempotencyKey, reason }))
    .output(publishOutcomeSchema),
  pull: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/pull',
      summary: 'Brings colleagues’ versions, labels, experiments, guardrails and statistics here.',
    })
    .input(z.object({ remote: nameSchema }))
    .output(pulledSchema),
  rebase: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/rebase',
      summary: 'Puts one’s version on top of the published one, into the draft.',
    })
    .input(publishTarget.omit({ evidence: true }))
    .output(
      z.object({
        /** The published version that the draft now continues. */
        onto: z.number().int(),
        /** Parts that both changed in the same place: the draft shows both between markers. */
        conflicts: z.array(z.string()),
      }),
    ),
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
        idempotencyKey,
        reason,
      }),
    )
    .output(publishOutcomeSchema),
  activate: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/templates/{templateName}/versions/{version}/activate',
      summary: 'Makes a published version the active one: moves "production" to it.',
    })
    .input(versionInStore)
    .output(publishOutcomeSchema),
  deactivate: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/templates/{templateName}/versions/{version}/deactivate',
      summary: 'Takes the active version out of service: "production" then stands nowhere.',
    })
    .input(versionInStore)
    .output(publishedVersionSchema),
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
