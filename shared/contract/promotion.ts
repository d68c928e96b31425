import { z } from 'zod'
import { instantSchema, method, nameSchema, pageInputSchema, pageOf } from './base.ts'
import { evidenceSchema } from './evidence.ts'

/** Labels follow what other registries accept, so that imports and exports keep them. */
export const labelSchema = z
  .string()
  .regex(
    /^[a-z0-9_.-]{1,36}$/,
    'A label has up to 36 lower-case letters, digits, "_", "-" and ".".',
  )

const verdict = z.object({ actor: z.string(), at: z.string(), comment: z.string() })

/** What a label asks of a version and what the version has of it. */
export const gateStateSchema = z.object({
  isProtected: z.boolean(),
  requiresGate: z.boolean(),
  /** Null: any gate that passed. */
  gate: z.string().nullable(),
  gateState: z.enum(['missing', 'passed', 'failed']),
  evidence: evidenceSchema.nullable(),
  requiredApprovals: z.number().int(),
  approvals: z.array(verdict),
  rejections: z.array(verdict),
  /** The label stood on it before: what passed once may come back. */
  hasStood: z.boolean(),
  isAllowed: z.boolean(),
})
export type GateState = z.infer<typeof gateStateSchema>

export const promotionEventSchema = z.object({
  at: instantSchema,
  kind: z.enum([
    'evidence',
    'approved',
    'rejected',
    'commented',
    'carried_out',
    'cancelled',
    'expired',
  ]),
  actor: z.string(),
  /** The login, which is what the store knows whatever the actor calls itself. */
  databaseUser: z.string(),
  comment: z.string(),
  evidence: evidenceSchema.nullable(),
})

export const promotionSchema = z.object({
  id: z.uuid(),
  templateName: z.string(),
  version: z.number().int(),
  label: z.string(),
  action: z.string(),
  /** `open`: waits for approvals or for a publisher; `scheduled`: waits for its time. */
  state: z.enum(['open', 'scheduled', 'carried_out', 'cancelled', 'expired']),
  reason: z.string(),
  effectiveFrom: instantSchema.nullable(),
  effectiveUntil: instantSchema.nullable(),
  proposedBy: z.string(),
  proposedAt: instantSchema,
  gate: gateStateSchema,
  events: z.array(promotionEventSchema),
})
export type Promotion = z.infer<typeof promotionSchema>

const labelRuleSchema = z.object({
  label: labelSchema,
  isProtected: z.boolean(),
  requiresGate: z.boolean(),
  gate: z.string().max(100).nullable(),
  requiredApprovals: z.number().int().min(0).max(20),
})
export type LabelRule = z.infer<typeof labelRuleSchema>

const byRemote = z.object({ remote: nameSchema })
const byPromotion = byRemote.extend({ promotion: z.uuid() })
const comment = z.string().max(2000).default('')

export const promotion = {
  list: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/promotions',
      summary: 'Proposed, scheduled and carried out promotions with their evidence, newest first.',
    })
    .input(
      byRemote
        .extend({
          templateName: z.string().optional(),
          /** Only those that still wait for something. */
          isOpen: z.boolean().optional(),
        })
        .extend(pageInputSchema.shape),
    )
    .output(pageOf(promotionSchema)),
  get: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/promotions/{promotion}',
      summary: 'One promotion with its evidence, approvals and comments.',
    })
    .input(byPromotion)
    .output(promotionSchema),
  review: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/promotions/{promotion}/review',
      summary: 'Approves, rejects or comments; nobody approves a version of their own.',
    })
    .input(byPromotion.extend({ verdict: z.enum(['approved', 'rejected', 'commented']), comment }))
    .output(promotionSchema),
  addEvidence: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/promotions/{promotion}/evidence',
      summary: 'Adds what a run showed of the version.',
    })
    .input(byPromotion.extend({ evidence: evidenceSchema }))
    .output(promotionSchema),
  cancel: method
    .route({
      method: 'POST',
      path: '/remotes/{remote}/promotions/{promotion}/cancel',
      summary: 'Calls off what is proposed or scheduled.',
    })
    .input(byPromotion.extend({ reason: comment }))
    .output(promotionSchema),
  listRules: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/label-rules',
      summary: 'What the protected labels ask for.',
    })
    .input(byRemote)
    .output(z.object({ items: z.array(labelRuleSchema) })),
  setRule: method
    .route({
      method: 'PUT',
      path: '/remotes/{remote}/label-rules/{label}',
      summary: 'Protects a label: a passed gate, approvals. Needs the admin role.',
    })
    .input(byRemote.extend(labelRuleSchema.shape))
    .output(labelRuleSchema),
}
