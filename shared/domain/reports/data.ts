import { delimitedRow } from './delimited.ts'
import {
  columnTitle,
  type ReportCase,
  type ReportCell,
  type ReportRun,
  type WriteReport,
} from './run-report.ts'

/** One JSON object per cell and line. */
export const writeJsonLines: WriteReport = function* (run, cases) {
  for (const one of cases()) {
    for (const [index, cell] of one.cells.entries()) {
      if (cell !== null) yield `${JSON.stringify(cellObject(run, one, cell, index))}\n`
    }
  }
}

/** Galley's own JSON: the run with its figures, then every case with a cell per column. */
export const writeJson: WriteReport = function* (run, cases) {
  yield `{"format":"galley-run/1","run":${JSON.stringify(run)},"cases":[`
  let isFirst = true
  for (const { cells, ...one } of cases()) {
    const byColumn = cells.map((cell, index) => [run.columns[index]?.key ?? '', cell])
    const text = JSON.stringify({ ...one, cells: Object.fromEntries(byColumn) })
    yield `${isFirst ? '\n' : ',\n'}${text}`
    isFirst = false
  }
  yield '\n]}\n'
}

const cellObject = (
  run: ReportRun,
  { cells: _, ...one }: ReportCase,
  cell: ReportCell,
  index: number,
) => {
  const { key, templateName, version, model } = run.columns[index] ?? {}
  return { ...one, column: { key, templateName, version, model }, ...cell }
}

/**
 * CSV with the columns of promptfoo's: description, a column per variable, then per prompt its output,
 * status, score, named scores and reason. Formulas are escaped.
 */
export const writeCsv: WriteReport = function* (run, cases) {
  const ofColumn = (title: string) => [
    title,
    'Status',
    'Score',
    'Named Scores',
    'Grader Reason',
    'Latency ms',
    'Tokens',
    'Cost USD',
  ]
  yield delimitedRow([
    'Description',
    ...(run.repeats > 1 ? ['Repeat'] : []),
    ...run.inputNames,
    ...run.columns.flatMap((column) => ofColumn(columnTitle(column))),
  ])
  for (const one of cases()) {
    const inputs = new Map(Object.entries(one.inputs))
    yield delimitedRow([
      one.description ?? '',
      ...(run.repeats > 1 ? [one.repeat + 1] : []),
      ...run.inputNames.map((name) => inputs.get(name)),
      ...one.cells.flatMap(cellColumns),
    ])
  }
}

const statusNames = { passed: 'PASS', failed: 'FAIL', error: 'ERROR' } as const

function cellColumns(cell: ReportCell | null): unknown[] {
  if (cell === null) return Array.from({ length: 8 }, () => '')
  const { status, score, namedScores, outcomes, error, output } = cell
  const { latencyMs, inputTokens, outputTokens, cost } = cell
  const tokens = inputTokens === null ? null : inputTokens + (outputTokens ?? 0)
  const reason = error ?? outcomes.map((one) => one.reason).join(' ')
  return [
    output ?? '',
    statusNames[status],
    score.toFixed(2),
    namedScores,
    reason,
    latencyMs,
    tokens,
    cost,
  ]
}
