import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { integer } from '../options.ts'
import type { Rpc } from '../session.ts'
import { facts, table, when } from '../table.ts'

interface AddOptions {
  url?: string
  trial?: boolean
}

/** A password on a command line is seen by every process, so the address may come from a variable. */
function remoteInput(name: string, { url, trial }: AddOptions, env: NodeJS.ProcessEnv) {
  if (trial === true) return { name, isTrial: true as const }
  const connectionString = url ?? env.GALLEY_REMOTE_URL
  if (connectionString !== undefined) return { name, connectionString }
  throw new GalleyError('invalid_input', 'There is no address to add.', {
    fix: 'Give --url, set the variable GALLEY_REMOTE_URL, or ask for one of your own with --trial.',
  })
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'The shared stores this workspace knows.',
    examples: ['galley remote list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).remote.list()
      show(items, () =>
        table(
          [
            { title: 'name', cell: (row) => row.name },
            { title: 'kind', cell: (row) => row.kind },
            { title: 'address', cell: (row) => row.address },
            { title: 'added', cell: (row) => when(row.createdAt) },
          ],
          items,
          'No shared store yet: "galley remote add NAME --trial" makes one on this machine.',
        ),
      )
    }),
  )
}

function addAdd(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'add <name>', {
    summary: 'Adds a shared store by connection string, or a trial one that runs on this machine.',
    examples: [
      'galley remote add trial --trial',
      'galley remote add main --url postgres://galley@db.example:5432/prompts',
    ],
  })
    .option('--url <connection>', 'else the variable GALLEY_REMOTE_URL')
    .option('--trial', 'a Postgres of your own; nothing to install')
    .action(
      handle<AddOptions, [string]>(invocation, async ({ rpc, io, options, show }, name) => {
        const added = await (await rpc()).remote.add(remoteInput(name, options, io.env))
        show(added, `added ${added.name} (${added.address})`)
      }),
    )
}

function addRemove(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'remove <name>', {
    summary: 'Forgets a shared store; nothing in it is touched.',
    examples: ['galley remote remove trial'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, remote) => {
      const removed = await (await rpc()).remote.remove({ remote })
      show(removed, `forgot ${removed.name}`)
    }),
  )
}

export function addRemote(program: Command, invocation: Invocation): void {
  const noun = program.command('remote').description('Shared stores that production reads.')
  addList(noun, invocation)
  addAdd(noun, invocation)
  addChecking(noun, invocation)
  addRemove(noun, invocation)
}

function addCheck(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'check <name>', {
    summary: 'Is it reachable, which version, which role, how slow.',
    examples: ['galley remote check trial'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, remote) => {
      const check = await (await rpc()).remote.check({ remote })
      show(check, () =>
        facts({
          reachable: check.isReachable ? 'yes' : 'no',
          server: check.serverVersion,
          schema: `${check.schemaVersion ?? 'none'} (this Galley knows ${check.expectedSchemaVersion})`,
          role: check.role,
          latency: check.latencyMs === null ? null : `${check.latencyMs.toFixed(1)} ms`,
          'clock skew': check.clockSkewMs === null ? null : `${check.clockSkewMs.toFixed(0)} ms`,
          message: check.message,
          ...(check.fix === null ? {} : { fix: check.fix }),
        }),
      )
      return check.isReachable ? undefined : 3
    }),
  )
}

/** What the store has, where it is named and can be reached; else all from the beginning. */
async function schemaNow(rpc: () => Promise<Rpc>, remote: string | undefined): Promise<number> {
  if (remote === undefined) return 0
  return (await (await rpc()).remote.check({ remote })).schemaVersion ?? 0
}

function addMigrate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'migrate [name]', {
    summary: 'Brings the schema of a shared store up to date, or prints the SQL that would.',
    examples: ['galley remote migrate trial', 'galley remote migrate --print > galley.sql'],
  })
    .option('--print', 'only print the SQL, for a database administrator to read and run')
    .action(
      handle<{ print?: boolean }, [string | undefined]>(
        invocation,
        async ({ rpc, options, show }, remote) => {
          if (options.print === true) {
            const from = await schemaNow(rpc, remote)
            const printed = await (await rpc()).remote.printMigration({ from })
            return show(printed, printed.sql)
          }
          if (remote === undefined) {
            throw new GalleyError('invalid_input', 'There is no remote named to migrate.', {
              fix: 'Name it: galley remote migrate NAME. With --print no name is needed.',
            })
          }
          const done = await (await rpc()).remote.migrate({ remote })
          const { from, to, applied } = done
          show(
            done,
            from === to
              ? `the schema is the newest: ${to}`
              : `schema ${from ?? 'none'} → ${to}; applied ${applied.length}`,
          )
        },
      ),
    )
}

function addMaintain(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'maintain <name>', {
    summary: 'Carries out what is due, makes coming partitions, drops those past retention.',
    examples: ['galley remote maintain main', 'galley remote maintain main --days 30'],
  })
    .option('--days <n>', 'how long executions are kept', integer, 90)
    .action(
      handle<{ days: number }, [string]>(invocation, async ({ rpc, options, show }, remote) => {
        const retentionDays = options.days
        const done = await (await rpc()).remote.maintain({ remote, retentionDays })
        show(done, () =>
          facts({
            labels:
              done.labels
                .map(
                  ({ action, templateName, label, version }) =>
                    `${label} of ${templateName}: version ${version ?? 'none'} ${action}`,
                )
                .join(', ') || 'none was due',
            made: done.made.join(', ') || 'no partition',
            dropped: done.dropped.join(', ') || 'no partition',
            ...(done.left.length === 0
              ? {}
              : { 'left for later': `${done.left.join(', ')}: somebody uses it just now` }),
          }),
        )
      }),
    )
}

function addSql(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'sql', {
    summary: 'The SQL a database administrator would run.',
    examples: ['galley remote sql > galley.sql'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const printed = await (await rpc()).remote.printMigration({})
      show(printed, printed.sql)
    }),
  )
}

function addUrl(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'url <name>', {
    summary: 'The connection string of a trial store, for services that try it.',
    examples: ['galley remote url trial'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show, note }, remote) => {
      const told = await (await rpc()).remote.connection({ remote })
      show(told, told.connectionString)
      note('It answers while the workbench is open.')
    }),
  )
}

function addChecking(noun: Command, invocation: Invocation): void {
  addCheck(noun, invocation)
  addMigrate(noun, invocation)
  addMaintain(noun, invocation)
  addUrl(noun, invocation)
  addSql(noun, invocation)
}
