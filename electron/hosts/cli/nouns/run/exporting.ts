import type { Command } from 'commander'
import { type ReportFormat, reportFormats } from '#shared/contract/run/run.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { choice } from '../../options.ts'
import { formatOf, writePieces } from '../../output.ts'
import { findRun } from './naming.ts'

interface ExportOptions {
  output?: string
  format?: ReportFormat
}

export function addExporting(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'export <run>', {
    summary: 'A run as a report: JSON, JSONL, CSV, JUnit XML, HTML or Markdown.',
    examples: ['galley run export 0198c0de-0000-7000-8000-000000000001 -o report.html'],
  })
    .option('-o, --output <file>', 'where to; else standard output')
    .addOption(choice('--format <format>', 'else the file’s ending decides', reportFormats))
    .action(
      handle<ExportOptions, [string]>(invocation, async ({ io, options, note, ...call }, id) => {
        const rpc = await call.rpc()
        const { output } = options
        const format = options.format ?? formatOf(output, reportFormats, 'json')
        const pieces = await rpc.run.export({ run: await findRun(rpc, id), format })
        await writePieces(io, output, pieces)
        if (output !== undefined) note(`exported run ${id} to ${output}`)
      }),
    )
}
