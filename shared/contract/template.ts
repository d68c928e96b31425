import { z } from 'zod'
import { instantSchema, jsonSchema, nameSchema, templateIdSchema, versionIdSchema } from './base.ts'

export const roleSchema = z.enum(['system', 'user', 'assistant', 'tool'])

/** As much as one rendering may write, too. */
const templateTextSchema = z
  .string()
  .max(1_000_000, 'A text of a template has at most 1,000,000 characters.')

const messageSchema = z.union([
  z.strictObject({ role: roleSchema, content: templateTextSchema }),
  z.strictObject({ placeholder: z.string().min(1).max(100) }),
])

/** A template is one text or a list of messages and placeholders for message lists. */
export const bodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: templateTextSchema }),
  z.strictObject({ kind: z.literal('messages'), messages: z.array(messageSchema).max(500) }),
])
export type Body = z.infer<typeof bodySchema>

const dialectSchema = z.enum(['jinja2', 'nunjucks'])

export const variableSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'A variable name has letters, digits and "_" only.'),
  type: z
    .enum(['string', 'integer', 'number', 'boolean', 'array', 'object', 'any'])
    .default('string'),
  required: z.boolean().default(true),
  description: z.string().max(2000).default(''),
  example: jsonSchema.optional(),
  /** What JSON Schema says of the value beyond its type: allowed values, a default, members, items. */
  schema: z.record(z.string(), jsonSchema).optional(),
})
export type Variable = z.infer<typeof variableSchema>

export const toolSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'A tool name has letters, digits, "_" and "-".'),
  description: z.string().max(5000).default(''),
  /** JSON Schema of the arguments. */
  parameters: z.record(z.string(), jsonSchema).default({}),
})
export type Tool = z.infer<typeof toolSchema>

export const modelSettingsSchema = z.strictObject({
  model: z.string().max(200).optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.number().int().min(1).optional(),
  topP: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  stopSequences: z.array(z.string()).max(16).optional(),
  /** What the model may call, in OpenAI's form; nothing is called here: the calls are the output. */
  tools: z.array(toolSchema).max(100).optional(),
  /** JSON Schema that the answer has to meet. */
  responseSchema: z.record(z.string(), jsonSchema).optional(),
})

/**
 * Another template's text as it was taken over for include, import or extends. Production renders
 * this text, so that a later version of the partial changes nothing that was tested and published.
 */
const partialSchema = z.strictObject({
  versionId: versionIdSchema,
  text: z.string().max(1_000_000),
})

/** What a version freezes and its hash covers: all that decides what production renders. */
export const contentSchema = z.strictObject({
  body: bodySchema,
  dialect: dialectSchema.default('jinja2'),
  undefinedPolicy: z.enum(['strict', 'lenient']).default('strict'),
  variables: z.array(variableSchema).max(200).default([]),
  modelSettings: modelSettingsSchema.default({}),
  /** By name; left out where nothing is included. The core keeps it in step with the body. */
  partials: z
    .record(nameSchema, partialSchema)
    .refine(
      (partials) => Object.keys(partials).length <= 100,
      'A template has 100 partials at most.',
    )
    .optional(),
})
export type Content = z.infer<typeof contentSchema>

export const templateSummarySchema = z.object({
  id: templateIdSchema,
  name: nameSchema,
  category: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  latestVersion: z.number().int().nullable(),
  labels: z.array(z.object({ remote: z.string(), label: z.string(), version: z.number().int() })),
  isDraftChanged: z.boolean(),
  archivedAt: instantSchema.nullable(),
  updatedAt: instantSchema,
})
export type TemplateSummary = z.infer<typeof templateSummarySchema>

export const draftSchema = z.object({
  content: contentSchema,
  /** Counts every save; a writer names the one it started from, so two tabs never overwrite blindly. */
  revision: z.number().int(),
  parentVersionId: versionIdSchema.nullable(),
  savedAt: instantSchema,
})

export const templateSchema = templateSummarySchema.extend({
  draft: draftSchema,
  /** Bindings the author keeps for the preview; not part of any version. */
  sampleBindings: z.record(z.string(), jsonSchema),
})
export type Template = z.infer<typeof templateSchema>

export const versionSummarySchema = z.object({
  id: versionIdSchema,
  templateId: templateIdSchema,
  number: z.number().int().positive(),
  contentHash: z.string(),
  parentVersionId: versionIdSchema.nullable(),
  author: z.string(),
  note: z.string(),
  createdAt: instantSchema,
})
export const versionSchema = versionSummarySchema.extend({ content: contentSchema })
export type VersionSummary = z.infer<typeof versionSummarySchema>
export type Version = z.infer<typeof versionSchema>

/** A draft that was replaced before it became a version. */
export const recoverySchema = z.object({
  id: z.uuid(),
  reason: z.string(),
  createdAt: instantSchema,
  content: contentSchema,
})
export type Recovery = z.infer<typeof recoverySchema>

/** A template is named by id in links and by name on the command line. */
export const templateRefSchema = z.union([templateIdSchema, nameSchema])

/** `new`: no version yet; `changed`: the draft differs from the version it began with; else `saved`. */
export const templateStateSchema = z.enum(['new', 'changed', 'saved'])
export type TemplateState = z.infer<typeof templateStateSchema>

const facetSchema = z.array(z.object({ value: z.string(), count: z.number().int() }))

/** What a list can be narrowed to, with how many templates each has; archived ones are not counted. */
export const facetsSchema = z.object({
  categories: facetSchema,
  tags: facetSchema,
  labels: facetSchema,
  states: z.array(z.object({ value: templateStateSchema, count: z.number().int() })),
})
export type Facets = z.infer<typeof facetsSchema>
