import { z } from 'zod'
import { bindingsSchema, caseIdSchema, instantSchema, jsonSchema, runIdSchema } from '../base.ts'
import { checkResultSchema, violationSchema } from '../guardrail.ts'
import { tokenUsageSchema } from '../model.ts'
import { renderedSchema } from '../render.ts'
import { runColumnSchema } from './column.ts'

/** What one assertion said of an answer. */
const checkOutcomeSchema = z.object({
  type: z.string(),
  isPassed: z.boolean(),
  score: z.number(),
  reason: z.string(),
})

const resultStatusSchema = z.enum(['passed', 'failed', 'error'])

const resultSchema = z.object({
  id: z.number().int(),
  columnKey: z.string(),
  caseId: caseIdSchema,
  ordinal: z.number().int(),
  status: resultStatusSchema,
  output: z.string().nullable(),
  outcomes: z.array(checkOutcomeSchema),
  error: z.string().nullable(),
  latencyMs: z.number(),
  usage: tokenUsageSchema.nullable(),
  /** In US dollars; null: not known. */
  cost: z.number().nullable(),
  finishReason: z.string().nullable(),
  /** The answer was kept from an earlier call. */
  isCached: z.boolean(),
  /** Which of the cell's repeats; the first is 0. */
  repeat: z.number().int(),
  /** What its own assertions said, where a person or a comparison judged it since; else null. */
  firstStatus: z.enum(['passed', 'failed', 'error']).nullable(),
})
export type Result = z.infer<typeof resultSchema>

const repeatCountsSchema = z.object({
  passed: z.number().int(),
  failed: z.number().int(),
  errors: z.number().int(),
})

/** One case across all columns: what a row of the results grid shows. */
export const resultRowSchema = z.object({
  caseId: caseIdSchema,
  ordinal: z.number().int(),
  inputs: bindingsSchema,
  expected: jsonSchema.nullable(),
  /** The first repeat of each column. */
  cells: z.record(z.string(), resultSchema),
  /** How all repeats of a column ended; empty where cells are asked once. */
  repeats: z.record(z.string(), repeatCountsSchema),
})

/** A judgement after the cell's own: by a person ("human"), or by comparing the answers of a case. */
const judgementSchema = z.object({
  kind: z.string(),
  isPassed: z.boolean(),
  score: z.number(),
  reason: z.string(),
  author: z.string(),
  cost: z.number().nullable(),
  createdAt: instantSchema,
})
export type Judgement = z.infer<typeof judgementSchema>

/** How one cell over a case ended, and where it was. */
export const caseResultSchema = resultSchema
  .pick({ id: true, ordinal: true, status: true, repeat: true })
  .extend({
    run: runIdSchema,
    /** When the run was begun. */
    runAt: instantSchema,
    /** In which the case was run; `ordinal` is its place there. */
    datasetVersion: z.number().int(),
    column: runColumnSchema,
  })
export type CaseResult = z.infer<typeof caseResultSchema>

export const resultDetailSchema = resultSchema.extend({
  inputs: bindingsSchema,
  expected: jsonSchema.nullable(),
  rendered: renderedSchema.nullable(),
  violations: z.array(violationSchema),
  /** Guardrails that could not be evaluated on this cell. */
  guardrailFailures: checkResultSchema.shape.failures,
  /** Weighted mean of the assertions, 0 to 1. */
  score: z.number(),
  namedScores: z.record(z.string(), z.number()),
  /** In US dollars; null: no judge was asked, or its price is not known. */
  judgeCost: z.number().nullable(),
  /** The other repeats of the same cell. */
  otherRepeats: z.array(
    z.object({ id: z.number().int(), repeat: z.number().int(), status: resultStatusSchema }),
  ),
  /** What was judged later, oldest first. */
  judgements: z.array(judgementSchema),
  /** Errors of this cell that were tried again, oldest first. */
  retriedErrors: z.array(z.string()),
})
