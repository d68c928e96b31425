import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { facts, table, when } from '../../table.ts'

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'All datasets, newest version each.',
    examples: ['galley dataset list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).dataset.list()
      show(items, () =>
        table(
          [
            { title: 'name', cell: (row) => row.name },
            { title: 'version', align: 'right', cell: (row) => row.version },
            { title: 'cases', align: 'right', cell: (row) => row.caseCount },
            { title: 'recorded models', cell: (row) => row.recordedModels.join(', ') },
            { title: 'made', cell: (row) => when(row.createdAt) },
          ],
          items,
          'No dataset yet: see "galley dataset import --help".',
        ),
      )
    }),
  )
}

function addShow(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'show <dataset>', {
    summary: 'One dataset.',
    examples: ['galley dataset show gsm8k'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, dataset) => {
      const found = await (await rpc()).dataset.get({ dataset })
      show(found, () =>
        facts({
          name: found.name,
          version: found.version,
          cases: found.caseCount,
          inputs: found.inputNames.join(', '),
          'recorded models': found.recordedModels.join(', '),
          splits: Object.entries(found.splitCounts)
            .map(([name, count]) => `${name} ${count}`)
            .join(', '),
          hash: found.contentHash,
          description: found.description,
        }),
      )
    }),
  )
}

function addCases(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'cases <dataset>', {
    summary: 'The cases of a dataset, in order.',
    examples: ['galley dataset cases gsm8k --limit 3 --json'],
  })
    .option('--version <n>', 'a dataset version', integer)
    .option('--limit <n>', 'how many', integer, 20)
    .option('--cursor <cursor>', 'where the page before ended')
    .action(
      handle<{ version?: number; limit: number; cursor?: string }, [string]>(
        invocation,
        async ({ rpc, options, show, note }, dataset) => {
          const { version, limit, cursor } = options
          const page = await (await rpc()).dataset.listCases({
            dataset,
            limit,
            ...(version === undefined ? {} : { version }),
            ...(cursor === undefined ? {} : { cursor }),
          })
          show(page, () =>
            table(
              [
                { title: '#', align: 'right', cell: (row) => row.ordinal },
                { title: 'inputs', cell: (row) => JSON.stringify(row.inputs).slice(0, 80) },
                { title: 'expected', cell: (row) => JSON.stringify(row.expected).slice(0, 20) },
              ],
              page.items,
              'No case fits.',
            ),
          )
          if (page.nextCursor !== null) note(`More: --cursor ${page.nextCursor}`)
        },
      ),
    )
}

function addVersions(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'versions <dataset>', {
    summary: 'Every version of a dataset, newest first.',
    examples: ['galley dataset versions gsm8k'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, dataset) => {
      const { items } = await (await rpc()).dataset.listVersions({ dataset })
      show(items, () =>
        table(
          [
            { title: 'version', align: 'right', cell: (row) => row.version },
            { title: 'cases', align: 'right', cell: (row) => row.caseCount },
            { title: 'made', cell: (row) => when(row.createdAt) },
            { title: 'why', cell: (row) => row.note },
          ],
          items,
        ),
      )
    }),
  )
}

function addDiff(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'diff <dataset> <from> <to>', {
    summary: 'What changed between two versions, case by case.',
    examples: ['galley dataset diff gsm8k 1 2'],
  }).action(
    handle<object, [string, string, string]>(
      invocation,
      async ({ rpc, show }, dataset, from, to) => {
        const input = { dataset, from: integer(from), to: integer(to) }
        const diff = await (await rpc()).dataset.diff(input)
        const { added, removed, changed, changes } = diff
        show(diff, () =>
          [
            `${added} added, ${removed} removed, ${changed} changed`,
            table(
              [
                { title: 'what', cell: (row) => row.kind },
                { title: '#', align: 'right', cell: (row) => row.ordinal },
                { title: 'fields', cell: (row) => row.fields.join(', ') },
                {
                  title: 'inputs',
                  cell: (row) => JSON.stringify((row.after ?? row.before)?.inputs).slice(0, 80),
                },
              ],
              changes,
              '',
            ),
          ].join('\n'),
        )
      },
    ),
  )
}

export function addReading(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addShow(noun, invocation)
  addCases(noun, invocation)
  addVersions(noun, invocation)
  addDiff(noun, invocation)
}
