import { z } from 'zod'
import { caseChecksSchema } from '../../domain/assertions/case-checks.ts'
import {
  bindingsSchema,
  caseIdSchema,
  jsonSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
} from '../base.ts'
import {
  caseSchema,
  datasetRefSchema,
  datasetRulesSchema,
  datasetSchema,
  rowProblemSchema,
  splitPlanSchema,
  splitSchema,
} from './shapes.ts'

/** A case as people write it; what is left out is empty. */
const newCaseSchema = z.object({
  inputs: bindingsSchema,
  expected: jsonSchema.nullable().default(null),
  tags: z.array(z.string()).default([]),
  metadata: z.record(z.string(), jsonSchema).default({}),
  recordedOutputs: z.record(z.string(), z.string()).default({}),
  checks: caseChecksSchema.nullable().default(null),
  /** Null: dealt out by the dataset's plan, where there is one. */
  split: splitSchema.nullable().default(null),
})
export type NewCase = z.infer<typeof newCaseSchema>

/** A row of a draft: the id of the case in the version below, or `new:N` for one that was added. */
const rowKey = z.string().max(60)

/** What changes in a row; what is left out stays. `inputs` and `metadata` name only what changes. */
const changesSchema = z.object({
  inputs: bindingsSchema.optional(),
  droppedInputs: z.array(z.string()).optional(),
  expected: jsonSchema.nullable().optional(),
  tags: z.array(z.string()).optional(),
  metadata: z.record(z.string(), jsonSchema).optional(),
  droppedMetadata: z.array(z.string()).optional(),
  checks: caseChecksSchema.nullable().optional(),
  split: splitSchema.nullable().optional(),
})
export type CaseChanges = z.infer<typeof changesSchema>

const datasetEditSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('change'), row: rowKey, changes: changesSchema }),
  /** Behind another row; null: before all. */
  z.object({ kind: z.literal('add'), after: rowKey.nullable(), content: newCaseSchema }),
  z.object({ kind: z.literal('duplicate'), row: rowKey }),
  z.object({ kind: z.literal('remove'), rows: z.array(rowKey).min(1).max(100_000) }),
])
export type DatasetEdit = z.infer<typeof datasetEditSchema>

const datasetDraftSchema = z.object({
  /** The version that the edits are applied to. */
  baseVersion: z.number().int(),
  /** Counts every change; a writer names the one it saw, so that two tabs never edit blindly. */
  revision: z.number().int(),
  changed: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
  rowCount: z.number().int(),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
})
export type DatasetDraft = z.infer<typeof datasetDraftSchema>

const draftRowSchema = newCaseSchema.extend({
  row: rowKey,
  /** Of the version below; null for an added row. */
  ordinal: z.number().int().nullable(),
  state: z.enum(['same', 'changed', 'added']),
})
export type DraftRow = z.infer<typeof draftRowSchema>

const byDataset = z.object({ dataset: datasetRefSchema })
const byDraft = byDataset.extend({ revision: z.number().int() })
const duplicateGroupSchema = z.object({
  kind: z.enum(['exact', 'near']),
  /** Least likeness to the first case, 0 to 1. */
  similarity: z.number(),
  /** The first is the one to keep. */
  cases: z.array(caseSchema.pick({ id: true, ordinal: true, inputs: true, split: true })),
})
export type DuplicateGroups = z.infer<typeof duplicateGroupSchema>

const caseChangeSchema = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  id: caseIdSchema,
  ordinal: z.number().int(),
  /** What is different, for a changed case. */
  fields: z.array(z.string()),
  before: caseSchema.nullable(),
  after: caseSchema.nullable(),
})
export type CaseChange = z.infer<typeof caseChangeSchema>

/** Work on the cases of a dataset. Versions never change: each of these ends in the next one. */
export const editing = {
  listVersions: method
    .route({ method: 'GET', path: '/datasets/{dataset}/versions', summary: 'Newest first.' })
    .input(byDataset)
    .output(z.object({ items: z.array(datasetSchema) })),
  diff: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/diff',
      summary: 'What changed between two versions, case by case; counts are of all.',
    })
    .input(byDataset.extend({ from: z.coerce.number().int(), to: z.coerce.number().int() }))
    .output(
      z.object({
        added: z.number().int(),
        removed: z.number().int(),
        changed: z.number().int(),
        /** The first 500. */
        changes: z.array(caseChangeSchema),
      }),
    ),
  getDraft: method
    .route({ method: 'GET', path: '/datasets/{dataset}/draft', summary: 'How far the edits are.' })
    .input(byDataset)
    .output(datasetDraftSchema),
  listDraftCases: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/draft/cases',
      summary: 'The rows as the edits leave them.',
    })
    .input(byDataset.extend(pageInputSchema.shape))
    .output(pageOf(draftRowSchema)),
  edit: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/draft/edits',
      summary: 'Adds an edit to the draft, stored at once; a stale revision is a conflict.',
    })
    .input(byDraft.extend({ edit: datasetEditSchema }))
    .output(datasetDraftSchema),
  undoEdit: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/draft/undo',
      summary: 'Takes back an edit.',
    })
    .input(byDraft)
    .output(datasetDraftSchema),
  redoEdit: method
    .route({ method: 'POST', path: '/datasets/{dataset}/draft/redo', summary: 'Does it again.' })
    .input(byDraft)
    .output(datasetDraftSchema),
  saveDraft: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/draft/save',
      summary: 'Makes the next version of the draft; all rows have to meet the rules.',
    })
    .input(byDraft.extend({ note: z.string().max(2000).default('') }))
    .output(datasetSchema),
  discardDraft: method
    .route({ method: 'DELETE', path: '/datasets/{dataset}/draft', summary: 'Drops all edits.' })
    .input(byDraft)
    .output(datasetDraftSchema),
  addCases: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/cases',
      summary: 'Adds cases as the next version, of a new dataset where none has this name.',
    })
    .input(z.object({ dataset: nameSchema, cases: z.array(newCaseSchema).min(1).max(1000) }))
    .output(datasetSchema),
  removeCases: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/cases/remove',
      summary: 'The newest version without these cases, as the next.',
    })
    .input(byDataset.extend({ cases: z.array(caseIdSchema).min(1).max(100_000) }))
    .output(datasetSchema),
  setRules: method
    .route({
      method: 'PUT',
      path: '/datasets/{dataset}/rules',
      summary: 'JSON Schemas that every further version has to meet; the newest has to already.',
    })
    .input(byDataset.extend({ rules: datasetRulesSchema.nullable() }))
    .output(datasetSchema),
  checkRules: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/rules/check',
      summary: 'Which cases of the newest version do not meet schemas.',
    })
    .input(byDataset.extend({ rules: datasetRulesSchema }))
    .output(z.object({ problems: z.array(rowProblemSchema), problemCount: z.number().int() })),
  split: method
    .route({
      method: 'POST',
      path: '/datasets/{dataset}/split',
      summary: 'Deals the cases out, now and in every further version; null ends it.',
    })
    .input(byDataset.extend({ plan: splitPlanSchema.nullable() }))
    .output(datasetSchema),
  checkSplits: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/splits',
      summary: 'Cases that say the same in the holdout and elsewhere: leaks.',
    })
    .input(byDataset)
    .output(z.object({ leaks: z.array(duplicateGroupSchema) })),
  findDuplicates: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/duplicates',
      summary: 'Groups of cases that say the same, exactly or nearly. Removes nothing.',
    })
    .input(byDataset.extend({ threshold: z.coerce.number().min(0.5).max(1).default(0.85) }))
    .output(z.object({ groups: z.array(duplicateGroupSchema) })),
}
