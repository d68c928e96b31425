import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { table } from '../../table.ts'

/** What of a template comes from other templates, and taking over what is newer. */
export function addPartials(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'partials <template>', {
    summary: 'The templates that the draft includes, with the version taken over and the newest.',
    examples: ['galley template partials welcome', 'galley template partials welcome --update'],
  })
    .option('--update', 'take over the newest version of each')
    .action(
      handle<{ update?: boolean }, [string]>(
        invocation,
        async ({ rpc, options, show }, template) => {
          const client = await rpc()
          if (options.update) await client.template.updatePartials({ template })
          const listed = await client.template.listPartials({ template })
          show(listed, () =>
            table(
              [
                { title: 'partial', cell: (row) => row.name },
                { title: 'taken', align: 'right', cell: (row) => row.taken ?? '-' },
                { title: 'newest', align: 'right', cell: (row) => row.newest ?? '-' },
                { title: '', cell: (row) => row.problem ?? '' },
              ],
              listed.items,
              'The draft includes no other template.',
            ),
          )
        },
      ),
    )
}
