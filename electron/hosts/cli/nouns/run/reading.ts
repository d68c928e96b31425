import type { Command } from 'commander'
import type { Result } from '#shared/contract/run/result.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { choice, integer } from '../../options.ts'
import { table, when } from '../../table.ts'
import { figuresTable } from './figures.ts'
import { findRun } from './naming.ts'

interface ResultOptions {
  filter: 'all' | 'failed' | 'errors' | 'differing'
  limit: number
  cursor?: string
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', { summary: 'All runs, newest first.', examples: ['galley run list'] })
    .option('--limit <n>', 'how many', integer, 20)
    .action(
      handle<{ limit: number }, []>(invocation, async ({ rpc, options, show }) => {
        const page = await (await rpc()).run.list({ limit: options.limit })
        show(page, () =>
          table(
            [
              { title: 'run', cell: (row) => row.id },
              { title: 'status', cell: (row) => row.status },
              { title: 'dataset', cell: (row) => `${row.datasetName}@${row.datasetVersion}` },
              { title: 'columns', align: 'right', cell: (row) => row.columns.length },
              { title: 'cells', align: 'right', cell: (row) => row.totalCells },
              { title: 'made', cell: (row) => when(row.createdAt) },
            ],
            page.items,
            'No run yet: see "galley run start --help".',
          ),
        )
      }),
    )
}

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'show <run>', {
    summary: 'One run with its figures.',
    examples: ['galley run show 0198c0de-0000-7000-8000-000000000001'],
  }).action(
    handle<object, [string]>(invocation, async (call, id) => {
      const rpc = await call.rpc()
      const run = await rpc.run.get({ run: await findRun(rpc, id) })
      call.show(run, () => `run ${run.id} ${run.status}\n${figuresTable(run)}`)
    }),
  )
}

function addResults(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'results <run>', {
    summary: 'Results, one row per case.',
    examples: ['galley run results 0198c0de-0000-7000-8000-000000000001 --filter failed'],
  })
    .addOption(
      choice('--filter <which>', 'which rows', ['all', 'failed', 'errors', 'differing']).default(
        'all',
      ),
    )
    .option('--limit <n>', 'how many', integer, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .action(
      handle<ResultOptions, [string]>(invocation, async (call, id) => {
        const { show, note } = call
        const { filter, limit, cursor } = call.options
        const rpc = await call.rpc()
        const page = await rpc.run.listResults({
          run: await findRun(rpc, id),
          filter,
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        })
        const keys = [...new Set(page.items.flatMap(({ cells }) => Object.keys(cells)))]
        show(page, () =>
          table(
            [
              { title: '#', align: 'right', cell: (row) => row.ordinal },
              { title: 'expected', cell: (row) => JSON.stringify(row.expected).slice(0, 20) },
              ...keys.map((key) => ({
                title: key,
                cell: (row: (typeof page.items)[number]) => describeCell(row.cells[key]),
              })),
            ],
            page.items,
            'No result fits.',
          ),
        )
        if (page.nextCursor !== null) note(`More: --cursor ${page.nextCursor}`)
      }),
    )
}

/** An error says why: a status alone leaves the person nowhere to go. */
function describeCell(cell: Result | undefined): string | null {
  if (cell === undefined) return null
  return cell.error === null ? cell.status : `${cell.status}: ${cell.error}`
}

export function addReading(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addShow(noun, invocation)
  addResults(noun, invocation)
}
