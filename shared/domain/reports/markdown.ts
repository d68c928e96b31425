import { escapeMarkup } from './markup.ts'
import {
  complaintOf,
  dollars,
  percent,
  type ReportCase,
  type ReportRun,
  type WriteReport,
} from './run-report.ts'

/** A comment on a pull request is read, not searched: the report file has the rest. */
const shownFailures = 20
const shownText = 200

/** A summary for pull requests: the columns with their figures, then the first cells that did not pass. */
export const writeMarkdown: WriteReport = function* (run, cases) {
  yield `## Run over ${cellText(run.datasetName)}@${run.datasetVersion}\n\n`
  yield `Run \`${run.id}\`, ${run.status}.\n\n`
  yield '| column | version | model | passed | failed | errors | pass rate | latency | cost |\n'
  yield '|---|---|---|---:|---:|---:|---:|---:|---:|\n'
  for (const one of run.columns) {
    const version = cellText(`${one.templateName}@${one.version}`)
    const latency = one.meanLatencyMs === null ? 'n/a' : `${one.meanLatencyMs.toFixed(0)} ms`
    yield `| ${one.key} | ${version} | ${cellText(one.model)} | ${one.passed} | ${one.failed} | ${one.errors} | ${percent(one.passRate)} | ${latency} | ${dollars(one.cost)} |\n`
  }
  const count = run.columns.reduce((all, { failed, errors }) => all + failed + errors, 0)
  if (count === 0) return
  yield `\n### ${count} not passed\n\n| case | column | why | output |\n|---:|---|---|---|\n`
  let shown = 0
  for (const row of failures(run, cases())) {
    if (shown === shownFailures) break
    yield row
    shown += 1
  }
  if (count > shown) yield `\n${count - shown} more are not shown.\n`
}

function* failures(run: ReportRun, cases: Iterable<ReportCase>): Generator<string> {
  for (const { ordinal, cells } of cases) {
    for (const [index, cell] of cells.entries()) {
      const complaint = cell === null ? null : complaintOf(cell)
      if (complaint === null) continue
      yield `| ${ordinal} | ${run.columns[index]?.key} | ${cellText(complaint)} | ${cellText(cell?.output ?? '')} |\n`
    }
  }
}

/** Text inside a table: nothing in an output may end the cell, make a link or mention somebody. */
function cellText(text: string): string {
  const short = text.length > shownText ? `${text.slice(0, shownText)}…` : text
  const plain = short.replace(/\s+/g, ' ').replace(/[\\`*_[\]|!~#]/g, '\\$&')
  return escapeMarkup(plain).replaceAll('@', '&#64;')
}
