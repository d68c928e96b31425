import type { Command } from 'commander'
import { type TokenRole, tokenRoleSchema } from '#shared/contract/token.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { choice } from '../options.ts'
import { table, when } from '../table.ts'

export function addToken(program: Command, invocation: Invocation): void {
  const noun = program.command('token').description('Tokens of scripts for the REST routes.')
  addVerb(noun, 'list', {
    summary: 'Tokens of scripts, without their secrets.',
    examples: ['galley token list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).token.list()
      show(items, () =>
        table(
          [
            { title: 'name', cell: (row) => row.name },
            { title: 'role', cell: (row) => row.role },
            { title: 'made', cell: (row) => when(row.createdAt) },
            { title: 'last used', cell: (row) => row.lastUsedAt && when(row.lastUsedAt) },
          ],
          items,
          'No token yet: "galley token add NAME --role reader" makes one.',
        ),
      )
    }),
  )
  addVerb(noun, 'add <name>', {
    summary: 'A token for scripts; its secret is shown this once and kept hashed.',
    examples: ['galley token add ci --role author'],
  })
    .addOption(choice('--role <role>', 'what it may do', tokenRoleSchema.options).default('reader'))
    .action(
      handle<{ role: TokenRole }, [string]>(
        invocation,
        async ({ rpc, options: { role }, show, note }, name) => {
          const made = await (await rpc()).token.create({ name, role })
          show(made, made.secret)
          note(`The token of ${made.name} (${made.role}): it is shown this once.`)
        },
      ),
    )
  addVerb(noun, 'revoke <name>', {
    summary: 'The token ends at once.',
    examples: ['galley token revoke ci'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, name) => {
      const revoked = await (await rpc()).token.revoke({ name })
      show(revoked, `revoked ${revoked.name}`)
    }),
  )
}
