import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { table, when } from '../../table.ts'

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'What is published, with labels.',
    examples: ['galley publish list --remote trial'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--template <name>', 'only this one')
    .action(
      handle<{ remote: string; template?: string }, []>(
        invocation,
        async ({ rpc, options: { remote, template }, show }) => {
          const { items } = await (await rpc()).publishing.list({
            remote,
            ...(template === undefined ? {} : { templateName: template }),
          })
          show(items, () =>
            table(
              [
                { title: 'template', cell: (row) => row.templateName },
                { title: 'version', align: 'right', cell: (row) => row.version },
                { title: 'labels', cell: (row) => row.labels.join(', ') },
                { title: 'hash', cell: (row) => row.contentHash.slice(0, 12) },
                { title: 'by', cell: (row) => row.publishedBy },
                { title: 'at', cell: (row) => when(row.publishedAt) },
              ],
              items,
              'Nothing is published there yet.',
            ),
          )
        },
      ),
    )
}

/** The version that an entry of the audit tells of; other facts are in its JSON. */
function positionOf(told: unknown): string | null {
  const isTold = typeof told === 'object' && told !== null && 'version' in told
  return isTold && told.version !== null ? `v${told.version}` : null
}

function addAudit(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'audit', {
    summary: 'Who did what in the shared store, newest first.',
    examples: ['galley publish audit --remote trial'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--limit <n>', 'how many', integer, 20)
    .action(
      handle<{ remote: string; limit: number }, []>(
        invocation,
        async ({ rpc, options: { remote, limit }, show }) => {
          const page = await (await rpc()).publishing.listAudit({ remote, limit })
          show(page, () =>
            table(
              [
                { title: 'at', cell: (row) => when(row.at) },
                { title: 'who', cell: (row) => row.actor },
                { title: 'did', cell: (row) => row.action },
                { title: 'template', cell: (row) => row.templateName },
                { title: 'label', cell: (row) => row.label },
                { title: 'before', cell: (row) => positionOf(row.before) },
                { title: 'after', cell: (row) => positionOf(row.after) },
                { title: 'reason', cell: (row) => row.reason },
              ],
              page.items,
              'Nothing was done there yet.',
            ),
          )
        },
      ),
    )
}

export function addLooking(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addAudit(noun, invocation)
}
