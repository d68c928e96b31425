import type { Run } from '#shared/contract/run/run.ts'
import type { Body } from '#shared/contract/template.ts'
import { type ReportFormat, reportWriters } from '#shared/domain/reports/formats.ts'
import type { ReportCase, ReportCell, ReportRun } from '#shared/domain/reports/run-report.ts'
import { textPieces } from '../../pieces.ts'
import { pagesOfCases } from '../cases.ts'
import type { RunCase, RunParts } from '../ports.ts'
import type { RunRow } from '../store.ts'
import { type ResultRow, resultsOf } from './store.ts'

/** A run as pieces of a report file. What a run still lacks is left empty. */
export function* exportRun(
  parts: Pick<RunParts, 'reader' | 'datasets' | 'templates'>,
  row: RunRow,
  run: Run,
  format: ReportFormat,
): Generator<{ text: string }> {
  const { inputNames } = parts.datasets.get({ dataset: run.datasetId, version: run.datasetVersion })
  const cases = () => eachCase(parts, row, run.columns.length)
  yield* textPieces(reportWriters[format](toReport(run, inputNames, parts.templates), cases))
}

function toReport(run: Run, inputNames: string[], templates: RunParts['templates']): ReportRun {
  const { id, status, datasetName, datasetVersion, createdAt, startedAt, finishedAt } = run
  const columns = run.columns.map(({ key, templateName, version, versionId, model }) => {
    const figures = run.figures.find((one) => one.key === key)
    return {
      key,
      templateName,
      version,
      model,
      prompt: promptText(templates.findVersionById(versionId)?.content.body),
      passed: figures?.passed ?? 0,
      failed: figures?.failed ?? 0,
      errors: figures?.errors ?? 0,
      passRate: figures?.passRate ?? null,
      meanLatencyMs: figures?.meanLatencyMs ?? null,
      inputTokens: figures?.inputTokens ?? 0,
      outputTokens: figures?.outputTokens ?? 0,
      cost: figures?.cost ?? null,
    }
  })
  const { totalCells, repeats } = run
  const times = { createdAt, startedAt, finishedAt }
  return {
    id,
    status,
    datasetName,
    datasetVersion,
    inputNames,
    ...times,
    totalCells,
    repeats,
    columns,
  }
}

const promptText = (body: Body | undefined): string =>
  body === undefined ? '' : body.kind === 'text' ? body.text : JSON.stringify(body.messages)

function* eachCase(
  { reader, datasets }: Pick<RunParts, 'reader' | 'datasets'>,
  row: RunRow,
  width: number,
): Generator<ReportCase> {
  for (const cases of pagesOfCases(datasets, row)) {
    const ordinals = cases.map(({ ordinal }) => ordinal)
    const results = Map.groupBy(resultsOf(reader, row.seq, ordinals), ({ ordinal }) => ordinal)
    for (const one of cases) {
      const found = Map.groupBy(results.get(one.ordinal) ?? [], ({ repeat }) => repeat)
      for (let repeat = 0; repeat < row.repeats; repeat += 1) {
        yield toCase(one, found.get(repeat) ?? [], width, repeat)
      }
    }
  }
}

function toCase(
  one: RunCase,
  results: readonly ResultRow[],
  width: number,
  repeat: number,
): ReportCase {
  const cells: (ReportCell | null)[] = Array.from({ length: width }, () => null)
  for (const result of results) cells[result.columnPosition] = toCell(result)
  return {
    caseId: one.id,
    ordinal: one.ordinal,
    repeat,
    description: one.checksJson === null ? null : JSON.parse(one.checksJson).description,
    inputs: JSON.parse(one.inputsJson),
    expected: JSON.parse(one.expectedJson),
    cells,
  }
}

const toCell = (result: ResultRow): ReportCell => ({
  status: result.status,
  score: result.score,
  namedScores: result.namedScoresJson === null ? {} : JSON.parse(result.namedScoresJson),
  output: result.output,
  outcomes: JSON.parse(result.outcomesJson),
  error: result.error,
  latencyMs: result.latencyMs,
  inputTokens: result.inputTokens,
  outputTokens: result.outputTokens,
  cost: result.cost,
  isCached: result.isCached === 1,
})
