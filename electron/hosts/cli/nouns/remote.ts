import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
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
          fix: check.fix,
        }),
      )
      return check.isReachable ? undefined : 3
    }),
  )
}

function addMigrate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'migrate <name>', {
    summary: 'Brings the schema of a shared store up to date.',
    examples: ['galley remote migrate trial'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, remote) => {
      const done = await (await rpc()).remote.migrate({ remote })
      show(done, `schema ${done.from ?? 'none'} → ${done.to}; applied ${done.applied.length}`)
    }),
  )
}

function addSql(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'sql', {
    summary: 'The SQL a database administrator would run.',
    examples: ['galley remote sql > galley.sql'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const printed = await (await rpc()).remote.printMigration()
      show(printed, printed.sql)
    }),
  )
}

function addChecking(noun: Command, invocation: Invocation): void {
  addCheck(noun, invocation)
  addMigrate(noun, invocation)
  addSql(noun, invocation)
}
