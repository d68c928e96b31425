import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { assertionSchema } from '../../domain/assertions/schema.ts'
import { reportFormats } from '../../domain/reports/formats.ts'
import {
  caseIdSchema,
  datasetIdSchema,
  idPrefixSchema,
  instantSchema,
  method,
  pageInputSchema,
  pageOf,
  runIdSchema,
  templateIdSchema,
} from '../base.ts'
import { datasetRefSchema } from '../dataset/dataset.ts'
import { errorCodeSchema } from '../errors.ts'
import { modelRefSchema } from '../model.ts'
import { templateRefSchema } from '../template.ts'
import { runColumnSchema } from './column.ts'
import { comparisonSchema, repeatSummarySchema, trendPointSchema } from './comparison.ts'
import { forecastSchema } from './forecast.ts'
import { caseResultSchema, resultDetailSchema, resultRowSchema } from './result.ts'
import { runSettingsSchema } from './settings.ts'

export { loadAssertions } from '../../domain/assertions/reading/load.ts'
export { loadNamedAssertion } from '../../domain/assertions/reading/text-form.ts'
export { type Assertion, assertionSchema, assertionTypes } from '../../domain/assertions/schema.ts'
export { type ReportFormat, reportFormats } from '../../domain/reports/formats.ts'

const runStatusSchema = z.enum([
  'queued',
  'running',
  'paused',
  'interrupted',
  'finished',
  'cancelled',
])

const columnFiguresSchema = z.object({
  key: z.string(),
  passed: z.number().int(),
  failed: z.number().int(),
  errors: z.number().int(),
  /** passed / (passed + failed + errors); null before the first result. */
  passRate: z.number().nullable(),
  meanLatencyMs: z.number().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** In US dollars; null where an answer's price is not known. */
  cost: z.number().nullable(),
  /** What judges cost on top, as far as it is known. */
  judgeCost: z.number(),
})

export const runSchema = z.object({
  id: runIdSchema,
  status: runStatusSchema,
  datasetId: datasetIdSchema,
  datasetName: z.string(),
  datasetVersion: z.number().int(),
  columns: z.array(runColumnSchema),
  assertions: z.array(assertionSchema),
  /** Least mean score of a case that passes; null: every assertion must pass. */
  threshold: z.number().nullable(),
  /** How often each cell is asked. */
  repeats: z.number().int(),
  /** The splits whose cases are run; null: all. */
  splits: z.array(z.string()).nullable(),
  /** The model that judges and the one that embeds, for assertions that ask one. */
  judge: z.string().nullable(),
  embedder: z.string().nullable(),
  usesCache: z.boolean(),
  /** US dollars after which no further cell is begun; null: no cap. */
  maxCost: z.number().nullable(),
  /** Why a run stopped by itself before its end. */
  stopReason: z.string().nullable(),
  totalCells: z.number().int(),
  doneCells: z.number().int(),
  figures: z.array(columnFiguresSchema),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
})
export type Run = z.infer<typeof runSchema>

/** Counts only, never rows, at most four a second. */
const runProgressSchema = z.object({
  runId: runIdSchema,
  status: runStatusSchema,
  doneCells: z.number().int(),
  totalCells: z.number().int(),
  failed: z.number().int(),
  errors: z.number().int(),
  cellsPerSecond: z.number().nullable(),
  remainingMs: z.number().nullable(),
})
export type RunProgress = z.infer<typeof runProgressSchema>

const byRun = z.object({ run: runIdSchema })
const columnInput = z.object({
  template: templateRefSchema,
  version: z.number().int().positive(),
  model: modelRefSchema,
})

const startInput = z.object({
  dataset: datasetRefSchema,
  columns: z.array(columnInput).min(1).max(50),
  assertions: z.array(assertionSchema).max(50),
  threshold: z.number().min(0).max(1).optional(),
  /** How often each cell is asked: for models that do not always answer the same. */
  repeats: z.number().int().min(1).max(100).default(1),
  /** Only cases of these splits; every case where absent. */
  splits: z.array(z.string().min(1).max(50)).min(1).max(10).optional(),
  /** Asked by assertions that need a judge, e.g. llm-rubric. */
  judge: modelRefSchema.optional(),
  /** Asked by assertions that compare meanings, e.g. similar. */
  embedder: modelRefSchema.optional(),
  /** Answers kept from earlier calls with the same model, prompt and settings are used again. */
  usesCache: z.boolean().default(true),
  /** US dollars; needs a price for every model. */
  maxCost: z.number().positive().optional(),
})

/** A variable that a version cannot be rendered without, and that cases do not have. */
const lackingSchema = z.object({
  templateId: templateIdSchema,
  templateName: z.string(),
  version: z.number().int(),
  variable: z.string(),
  cases: z.number().int(),
  /** The first of these cases. */
  ordinal: z.number().int(),
  /** An input of the dataset with nearly this name. */
  suggestion: z.string().nullable(),
})
export type Lacking = z.infer<typeof lackingSchema>

