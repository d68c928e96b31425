import type { Command } from 'commander'
import { describe, handle, type Invocation } from '../call.ts'
import { writePieces } from '../output.ts'
import { describeLeft, importConfig } from '../promptfoo.ts'
import { findRun } from './run/naming.ts'

/** `galley import` and `galley export`: promptfoo's configurations. */
export function addPromptfoo(program: Command, invocation: Invocation): void {
  describe(program.command('import <config>'), {
    summary: 'Takes a promptfoo configuration over: templates, a dataset, and what to run.',
    examples: ['galley import promptfooconfig.yaml --name support'],
  })
    .option('--name <name>', 'of the dataset and of prompts without a label; else the folder’s')
    .action(
      handle<{ name?: string }, [string]>(invocation, async (call, path) => {
        const imported = await importConfig(call, path)
        const { templates, dataset, run, notTaken } = imported
        call.show(imported, () =>
          [
            ...templates.map(({ name, number }) => `template ${name}@${number}`),
            `dataset ${dataset.name} version ${dataset.version} with ${dataset.caseCount} cases`,
            `models: ${[...new Set(run.columns.map(({ model }) => model))].join(', ') || 'none'}`,
            `${notTaken.length} parts were not taken over`,
          ].join('\n'),
        )
      }),
    )
  describe(program.command('export <run>'), {
    summary: 'The definition of a run as promptfooconfig.yaml.',
    examples: ['galley export 0198c0de-0000-7000-8000-000000000001 -o promptfooconfig.yaml'],
  })
    .option('-o, --output <file>', 'where to; else standard output')
    .action(
      handle<{ output?: string }, [string]>(
        invocation,
        async ({ io, options, note, ...call }, id) => {
          const rpc = await call.rpc()
          const run = await findRun(rpc, id)
          const { text, notTaken } = await rpc.promptfoo.export({ run })
          for (const one of notTaken) note(describeLeft('the run', one))
          await writePieces(io, options.output, toPieces(text))
        },
      ),
    )
}

async function* toPieces(text: string) {
  yield { text }
}
