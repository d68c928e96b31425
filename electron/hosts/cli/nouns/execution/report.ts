import type { Command } from 'commander'
import { Option } from 'commander'
import type { Dimension } from '#shared/contract/analytics.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { milliseconds, share, table, when } from '../../table.ts'

interface ReportOptions {
  remote: string
  hours: number
  by: Dimension
  template?: string
}

const dimensions: Dimension[] = ['template', 'version', 'arm', 'model']

/** What production did in the last hours, from the store's statistics or from the last pull. */
export function addReport(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'report', {
    summary: 'Volume, success, latency, tokens and cost of production, by a dimension.',
    examples: ['galley execution report --remote trial --hours 168 --by version'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--hours <n>', 'how far back', integer, 24)
    .option('--template <name>', 'only this one')
    .addOption(
      new Option('--by <dimension>', 'rows of the table').choices(dimensions).default('template'),
    )
    .action(
      handle<ReportOptions, []>(invocation, async ({ rpc, options, show, note }) => {
        const { remote, hours, by, template } = options
        const client = await rpc()
        const report = await client.analytics.report({
          remote,
          hours,
          by,
          ...(template === undefined ? {} : { templateName: template }),
        })
        if (report.isStale) note(`The store is away: figures of the pull at ${when(report.asOf)}.`)
        show(report, () =>
          table(
            [
              { title: by, cell: (row) => row.key || '–' },
              { title: 'executions', align: 'right', cell: (row) => row.executions },
              { title: 'success', align: 'right', cell: (row) => share(row.successRate) },
              { title: 'p50 ms', align: 'right', cell: (row) => milliseconds(row.p50Ms) },
              { title: 'p95 ms', align: 'right', cell: (row) => milliseconds(row.p95Ms) },
              { title: 'p99 ms', align: 'right', cell: (row) => milliseconds(row.p99Ms) },
              { title: 'tokens', align: 'right', cell: (row) => row.tokens },
              { title: 'USD', align: 'right', cell: (row) => row.costUsd?.toFixed(4) ?? '–' },
              { title: 'violations', align: 'right', cell: (row) => row.violations },
            ],
            report.groups,
          ),
        )
      }),
    )
}
