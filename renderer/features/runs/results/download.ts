import type { ReportFormat, Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure } from '../../../ui/ask.tsx'

/** Formats with the ending and type of their files, in the order they are offered. */
export const downloads: readonly {
  format: ReportFormat
  label: string
  ending: string
  type: string
}[] = [
  { format: 'html', label: 'HTML report', ending: 'html', type: 'text/html' },
  { format: 'markdown', label: 'Markdown for a pull request', ending: 'md', type: 'text/markdown' },
  { format: 'csv', label: 'CSV', ending: 'csv', type: 'text/csv' },
  { format: 'json', label: 'JSON', ending: 'json', type: 'application/json' },
  { format: 'jsonl', label: 'JSON Lines', ending: 'jsonl', type: 'application/jsonl' },
  { format: 'promptfoo', label: 'promptfoo results', ending: 'json', type: 'application/json' },
  { format: 'junit', label: 'JUnit XML', ending: 'xml', type: 'application/xml' },
]

/** Writes the report piece by piece into a file of the browser's own choosing. */
export async function downloadReport(
  run: Run,
  { format, ending, type }: (typeof downloads)[number],
): Promise<void> {
  try {
    const pieces: string[] = []
    for await (const { text } of await rpc.run.export({ run: run.id, format })) pieces.push(text)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(pieces, { type }))
    link.download = `run-${run.id}.${ending}`
    link.click()
    URL.revokeObjectURL(link.href)
  } catch (error) {
    tellFailure(error)
  }
}
