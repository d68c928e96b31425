import { writeCsv, writeJson, writeJsonLines } from './data.ts'
import { writeHtml } from './html.ts'
import { writeJunit } from './junit.ts'
import { writeMarkdown } from './markdown.ts'
import { writePromptfoo } from './promptfoo.ts'
import type { WriteReport } from './run-report.ts'

/** Every format a run can be exported in. */
export const reportFormats = [
  'json',
  'jsonl',
  'csv',
  'junit',
  'html',
  'markdown',
  'promptfoo',
] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The writer of each format. */
export const reportWriters: Readonly<Record<ReportFormat, WriteReport>> = {
  json: writeJson,
  jsonl: writeJsonLines,
  csv: writeCsv,
  junit: writeJunit,
  html: writeHtml,
  markdown: writeMarkdown,
  promptfoo: writePromptfoo,
}
