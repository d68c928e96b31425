import { sha256Hex } from '../hashing/sha256.ts'
import type { ReportCase, ReportCell, ReportColumn, ReportRun, WriteReport } from './run-report.ts'

/** promptfoo's numbers for why a result is none: an assertion failed, or there was an error. */
const failureReasons = { passed: 0, failed: 1, error: 2 } as const

const tokens = (input: number | null, output: number | null, cached = 0) => ({
  prompt: input ?? 0,
  completion: output ?? 0,
  cached,
  total: (input ?? 0) + (output ?? 0),
  numRequests: 1,
})

const labelOf = ({ templateName, version }: ReportColumn) => `${templateName}@${version}`

/** promptfoo identifies a prompt by its text. */
const promptOf = (column: ReportColumn) => ({
  id: sha256Hex(column.prompt),
  raw: column.prompt,
  label: labelOf(column),
})

function promptEntry(column: ReportColumn) {
  const { model, passed, failed, errors, inputTokens, outputTokens, cost, meanLatencyMs } = column
  const done = passed + failed + errors
  return {
    ...promptOf(column),
    provider: model,
    metrics: {
      score: passed,
      testPassCount: passed,
      testFailCount: failed,
      testErrorCount: errors,
      totalLatencyMs: (meanLatencyMs ?? 0) * done,
      tokenUsage: { ...tokens(inputTokens, outputTokens), numRequests: done },
      cost: cost ?? 0,
    },
  }
}

function resultEntry(one: ReportCase, cell: ReportCell, column: ReportColumn, promptIdx: number) {
  const { status, score, namedScores, outcomes, error, output, latencyMs, cost, isCached } = cell
  const usage = tokens(cell.inputTokens, cell.outputTokens)
  const reason =
    error ?? outcomes.find(({ isPassed }) => !isPassed)?.reason ?? 'All assertions passed'
  const prompt = promptOf(column)
  return {
    testIdx: one.ordinal - 1,
    promptIdx,
    promptId: prompt.id,
    success: status === 'passed',
    score,
    failureReason: failureReasons[status],
    ...(error === null ? {} : { error }),
    latencyMs,
    cost: cost ?? 0,
    namedScores,
    vars: one.inputs,
    metadata: { caseId: one.caseId, repeat: one.repeat },
    provider: { id: column.model, label: '' },
    prompt: { raw: prompt.raw, label: prompt.label },
    testCase: {
      ...(one.description === null ? {} : { description: one.description }),
      vars: one.inputs,
    },
    response: { output: output ?? '', cached: isCached, tokenUsage: usage },
    tokenUsage: usage,
    gradingResult: {
      pass: status === 'passed',
      score,
      reason,
      namedScores,
      componentResults: outcomes.map((outcome) => ({
        pass: outcome.isPassed,
        score: outcome.score,
        reason: outcome.reason,
        assertion: { type: outcome.type },
      })),
    },
  }
}

/** promptfoo's results file, version 3: what its viewers and scripts read. */
export const writePromptfoo: WriteReport = function* (run, cases) {
  const head = JSON.stringify({ evalId: `eval-${run.id}`, config: configOf(run) }).slice(0, -1)
  const prompts = JSON.stringify(run.columns.map(promptEntry))
  const timestamp = JSON.stringify(run.startedAt ?? run.createdAt)
  yield `${head},"results":{"version":3,"timestamp":${timestamp},"prompts":${prompts},"results":[`
  let isFirst = true
  for (const one of cases()) {
    for (const [index, cell] of one.cells.entries()) {
      const column = run.columns[index]
      if (cell === null || column === undefined) continue
      yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(resultEntry(one, cell, column, index))}`
      isFirst = false
    }
  }
  const rest = {
    vars: run.inputNames,
    shareableUrl: null,
    metadata: { exportedAt: run.finishedAt },
  }
  yield `\n],"stats":${JSON.stringify(statsOf(run))}},${JSON.stringify(rest).slice(1)}\n`
}

const configOf = ({ datasetName, datasetVersion }: ReportRun) => ({
  description: `${datasetName} version ${datasetVersion}`,
})

function statsOf({ columns, startedAt, finishedAt }: ReportRun) {
  const sum = (count: (column: ReportColumn) => number) =>
    columns.reduce((total, column) => total + count(column), 0)
  const isTimed = startedAt !== null && finishedAt !== null
  return {
    successes: sum(({ passed }) => passed),
    failures: sum(({ failed }) => failed),
    errors: sum(({ errors }) => errors),
    tokenUsage: tokens(
      sum(({ inputTokens }) => inputTokens),
      sum(({ outputTokens }) => outputTokens),
    ),
    durationMs: isTimed ? Date.parse(finishedAt) - Date.parse(startedAt) : 0,
  }
}
