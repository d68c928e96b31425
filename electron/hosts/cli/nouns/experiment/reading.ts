import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { table, when } from '../../table.ts'
import { describeExperiment, describeMonitor } from './text.ts'

interface ReadOptions {
  remote?: string
}

interface ListOptions extends ReadOptions {
  template?: string
  limit: number
}

const refOf = (experiment: string, { remote }: ReadOptions) => ({
  experiment,
  ...(remote === undefined ? {} : { remote }),
})

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'Experiments of this workspace; with --remote those of that store.',
    examples: ['galley experiment list --remote shop', 'galley experiment list --template welcome'],
  })
    .option('--remote <name>', 'a shared store')
    .option('--template <name>', 'only those that compare its versions')
    .option('--limit <n>', 'how many', integer, 100)
    .action(
      handle<ListOptions, []>(invocation, async ({ rpc, options, show }) => {
        const { remote, template, limit } = options
        const asked = {
          limit,
          ...(remote === undefined ? {} : { remote }),
          ...(template === undefined ? {} : { template }),
        }
        const { items } = await (await rpc()).experiment.list(asked)
        show(items, () =>
          table(
            [
              { title: 'experiment', cell: (row) => row.name },
              { title: 'template', cell: (row) => row.templateName },
              { title: 'status', cell: (row) => row.status },
              { title: 'remote', cell: (row) => row.remote },
              { title: 'verdict', cell: (row) => row.verdict },
              { title: 'winner', cell: (row) => row.winner },
              { title: 'changed', cell: (row) => when(row.updatedAt) },
            ],
            items,
            'No experiment yet: see "galley experiment create --help".',
          ),
        )
      }),
    )
}

export function addReading(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addVerb(noun, 'show <experiment>', {
    summary: 'One experiment with its design.',
    examples: ['galley experiment show shorter --json'],
  })
    .option('--remote <name>', 'the shared store, where another workspace started it')
    .action(
      handle<ReadOptions, [string]>(invocation, async ({ rpc, options, show }, name) => {
        const found = await (await rpc()).experiment.get(refOf(name, options))
        show(found, () => describeExperiment(found))
      }),
    )
  addVerb(noun, 'status <experiment>', {
    summary: 'Metrics with intervals, sample ratio, guardrail metrics and the verdict.',
    examples: ['galley experiment status shorter', 'galley experiment status shorter --look'],
  })
    .option('--remote <name>', 'the shared store, where another workspace started it')
    .option('--look', 'takes a look now, though the next one is not due: it spends alpha')
    .action(
      handle<ReadOptions & { look?: boolean }, [string]>(
        invocation,
        async ({ rpc, options, show }, name) => {
          const asked = { ...refOf(name, options), takesLook: options.look === true }
          const status = await (await rpc()).experiment.status(asked)
          show(
            status,
            () => `${describeExperiment(status.experiment)}\n\n${describeMonitor(status.monitor)}`,
          )
        },
      ),
    )
}
