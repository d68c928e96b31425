import { z } from 'zod'
import { caseIdSchema, instantSchema, runIdSchema } from '../base.ts'
import { runColumnSchema } from './column.ts'

/** One metric under both columns, over the cases that both have; candidate minus baseline. */
const metricComparisonSchema = z.object({
  metric: z.string(),
  n: z.number().int(),
  baseline: z.number().nullable(),
  candidate: z.number().nullable(),
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  pValue: z.number().nullable(),
  /** Corrected for the number of metrics (Holm). */
  pAdjusted: z.number().nullable(),
  method: z.string().nullable(),
  change: z.enum(['better', 'worse', 'no_significant_change', 'not_comparable']),
})
export type MetricComparison = z.infer<typeof metricComparisonSchema>

/** The same comparison within one tag or one split; its p-value is corrected over all groups. */
const groupComparisonSchema = z.object({
  /** `tag:NAME` or `split:NAME`. */
  group: z.string(),
  pairs: z.number().int(),
  baselineRate: z.number(),
  candidateRate: z.number(),
  difference: z.number(),
  pAdjusted: z.number().nullable(),
})
export type GroupComparison = z.infer<typeof groupComparisonSchema>

/** Two columns, paired by case: all that a reader needs to trust or doubt the difference. */
export const comparisonSchema = z.object({
  baseline: runColumnSchema,
  candidate: runColumnSchema,
  pairs: z.number().int(),
  bothPassed: z.number().int(),
  onlyBaselinePassed: z.number().int(),
  onlyCandidatePassed: z.number().int(),
  bothFailed: z.number().int(),
  /** Cases without a result in one of the two: left out of the pairs, and said so. */
  unpaired: z.number().int(),
  baselineRate: z.number(),
  candidateRate: z.number(),
  /** Candidate minus baseline with its 95 % interval. */
  difference: z.number(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.number(), method: z.string() }),
  mcnemar: z.object({
    method: z.enum(['exact', 'mid-p', 'chi-square']),
    pValue: z.number(),
    pValueExact: z.number(),
    pValueMid: z.number(),
    statistic: z.number().nullable(),
  }),
  verdict: z.enum(['better', 'worse', 'no_difference_shown']),
  /** Pass, score, latency, cost and every named score. */
  metrics: z.array(metricComparisonSchema),
  /** By tag and split, where cases have any; at most 200. */
  groups: z.array(groupComparisonSchema),
  flips: z.array(
    z.object({
      caseId: caseIdSchema,
      ordinal: z.number().int(),
      direction: z.enum(['fixed', 'broken']),
    }),
  ),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** What repeats of the same cases say about one column. */
export const repeatSummarySchema = z.object({
  column: z.string(),
  repeats: z.number().int(),
  /** Chance that at least one of k passes, and that all of k pass, for the k that were asked. */
  passAtK: z.record(z.string(), z.number().nullable()),
  passHatK: z.record(z.string(), z.number().nullable()),
  /** Share of cases that both passed and failed. */
  flakiness: z.number().nullable(),
  flakyCases: z.array(caseIdSchema),
  varianceWithinCases: z.number().nullable(),
  varianceBetweenCases: z.number().nullable(),
})
export type RepeatSummary = z.infer<typeof repeatSummarySchema>

/** One column of one run in the history of a template. */
export const trendPointSchema = z.object({
  run: runIdSchema,
  column: z.string(),
  version: z.number().int(),
  model: z.string(),
  datasetName: z.string(),
  datasetVersion: z.number().int(),
  passRate: z.number(),
  /** 95 % interval of the pass rate (Wilson); of repeated runs, over cases it is wider than this. */
  low: z.number(),
  high: z.number(),
  n: z.number().int(),
  meanLatencyMs: z.number().nullable(),
  cost: z.number().nullable(),
  createdAt: instantSchema,
})
export type TrendPoint = z.infer<typeof trendPointSchema>
