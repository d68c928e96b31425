import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { table, when } from '../../table.ts'
import { describeOutcome } from './moving.ts'

/** What waits to be sent; a host that stays open sends it by itself. */
export function addOutbox(program: Command, invocation: Invocation): void {
  const noun = program.command('outbox').description('What waits to be published.')
  addVerb(
    noun,
    'list',
    { summary: 'What waits to be published.', examples: ['galley outbox'] },
    true,
  ).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).outbox.list()
      show(items, () =>
        table(
          [
            { title: 'key', cell: (row) => row.key },
            { title: 'remote', cell: (row) => row.remote },
            { title: 'does', cell: (row) => row.action },
            {
              title: 'what',
              cell: (row) => `${row.templateName}@${row.version ?? 'before'} ${row.label}`,
            },
            { title: 'state', cell: (row) => row.state },
            { title: 'tries', align: 'right', cell: (row) => row.attempts },
            { title: 'next', cell: (row) => row.nextAttemptAt && when(row.nextAttemptAt) },
            { title: 'because', cell: (row) => row.problem?.message ?? '' },
          ],
          items,
          'Nothing waits in the outbox.',
        ),
      )
    }),
  )
  addVerb(noun, 'retry <key>', {
    summary: 'Sends it now; what the store did already is not done twice.',
    examples: ['galley outbox retry 0190a000-0000-7000-8000-000000000001'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, key) => {
      const outcome = await (await rpc()).outbox.retry({ key })
      show(outcome, () => describeOutcome(outcome))
    }),
  )
  addVerb(noun, 'drop <key>', {
    summary: 'Forgets it; what the store may have done all the same is not taken back.',
    examples: ['galley outbox drop 0190a000-0000-7000-8000-000000000001 --yes'],
  })
    .option('--yes', 'it is meant')
    .action(
      handle<{ yes?: boolean }, [string]>(invocation, async ({ rpc, options, show }, key) => {
        if (options.yes !== true) {
          throw new GalleyError('invalid_input', 'What is dropped will never be published.', {
            fix: 'Say --yes if it is meant.',
          })
        }
        const dropped = await (await rpc()).outbox.drop({ key })
        show(dropped, `dropped ${dropped.templateName}@${dropped.version ?? 'before'}`)
      }),
    )
}
