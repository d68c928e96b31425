import { z } from 'zod'
import {
  idPrefixSchema,
  instantSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
} from './base.ts'

export const executionSchema = z.object({
  id: z.string(),
  templateName: z.string(),
  templateVersion: z.number().int().nullable(),
  arm: z.string().nullable(),
  userId: z.string().nullable(),
  requestId: z.string().nullable(),
  environment: z.string().nullable(),
  status: z.string(),
  responseTimeMs: z.number().nullable(),
  tokenCount: z.number().int().nullable(),
  costUsd: z.number().nullable(),
  inputVariables: z.unknown(),
  renderedPrompt: z.string().nullable(),
  errorMessage: z.string().nullable(),
  guardrailAction: z.string().nullable(),
  violationCount: z.number().int(),
  /** As the service recorded them: what was found is masked, spans are of the original text. */
  violations: z.unknown(),
  model: z.string().nullable(),
  sessionId: z.string().nullable(),
  responseText: z.string().nullable(),
  executedAt: instantSchema,
})
export type Execution = z.infer<typeof executionSchema>

export const performanceSchema = z.object({
  templateName: z.string(),
  version: z.number().int(),
  totalExecutions: z.number().int(),
  successRate: z.number().nullable(),
  averageResponseTimeMs: z.number().nullable(),
  averageTokenCount: z.number().nullable(),
  averageCostUsd: z.number().nullable(),
})

export const violationGroupSchema = z.object({
  guardrail: z.string(),
  type: z.string().nullable(),
  templateName: z.string().nullable(),
  count: z.number().int(),
  users: z.number().int(),
  lastAt: instantSchema,
})

export const execution = {
  list: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/executions',
      summary: 'Executions of production services, newest first.',
    })
    .input(
      z
        .object({
          remote: nameSchema,
          templateName: z.string().optional(),
          /** Only what failed, or only what violated a guardrail. */
          show: z.enum(['all', 'failed', 'violations']).default('all'),
          version: z.number().int().optional(),
          arm: z.string().optional(),
          model: z.string().optional(),
          userId: z.string().optional(),
          requestId: z.string().optional(),
          /** Only executions whose id begins so: a whole id finds one of any age. */
          idPrefix: idPrefixSchema.optional(),
        })
        .extend(pageInputSchema.shape),
    )
    .output(pageOf(executionSchema)),
  violations: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/violations',
      summary: 'What guardrails caught, by guardrail and template, the most frequent first.',
    })
    .input(
      z.object({
        remote: nameSchema,
        /** Back from now; a week by default. */
        hours: z.number().int().min(1).max(2160).default(168),
        templateName: z.string().optional(),
      }),
    )
    .output(z.object({ items: z.array(violationGroupSchema) })),
  performance: method
    .route({
      method: 'GET',
      path: '/remotes/{remote}/performance',
      summary: 'Figures per published version.',
    })
    .input(z.object({ remote: nameSchema }))
    .output(z.object({ items: z.array(performanceSchema) })),
}
