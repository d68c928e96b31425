import { expect, test } from 'vitest'
import { delimitedCell } from '#shared/domain/reports/delimited.ts'
import { reportFormats, reportWriters } from '#shared/domain/reports/formats.ts'
import { escapeMarkup } from '#shared/domain/reports/markup.ts'
import type { ReportCase, ReportCell, ReportRun } from '#shared/domain/reports/run-report.ts'

const column = {
  prompt: 'Say {{ it }}',
  passed: 1,
  failed: 1,
  errors: 0,
  passRate: 0.5,
  meanLatencyMs: 12.5,
  inputTokens: 30,
  outputTokens: 12,
  cost: 0.00042,
}
const run: ReportRun = {
  id: '0190a000-0000-7000-8000-000000000001',
  status: 'interrupted',
  datasetName: 'cities <b>',
  datasetVersion: 2,
  inputNames: ['city', 'n'],
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  finishedAt: '2026-01-01T00:00:03.500Z',
  totalCells: 4,
  repeats: 1,
  columns: [
    { ...column, key: 'c1', templateName: 'ask', version: 1, model: 'echo' },
    {
      ...column,
      key: 'c2',
      templateName: 'ask & "tell"',
      version: 2,
      model: 'recorded:x',
      passed: 0,
      failed: 0,
      errors: 1,
      passRate: 0,
      cost: null,
    },
  ],
}

const passed: ReportCell = {
  status: 'passed',
  score: 1,
  namedScores: { geo: 1 },
  output: 'Paris, "France"',
  outcomes: [{ type: 'contains', isPassed: true, score: 1, reason: 'It contains "Paris".' }],
  error: null,
  latencyMs: 10,
  inputTokens: 15,
  outputTokens: 6,
  cost: 0.0002,
  isCached: false,
}
const failed: ReportCell = {
  ...passed,
  status: 'failed',
  score: 0.25,
  namedScores: {},
  output: '=cmd|x <script>alert(1)</script> ]]> @everyone \u0000',
  outcomes: [{ type: 'equals', isPassed: false, score: 0.25, reason: 'It is | not "Rome".' }],
  latencyMs: 15,
}
const broken: ReportCell = {
  ...passed,
  status: 'error',
  score: 0,
  output: null,
  outcomes: [],
  error: 'The provider is down.',
  inputTokens: null,
  outputTokens: null,
  cost: null,
}
const cases: ReportCase[] = [
  {
    caseId: 'a',
    ordinal: 1,
    repeat: 0,
    description: 'the <capital>',
    inputs: { city: 'Paris', n: 1 },
    expected: 'Paris',
    cells: [passed, broken],
  },
  {
    caseId: 'b',
    ordinal: 2,
    repeat: 0,
    description: null,
    inputs: { city: '+Rome', n: -2 },
    expected: null,
    cells: [failed, null],
  },
]

const endings = {
  junit: 'xml',
  markdown: 'md',
  json: 'json',
  jsonl: 'jsonl',
  csv: 'csv',
  html: 'html',
  promptfoo: 'promptfoo.json',
}

test.each(reportFormats)('%s, as it lies among the fixtures', async (format) => {
  const text = [...reportWriters[format](run, () => cases)].join('')
  await expect(text).toMatchFileSnapshot(`../../fixtures/reports/run.${endings[format]}`)
})

test('no output can put an element, a script or a forbidden character into a report', () => {
  for (const format of ['html', 'junit', 'markdown'] as const) {
    const text = [...reportWriters[format](run, () => cases)].join('')
    expect(text, format).not.toContain('<script')
    expect(text, format).not.toContain('\u0000')
  }
  expect(escapeMarkup('\ud800a\u{1f600}\u0008')).toBe('\ufffda\u{1f600}\ufffd')
})

test('JSON and JSONL read back', () => {
  const json = JSON.parse([...reportWriters.json(run, () => cases)].join(''))
  expect(json.cases.map((one: { cells: object }) => Object.keys(one.cells))).toEqual([
    ['c1', 'c2'],
    ['c1', 'c2'],
  ])
  const lines = [...reportWriters.jsonl(run, () => cases)].map((line) => JSON.parse(line))
  expect(lines.map(({ ordinal, column, status }) => [ordinal, column.key, status])).toEqual([
    [1, 'c1', 'passed'],
    [1, 'c2', 'error'],
    [2, 'c1', 'failed'],
  ])
})

test('a report pulls cases as it writes them and keeps none', () => {
  let given = 0
  function* many() {
    for (const one of Array.from({ length: 1000 }, () => cases[0] as ReportCase)) {
      given += 1
      yield one
    }
  }
  const pieces = reportWriters.jsonl(run, many)[Symbol.iterator]()
  pieces.next()
  pieces.next()
  pieces.next()
  expect(given).toBe(2)
})

test.each([
  ['=1+1', "'=1+1"],
  ['-5', '-5'],
  ['-5+A1', "'-5+A1"],
  ['@x', "'@x"],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  [null, ''],
  [{ a: 1 }, '"{""a"":1}"'],
])('a CSV cell of %j', (value, cell) => {
  expect(delimitedCell(value)).toBe(cell)
})
