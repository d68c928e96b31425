import type { CaseId } from '#shared/contract/base.ts'
import type { RepeatSummary, TrendPoint } from '#shared/contract/run/comparison.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { summariseRepeats } from '#shared/domain/comparison/repeats.ts'
import { wilsonInterval } from '#shared/domain/statistics/proportions/proportion-interval.ts'
import type { Input } from '../../inputs.ts'
import type { RunParts } from '../ports.ts'
import { listRunsOfTemplate, type RunRow } from '../store.ts'
import { readOutcomes, type Side } from './pairs.ts'

/** The k that are reported, as far as there are so many repeats. */
const ks = [1, 2, 3, 5, 8, 10, 20, 50, 100]

/** What repeats say of each column of a run. */
export function summariseColumns(
  parts: Pick<RunParts, 'reader' | 'datasets'>,
  side: Omit<Side, 'column'>,
): RepeatSummary[] {
  const { repeats } = side.row
  return side.columns.map(({ key }) => {
    const { outcomes } = readOutcomes(parts, { ...side, column: key }, 'run')
    const known = ks.filter((k) => k <= repeats)
    const { passAtK, passHatK, flakiness, flakyCases, ...variances } = summariseRepeats(
      outcomes,
      known,
    )
    return {
      column: key,
      repeats,
      passAtK,
      passHatK,
      flakiness,
      flakyCases: flakyCases as CaseId[],
      varianceWithinCases: variances.varianceWithinCases,
      varianceBetweenCases: variances.varianceBetweenCases,
    }
  })
}

/** How a template did over its runs: one point per column of it that has results, oldest first. */
export function trendOf(
  { reader, templates, datasets }: RunParts,
  { template, dataset, model, limit }: Input<'run', 'trend'>,
  toRun: (row: RunRow) => Run,
): { items: TrendPoint[] } {
  const { id } = templates.get({ template })
  const datasetId = dataset === undefined ? null : datasets.get({ dataset }).id
  const rows = listRunsOfTemplate(reader, id, datasetId, limit)
  const points = rows
    .reverse()
    .map(toRun)
    .flatMap((run) => pointsOf(run, id, model))
  return { items: points.slice(-limit) }
}

function pointsOf(run: Run, templateId: string, model: string | undefined): TrendPoint[] {
  return run.columns.flatMap((column) => {
    const figures = run.figures.find(({ key }) => key === column.key)
    if (column.templateId !== templateId || figures?.passRate == null) return []
    if (model !== undefined && column.model !== model) return []
    const n = figures.passed + figures.failed + figures.errors
    const [low, high] = wilsonInterval({ successes: figures.passed, n }, 0.05) ?? [0, 1]
    return [
      {
        run: run.id,
        column: column.key,
        version: column.version,
        model: column.model,
        datasetName: run.datasetName,
        datasetVersion: run.datasetVersion,
        passRate: figures.passRate,
        low,
        high,
        n,
        meanLatencyMs: figures.meanLatencyMs,
        cost: figures.cost,
        createdAt: run.createdAt,
      },
    ]
  })
}
