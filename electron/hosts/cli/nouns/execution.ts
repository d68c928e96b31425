import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../call.ts'
import { integer } from '../options.ts'
import { milliseconds, share, table, when } from '../table.ts'
import { addReport } from './execution/report.ts'

interface ListOptions {
  remote: string
  template?: string
  limit: number
  cursor?: string
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'Executions of production services, newest first.',
    examples: ['galley execution list --remote trial --template topic-extraction'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--template <name>', 'only this one')
    .option('--limit <n>', 'how many', integer, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .action(
      handle<ListOptions, []>(invocation, async ({ rpc, options, show, note }) => {
        const { remote, template, limit, cursor } = options
        const page = await (await rpc()).execution.list({
          remote,
          limit,
          ...(template === undefined ? {} : { templateName: template }),
          ...(cursor === undefined ? {} : { cursor }),
        })
        show(page, () =>
          table(
            [
              { title: 'at', cell: (row) => when(row.executedAt) },
              { title: 'template', cell: (row) => row.templateName },
              { title: 'version', align: 'right', cell: (row) => row.templateVersion },
              { title: 'status', cell: (row) => row.status },
              { title: 'ms', align: 'right', cell: (row) => milliseconds(row.responseTimeMs) },
              { title: 'tokens', align: 'right', cell: (row) => row.tokenCount },
              { title: 'user', cell: (row) => row.userId },
              { title: 'error', cell: (row) => row.errorMessage },
            ],
            page.items,
            'No execution there yet.',
          ),
        )
        if (page.nextCursor !== null) note(`More: --cursor ${page.nextCursor}`)
      }),
    )
}

function addPerformance(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'performance', {
    summary: 'Figures per published version.',
    examples: ['galley execution performance --remote trial'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .action(
      handle<{ remote: string }, []>(invocation, async ({ rpc, options: { remote }, show }) => {
        const { items } = await (await rpc()).execution.performance({ remote })
        show(items, () =>
          table(
            [
              { title: 'template', cell: (row) => row.templateName },
              { title: 'version', align: 'right', cell: (row) => row.version },
              { title: 'executions', align: 'right', cell: (row) => row.totalExecutions },
              { title: 'success', align: 'right', cell: (row) => share(row.successRate) },
              {
                title: 'mean ms',
                align: 'right',
                cell: (row) => milliseconds(row.averageResponseTimeMs),
              },
            ],
            items,
            'Nothing is published there yet.',
          ),
        )
      }),
    )
}

export function addExecution(program: Command, invocation: Invocation): void {
  const noun = program.command('execution').description('What production services rendered.')
  addList(noun, invocation)
  addPerformance(noun, invocation)
  addReport(noun, invocation)
}