export const run = {
  list: method
    .route({ method: 'GET', path: '/runs', summary: 'All runs, newest first.' })
    .input(
      pageInputSchema.extend({
        /** Only runs in which all of these were played: a version of this template, this dataset … */
        template: templateIdSchema.optional(),
        dataset: datasetIdSchema.optional(),
        /** … in this version, by this model, as runs name it. */
        datasetVersion: z.coerce.number().int().positive().optional(),
        model: z.string().min(1).max(200).optional(),
        /** Only runs whose id begins so. */
        idPrefix: idPrefixSchema.optional(),
      }),
    )
    .output(pageOf(runSchema)),
  get: method
    .route({ method: 'GET', path: '/runs/{run}', summary: 'One run with its figures.' })
    .input(byRun)
    .output(runSchema),
  start: method
    .route({
      method: 'POST',
      path: '/runs',
      summary: 'Starts a run of columns (version × model) over a dataset; returns at once.',
    })
    .input(startInput)
    .output(runSchema),
  checkInputs: method
    .route({
      method: 'POST',
      path: '/runs/check-inputs',
      summary: 'Which variables that versions need are missing in how many cases; nothing is run.',
    })
    .input(
      z.object({
        dataset: datasetRefSchema,
        versions: z
          .array(columnInput.omit({ model: true }))
          .min(1)
          .max(50),
        splits: startInput.shape.splits,
      }),
    )
    .output(z.object({ items: z.array(lackingSchema) })),
  forecast: method
    .route({
      method: 'POST',
      path: '/runs/forecast',
      summary: 'What a run would use and cost; nothing is called.',
    })
    .input(startInput)
    .output(forecastSchema),
  cancel: method
    .route({
      method: 'POST',
      path: '/runs/{run}/cancel',
      summary: 'Stops a run; what it has stays.',
    })
    .input(byRun)
    .output(runSchema),
  getSettings: method
    .route({ method: 'GET', path: '/run-settings', summary: 'How runs behave in this workspace.' })
    .output(runSettingsSchema),
  updateSettings: method
    .route({
      method: 'PATCH',
      path: '/run-settings',
      summary: 'Scripts in assertions, and how long and how many answers are kept.',
    })
    .input(runSettingsSchema.partial())
    .output(runSettingsSchema),
  pause: method
    .route({
      method: 'POST',
      path: '/runs/{run}/pause',
      summary: 'Begins no further cell; those under way are kept. Resume goes on.',
    })
    .input(byRun)
    .output(runSchema),
  retry: method
    .route({
      method: 'POST',
      path: '/runs/{run}/retry',
      summary: 'Asks again for the cells that ended in an error, and for no other.',
    })
    .input(byRun)
    .output(runSchema),
  rate: method
    .route({
      method: 'POST',
      path: '/runs/{run}/results/{result}/rate',
      summary: 'A person passes or fails one result; figures follow, the first verdict is kept.',
    })
    .input(
      byRun.extend({
        result: z.coerce.number().int(),
        isPassed: z.boolean(),
        /** 0 to 1; else 1 for passed and 0 for failed. */
        score: z.number().min(0).max(1).optional(),
        note: z.string().max(2000).default(''),
      }),
    )
    .output(resultDetailSchema),
  resume: method
    .route({
      method: 'POST',
      path: '/runs/{run}/resume',
      summary: 'Runs only the cells that have no result yet.',
    })
    .input(byRun)
    .output(runSchema),
  watch: method
    .route({ method: 'GET', path: '/runs/{run}/progress', summary: 'Progress until the run ends.' })
    .input(byRun)
    .output(eventIterator(runProgressSchema)),
  listResults: method
    .route({
      method: 'GET',
      path: '/runs/{run}/results',
      summary: 'Results, one row per case, in dataset order.',
    })
    .input(
      byRun
        .extend({ filter: z.enum(['all', 'failed', 'errors', 'differing']).default('all') })
        .extend(pageInputSchema.shape),
    )
    .output(pageOf(resultRowSchema)),
  listCaseResults: method
    .route({
      method: 'GET',
      path: '/datasets/{dataset}/cases/{case}/results',
      summary: 'How one case ended in every run over it, in any version, the newest run first.',
    })
    .input(
      z.object({ dataset: datasetRefSchema, case: caseIdSchema }).extend(pageInputSchema.shape),
    )
    .output(pageOf(caseResultSchema)),
  listErrors: method
    .route({
      method: 'GET',
      path: '/runs/{run}/errors',
      summary: 'What kinds of errors the cells of a run ended in, the most frequent first.',
    })
    .input(byRun)
    .output(
      z.object({
        items: z.array(
          z.object({
            column: z.string(),
            code: errorCodeSchema,
            count: z.number().int(),
            example: z.string(),
          }),
        ),
      }),
    ),
  getResult: method
    .route({
      method: 'GET',
      path: '/runs/{run}/results/{result}',
      summary: 'Everything about one cell.',
    })
    .input(byRun.extend({ result: z.coerce.number().int() }))
    .output(resultDetailSchema),
  export: method
    .route({
      method: 'GET',
      path: '/runs/{run}/export',
      summary: 'A run as pieces of a report file, with what it has by now.',
    })
    .input(byRun.extend({ format: z.enum(reportFormats) }))
    .output(eventIterator(z.object({ text: z.string() }))),
  repeats: method
    .route({
      method: 'GET',
      path: '/runs/{run}/repeats',
      summary: 'What repeats say of each column: pass@k, pass^k, flaky cases, variance.',
    })
    .input(byRun)
    .output(z.object({ items: z.array(repeatSummarySchema) })),
  trend: method
    .route({
      method: 'GET',
      path: '/run-trend',
      summary: 'How a template did over its runs and versions, oldest first.',
    })
    .input(
      z.object({
        template: templateRefSchema,
        dataset: datasetRefSchema.optional(),
        model: modelRefSchema.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ items: z.array(trendPointSchema) })),
  compare: method
    .route({ method: 'POST', path: '/runs/compare', summary: 'Two columns, paired by case.' })
    .input(
      z.object({
        baseline: z.object({ run: runIdSchema, column: z.string() }),
        candidate: z.object({ run: runIdSchema, column: z.string() }),
      }),
    )
    .output(comparisonSchema),
}
