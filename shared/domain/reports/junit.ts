import { escapeMarkup } from './markup.ts'
import {
  columnTitle,
  complaintOf,
  type ReportCase,
  type ReportCell,
  type ReportRun,
  type WriteReport,
} from './run-report.ts'

/**
 * JUnit XML as CI systems read it: a suite per column, a test per case. A failed assertion is a
 * `failure`, what kept a cell from being judged an `error`, a cell without result is `skipped`.
 */
export const writeJunit: WriteReport = function* (run, cases) {
  const sum = (key: 'failed' | 'errors') =>
    run.columns.reduce((total, column) => total + column[key], 0)
  const done = run.columns.reduce((all, one) => all + one.passed + one.failed + one.errors, 0)
  const skipped = run.totalCells - done
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuites name="galley" tests="${run.totalCells}" failures="${sum('failed')}" errors="${sum('errors')}" skipped="${skipped}" time="${seconds(wallMs(run))}">\n`
  for (const [index, column] of run.columns.entries()) {
    const perColumn = run.totalCells / run.columns.length
    const { passed, failed, errors, meanLatencyMs } = column
    const name = escapeMarkup(`${columnTitle(column)} (${column.key})`)
    const count = passed + failed + errors
    const time = seconds((meanLatencyMs ?? 0) * count)
    yield `  <testsuite name="${name}" tests="${perColumn}" failures="${failed}" errors="${errors}" skipped="${perColumn - count}" time="${time}" timestamp="${run.startedAt ?? run.createdAt}">\n`
    for (const one of cases()) yield testCase(name, one, one.cells[index] ?? null)
    yield '  </testsuite>\n'
  }
  yield '</testsuites>\n'
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

const wallMs = ({ startedAt, finishedAt }: ReportRun): number =>
  startedAt === null || finishedAt === null ? 0 : Date.parse(finishedAt) - Date.parse(startedAt)

function testCase(suite: string, one: ReportCase, cell: ReportCell | null): string {
  const repeat = one.repeat === 0 ? '' : ` repeat ${one.repeat + 1}`
  const description = one.description ? `: ${one.description}` : ''
  const name = escapeMarkup(`test ${one.ordinal}${repeat}${description}`)
  const open = `    <testcase classname="${suite}" name="${name}" time="${seconds(cell?.latencyMs ?? 0)}"`
  if (cell === null) return `${open}><skipped/></testcase>\n`
  const complaint = complaintOf(cell)
  if (complaint === null) return `${open}/>\n`
  const element = cell.status === 'error' ? 'error' : 'failure'
  const type = cell.status === 'error' ? 'error' : 'assertion'
  const failed = cell.outcomes.filter(({ isPassed }) => !isPassed).map((each) => each.type)
  const body = `Score: ${cell.score.toFixed(2)}\nReason: ${complaint}\nFailed assertions: ${failed.join(', ') || 'none'}`
  return `${open}>\n      <${element} type="${type}" message="${escapeMarkup(complaint)}">${escapeMarkup(body)}</${element}>\n    </testcase>\n`
}
