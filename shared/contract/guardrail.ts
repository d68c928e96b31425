import { z } from 'zod'
import { method } from './base.ts'

export const guardrailStageSchema = z.enum(['input', 'prompt', 'output'])
export const guardrailActionSchema = z.enum(['allow', 'warn', 'redact', 'block'])
export const severitySchema = z.enum(['critical', 'high', 'medium', 'low'])

export const violationSchema = z.object({
  guardrailId: z.string(),
  guardrailName: z.string(),
  type: z.string(),
  severity: severitySchema,
  action: guardrailActionSchema,
  entity: z.string().nullable(),
  /** UTF-16 offsets into the text (or variable) that was checked. */
  start: z.number().int(),
  end: z.number().int(),
  score: z.number().nullable(),
  variable: z.string().nullable(),
  masked: z.string(),
  message: z.string(),
})

export const checkResultSchema = z.object({
  action: guardrailActionSchema,
  violations: z.array(violationSchema),
  /** Guardrails that could not be evaluated: counted and shown, never silently "fine". */
  failures: z.array(z.object({ guardrailName: z.string(), message: z.string() })),
})
export type CheckResultView = z.infer<typeof checkResultSchema>

export const guardrailSchema = z.object({
  id: z.string(),
  name: z.string(),
  stages: z.array(guardrailStageSchema),
  severity: severitySchema,
  action: guardrailActionSchema,
  /** The rule in the shape of `shared/domain/guardrails`, validated there. */
  rule: z.looseObject({ type: z.string() }),
  onError: z.enum(['open', 'closed']),
  isEnabled: z.boolean(),
  description: z.string(),
})
export type GuardrailView = z.infer<typeof guardrailSchema>

export const guardrail = {
  list: method
    .route({ method: 'GET', path: '/guardrails', summary: 'All guardrails of the workspace.' })
    .output(z.object({ items: z.array(guardrailSchema) })),
  update: method
    .route({
      method: 'PATCH',
      path: '/guardrails/{name}',
      summary: 'Enables or disables a guardrail, or changes its action.',
    })
    .input(
      z.object({
        name: z.string(),
        isEnabled: z.boolean().optional(),
        action: guardrailActionSchema.optional(),
      }),
    )
    .output(guardrailSchema),
  check: method
    .route({
      method: 'POST',
      path: '/guardrails/check',
      summary: 'Checks one text with the enabled guardrails.',
    })
    .input(
      z.object({ text: z.string().max(2_000_000), stage: guardrailStageSchema.default('input') }),
    )
    .output(checkResultSchema.extend({ redactedText: z.string().nullable() })),
}
