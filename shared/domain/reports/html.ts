import { escapeMarkup } from './markup.ts'
import {
  columnTitle,
  complaintOf,
  dollars,
  percent,
  type ReportCase,
  type ReportColumn,
  type ReportRun,
  type WriteReport,
} from './run-report.ts'

/** A browser lays out this many rows without trouble; the page says how many more there are. */
const shownRows = 2000

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}
td{white-space:pre-wrap;overflow-wrap:anywhere}.n{text-align:right}svg{width:100%;height:auto}
@media (prefers-color-scheme:dark){body{background:#1a1b1e;color:#ddd}th,td{border-color:#444}svg text{fill:#ddd}}`

/** One file that needs nothing else and runs nothing: style and charts are in it, scripts are forbidden. */
export const writeHtml: WriteReport = function* (run, cases) {
  const title = escapeMarkup(`Run over ${run.datasetName}@${run.datasetVersion}`)
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>Run ${escapeMarkup(run.id)}, ${escapeMarkup(run.status)}, ${run.createdAt}.</p>\n`
  yield chart(run.columns)
  yield figures(run.columns)
  yield '<h2>Not passed</h2>\n<table><thead><tr><th>Case</th><th>Column</th><th>Status</th><th>Why</th><th>Inputs</th><th>Output</th></tr></thead><tbody>\n'
  let shown = 0
  for (const row of rows(run, cases())) {
    if (shown === shownRows) break
    yield row
    shown += 1
  }
  yield '</tbody></table>\n'
  const count = run.columns.reduce((all, { failed, errors }) => all + failed + errors, 0)
  if (count > shown)
    yield `<p>${count - shown} more are not shown; export JSON or CSV for all.</p>\n`
  yield '</main></body></html>\n'
}

const barHeight = 28
const barsFrom = 300
const barsWidth = 400

/** Pass rates as bars; the text beside each says the same, for those who do not see it. */
function chart(columns: readonly ReportColumn[]): string {
  const bars = columns.map((column, index) => {
    const y = index * barHeight
    const rate = column.passRate ?? 0
    const label = escapeMarkup(`${column.key} ${columnTitle(column)}`.slice(0, 42))
    return `<text x="0" y="${y + 18}" font-size="13">${label}</text>
<rect x="${barsFrom}" y="${y + 4}" width="${barsWidth}" height="18" fill="#c92a2a" opacity=".35"/>
<rect x="${barsFrom}" y="${y + 4}" width="${(rate * barsWidth).toFixed(1)}" height="18" fill="#2b8a3e"/>
<text x="${barsFrom + barsWidth + 8}" y="${y + 18}" font-size="13">${percent(column.passRate)}</text>`
  })
  const height = columns.length * barHeight
  return `<svg role="img" aria-label="Pass rate per column" viewBox="0 0 780 ${height}">\n${bars.join('\n')}\n</svg>\n`
}

function figures(columns: readonly ReportColumn[]): string {
  const body = columns.map((one) => {
    const latency = one.meanLatencyMs === null ? 'n/a' : `${one.meanLatencyMs.toFixed(1)} ms`
    const tokens = one.inputTokens + one.outputTokens
    const rate = percent(one.passRate)
    const numbers = [one.passed, one.failed, one.errors, rate, latency, tokens, dollars(one.cost)]
    const cells = numbers.map((value) => `<td class="n">${value}</td>`).join('')
    return `<tr><td>${one.key}</td><td>${escapeMarkup(columnTitle(one))}</td>${cells}</tr>\n`
  })
  return `<table><thead><tr><th>Column</th><th>Version and model</th><th>Passed</th><th>Failed</th><th>Errors</th><th>Pass rate</th><th>Mean latency</th><th>Tokens</th><th>Cost</th></tr></thead><tbody>\n${body.join('')}</tbody></table>\n`
}

function* rows(run: ReportRun, cases: Iterable<ReportCase>): Generator<string> {
  for (const { ordinal, inputs, cells } of cases) {
    for (const [index, cell] of cells.entries()) {
      const complaint = cell === null ? null : complaintOf(cell)
      if (cell === null || complaint === null) continue
      const texts = [complaint, JSON.stringify(inputs), cell.output ?? '']
      const shown = texts.map((text) => `<td>${escapeMarkup(text)}</td>`).join('')
      yield `<tr><td class="n">${ordinal}</td><td>${run.columns[index]?.key}</td><td>${cell.status}</td>${shown}</tr>\n`
    }
  }
}
