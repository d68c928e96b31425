import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { formatInstant } from '../../ui/format.ts'

/** "topic-extraction v2 · echo": enough to tell columns apart. */
export const columnTitle = ({ templateName, version, model }: RunColumn): string =>
  `${templateName} v${version} · ${model.replace(/^recorded:/, '')}`

/** Titles by key; what all columns share is left out, so that narrow places stay readable. */
export function shortTitles(columns: readonly RunColumn[]): Readonly<Record<string, string>> {
  const isOneTemplate = new Set(columns.map((column) => column.templateName)).size === 1
  const isOneVersion = isOneTemplate && new Set(columns.map((column) => column.version)).size === 1
  const isOneModel = new Set(columns.map((column) => column.model)).size === 1
  return Object.fromEntries(
    columns.map((column) => {
      const version = isOneVersion && !isOneModel ? [] : [`v${column.version}`]
      const template = isOneTemplate ? [] : [column.templateName]
      const model = isOneModel && columns.length > 1 ? [] : [column.model.replace(/^recorded:/, '')]
      const words = [[...template, ...version].join(' '), ...model].filter(Boolean)
      return [column.key, words.join(' · ')]
    }),
  )
}

/** "GSM8K · 4 columns · 21 Nov 2026, 14:05" */
export const runTitle = (run: Run): string =>
  `${run.datasetName} · ${run.columns.length} ${run.columns.length === 1 ? 'column' : 'columns'} · ${formatInstant(run.createdAt)}`

export const statusWords: Readonly<Record<Run['status'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  interrupted: 'Interrupted',
  finished: 'Finished',
  cancelled: 'Stopped',
}

export const isGoing = (status: Run['status']): boolean =>
  status === 'queued' || status === 'running'
