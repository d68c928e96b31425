import type { Command } from 'commander'
import { type FileFormat, fileFormatSchema } from '#shared/contract/dataset/dataset.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { choice, integer } from '../../options.ts'
import { formatOf, writePieces } from '../../output.ts'

interface ExportOptions {
  output?: string
  version?: number
  format?: FileFormat
  formulas: 'guard' | 'keep'
}

const formats = fileFormatSchema.options

export function addExporting(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'export <dataset>', {
    summary: 'The cases as a file that an import reads back to the same cases.',
    examples: [
      'galley dataset export gsm8k -o gsm8k.xlsx',
      'galley dataset export gsm8k -o gsm8k.csv --formulas keep',
    ],
  })
    .option('-o, --output <file>', 'where to; else standard output')
    .option('--version <n>', 'a dataset version', integer)
    .addOption(choice('--format <format>', 'else the file’s ending decides', formats))
    .addOption(
      choice(
        '--formulas <how>',
        'texts that a spreadsheet would run, in CSV and TSV: "guard" writes an apostrophe before them, "keep" writes them as they are',
        ['guard', 'keep'],
      ).default('guard'),
    )
    .action(
      handle<ExportOptions, [string]>(invocation, async ({ rpc, io, options, note }, dataset) => {
        const { output, version, formulas } = options
        const format = options.format ?? formatOf(output, formats, 'jsonl')
        const pieces = await (await rpc()).dataset.export({
          dataset,
          format,
          guardsFormulas: formulas === 'guard',
          ...(version === undefined ? {} : { version }),
        })
        await writePieces(io, output, pieces)
        if (output !== undefined) note(`exported ${dataset} to ${output}`)
      }),
    )
}
