import { z } from 'zod'
import { bindingsSchema, method } from './base.ts'
import { problemSchema, whereSchema } from './errors.ts'
import { checkResultSchema } from './guardrail.ts'
import { contentSchema, roleSchema, templateRefSchema } from './template.ts'

export const renderedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('messages'),
    messages: z.array(z.object({ role: roleSchema, content: z.string() })),
  }),
])
export type Rendered = z.infer<typeof renderedSchema>

/** Blocked and failed renders are outcomes a caller must look at, so they are values, not throws. */
export const renderOutcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('success'), rendered: renderedSchema, guardrails: checkResultSchema }),
  z.object({ kind: z.literal('blocked'), guardrails: checkResultSchema }),
  z.object({
    kind: z.literal('failure'),
    code: z.string(),
    message: z.string(),
    problem: problemSchema,
  }),
])
export type RenderOutcome = z.infer<typeof renderOutcomeSchema>

const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  where: whereSchema.extend({
    endLine: z.number().int().optional(),
    endColumn: z.number().int().optional(),
  }),
})

const analysisSchema = z.object({
  variables: z.array(
    z.object({
      name: z.string(),
      isRequired: z.boolean(),
      isDeclared: z.boolean(),
      type: z.string(),
      lines: z.array(z.number().int()),
    }),
  ),
  filters: z.array(z.string()),
  partials: z.array(z.string()),
  isPortable: z.boolean(),
  portabilityReasons: z.array(z.string()),
  diagnostics: z.array(diagnosticSchema),
  /** JSON Schema of the inputs, proposed from use and declared variables. */
  proposedSchema: z.record(z.string(), z.unknown()),
})

/** What a template uses. */
export type TemplateAnalysis = z.infer<typeof analysisSchema>

/** Either a stored template (its draft, or a version) or content that was never saved. */
export const renderSourceSchema = z.union([
  z.strictObject({ template: templateRefSchema, version: z.number().int().positive().optional() }),
  z.strictObject({ content: contentSchema, name: z.string().default('preview') }),
])

export const render = {
  preview: method
    .route({
      method: 'POST',
      path: '/render',
      summary: 'Renders with guardrails, exactly as production would.',
    })
    .input(
      z.object({
        source: renderSourceSchema,
        bindings: bindingsSchema.optional(),
        /** Bindings as JSON text: keeps 1.0, big integers and key order, which parsed JSON loses. */
        bindingsJson: z.string().optional(),
        withGuardrails: z.boolean().default(true),
      }),
    )
    .output(renderOutcomeSchema),
  check: method
    .route({
      method: 'POST',
      path: '/render/check',
      summary: 'What a template uses and what is wrong with it.',
    })
    .input(z.object({ source: renderSourceSchema }))
    .output(analysisSchema),
}
