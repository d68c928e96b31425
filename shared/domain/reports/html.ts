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
td{white-space:pre-wrap;overflow-wrap:anywhere}.n{text-align:right}.w{width:20%}svg{width:100%;height:auto}
figure{margin:1rem 0}figcaption{font-weight:600}svg text{font-size:12px}
@media (prefers-color-scheme:dark){body{background:#1a1b1e;color:#ddd}th,td{border-color:#444}svg text{fill:#ddd}}`

/** One file that needs nothing else and runs nothing: style and charts are in it, scripts are forbidden. */
export const writeHtml: WriteReport = function* (run, cases) {
  const title = escapeMarkup(`Run over ${run.datasetName}@${run.datasetVersion}`)
  yield `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>Run ${escapeMarkup(run.id)}, ${escapeMarkup(run.status)}, ${run.createdAt}.</p>\n`
  yield charts(run.columns)
  yield figures(run.columns)
  yield '<h2>Not passed</h2>\n<table><thead><tr><th>Case</th><th>Column</th><th>Status</th><th class="w">Why</th><th class="w">Inputs</th><th>Output</th></tr></thead><tbody>\n'
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

const barHeight = 26
const barsFrom = 350
const barsWidth = 400

/** One bar per column: its parts, each a share of the whole width with its colour, and what it says. */
interface Bar {
  label: string
  parts: readonly (readonly [share: number, colour: string])[]
  text: string
}

const [green, red, amber, blue] = ['#2b8a3e', '#c92a2a', '#e8930c', '#3b6fb6'] as const

/** The text beside each bar says the same, for those who do not see it. */
function chart(title: string, bars: readonly Bar[]): string {
  const drawn = bars.map(({ label, parts, text }, index) => {
    const y = index * barHeight
    let x = barsFrom
    const pieces = parts.map(([share, colour]) => {
      const width = share * barsWidth
      x += width
      return `<rect x="${(x - width).toFixed(1)}" y="${y + 4}" width="${width.toFixed(1)}" height="17" fill="${colour}"/>`
    })
    return `<text x="0" y="${y + 17}">${escapeMarkup(label)}</text>
${pieces.join('\n')}
<text x="${barsFrom + barsWidth + 8}" y="${y + 17}">${text}</text>`
  })
  const height = bars.length * barHeight
  return `<figure><figcaption>${title}</figcaption>
<svg role="img" aria-label="${title}, per column" viewBox="0 0 840 ${height}">\n${drawn.join('\n')}\n</svg></figure>\n`
}

/** How the answers ended; and how long they took and what they cost, where any did. */
function charts(columns: readonly ReportColumn[]): string {
  const labelOf = (column: ReportColumn) => {
    const whole = `${column.key} ${columnTitle(column)}`
    return whole.length > 54 ? `${whole.slice(0, 53)}…` : whole
  }
  const ends = columns.map((one): Bar => {
    const all = Math.max(1, one.passed + one.failed + one.errors)
    const parts = [one.passed, one.failed, one.errors].map((count, index) => {
      return [count / all, [green, red, amber][index] ?? red] as const
    })
    return { label: labelOf(one), parts, text: percent(one.passRate) }
  })
  const scaled = (
    measure: (column: ReportColumn) => number | null,
    print: (n: number) => string,
  ) => {
    const most = Math.max(0, ...columns.map((one) => measure(one) ?? 0))
    if (most === 0) return null
    return columns.map((one): Bar => {
      const value = measure(one)
      const text = value === null ? 'unknown' : print(value)
      return { label: labelOf(one), parts: [[(value ?? 0) / most, blue]], text }
    })
  }
  const times = scaled(
    ({ meanLatencyMs }) => meanLatencyMs,
    (ms) => `${ms.toFixed(0)} ms`,
  )
  const costs = scaled(({ cost }) => cost, dollars)
  return [
    chart('Passed, failed and errors', ends),
    times === null ? '' : chart('Mean response time', times),
    costs === null ? '' : chart('Cost', costs),
  ].join('')
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
