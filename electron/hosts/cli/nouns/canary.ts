import type { Command } from 'commander'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { addVerb, handle, type Invocation, type VerbText } from '../call.ts'
import { choice, decimal, integer, integers, templateVersion } from '../options.ts'
import { facts, share, table, when } from '../table.ts'

interface Target {
  remote: string
}

const target = (verb: Command) => verb.requiredOption('--remote <name>', 'the shared store')

/** What it is, what the rule says, and its steps. */
function describeCanary(view: CanaryView): string {
  return [
    facts({
      canary: view.name,
      status: view.status,
      versions: `${view.canaryVersion} beside ${view.controlVersion}`,
      coverage: `${view.coverageBp / 100}%, step ${view.step} of ${view.steps.length}`,
      ...(view.decision === null
        ? {}
        : { now: `${view.decision.action}: ${view.decision.explanation}` }),
      ...(view.awaitsPromotion
        ? { next: `galley canary promote ${view.name} --remote ${view.remote}` }
        : {}),
      ...(view.reason === '' ? {} : { reason: view.reason }),
    }),
    '',
    table(
      [
        { title: 'step', align: 'right', cell: (row) => row.step },
        { title: 'coverage', align: 'right', cell: (row) => `${row.coverageBp / 100}%` },
        { title: 'state', cell: (row) => row.state },
        { title: 'since', cell: (row) => row.startedAt && when(row.startedAt) },
        { title: 'users', align: 'right', cell: (row) => row.canary?.users ?? null },
        { title: 'success', align: 'right', cell: (row) => share(row.canary?.successRate ?? null) },
        {
          title: 'control',
          align: 'right',
          cell: (row) => share(row.control?.successRate ?? null),
        },
        { title: 'slow', align: 'right', cell: (row) => share(row.canary?.slowRate ?? null) },
      ],
      view.steps,
    ),
  ].join('\n')
}

interface StartOptions extends Target {
  name?: string
  strategy: 'canary' | 'blue_green'
  steps?: number[]
  users?: number
  hours?: number
  promote: boolean
  reason?: string
}

function addStart(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'start', {
      summary: 'Publishes a version to a first share of users, beside the production version.',
      examples: ['galley canary start welcome@3 --remote shop --hours 4 --users 200'],
    }).argument('<template@version>', 'the new version', templateVersion),
  )
    .option('--name <name>', 'TEMPLATE-vVERSION without it')
    .addOption(
      choice('--strategy <strategy>', 'by small steps, or half and then all', [
        'canary',
        'blue_green',
      ]).default('canary'),
    )
    .option('--steps <bp,…>', 'basis points of users, rising', integers)
    .option('--users <n>', 'users in the new version that every step waits for', integer)
    .option('--hours <n>', 'hours that every step waits for', decimal)
    .option('--no-promote', 'waits at its last step until somebody promotes it')
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<StartOptions, [ReturnType<typeof templateVersion>]>(
        invocation,
        async ({ rpc, options, show }, ref) => {
          const { remote, name, strategy, steps, users, hours, promote, reason } = options
          const view = await (await rpc()).canary.start({
            ...ref,
            remote,
            ...(name === undefined ? {} : { name }),
            ...(reason === undefined ? {} : { reason }),
            plan: {
              strategy,
              promotes: promote,
              ...(steps === undefined ? {} : { stepsBp: steps }),
              ...(users === undefined ? {} : { minimumUsers: users }),
              ...(hours === undefined ? {} : { minimumHours: hours }),
            },
          })
          show(view, () => describeCanary(view))
        },
      ),
    )
}

function addWatch(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'watch <canary>', {
      summary:
        'Runs a canary until it ends: steps on, or rolls back. Safe to run twice and to start again; exit code 100 after a rollback.',
      examples: ['galley canary watch welcome-v3 --remote shop --every 300'],
    }),
  )
    .option('--every <seconds>', 'time between two looks', decimal, 60)
    .action(
      handle<Target & { every: number }, [string]>(
        invocation,
        async ({ rpc, io, options, note, show }, canary) => {
          const { remote, every } = options
          const asked = { remote, canary, everySeconds: every }
          const events = await (await rpc()).canary.watch(asked, { signal: io.signal })
          for await (const event of events) {
            const isEnd = event.kind === 'completed' || event.kind === 'rolled_back'
            if (isEnd) show(event, `${event.kind}: ${event.message}`)
            else note(`${when(event.at)} ${event.kind}: ${event.message}`)
            if (event.kind === 'rolled_back') return 100
          }
        },
      ),
    )
}

function addStep(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'step <canary>', {
      summary: 'Does once what the rule says now.',
      examples: ['galley canary step welcome-v3 --remote shop'],
    }),
  )
    .option('--override <reason>', 'goes on though the rule says hold; audited')
    .action(
      handle<Target & { override?: string }, [string]>(
        invocation,
        async ({ rpc, options, show }, canary) => {
          const { remote, override } = options
          const event = await (await rpc()).canary.step({
            ...{ remote, canary },
            ...(override === undefined ? {} : { overrideReason: override }),
          })
          show(event, `${event.kind}: ${event.message}`)
          return event.kind === 'rolled_back' ? 100 : undefined
        },
      ),
    )
}

function addLooking(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'status <canary>', {
      summary: 'Steps with their figures, and what the rule says now.',
      examples: ['galley canary status welcome-v3 --remote shop'],
    }),
  ).action(
    handle<Target, [string]>(invocation, async ({ rpc, options: { remote }, show }, canary) => {
      const view = await (await rpc()).canary.status({ remote, canary })
      show(view, () => describeCanary(view))
    }),
  )
  target(
    addVerb(noun, 'list', {
      summary: 'Canaries of a shared store, newest first.',
      examples: ['galley canary list --remote shop'],
    }),
  ).action(
    handle<Target, []>(invocation, async ({ rpc, options: { remote }, show }) => {
      const { items } = await (await rpc()).canary.list({ remote })
      show(items, () =>
        table(
          [
            { title: 'canary', cell: (row) => row.name },
            { title: 'status', cell: (row) => row.status },
            { title: 'version', align: 'right', cell: (row) => row.canaryVersion },
            { title: 'coverage', align: 'right', cell: (row) => `${row.coverageBp / 100}%` },
            { title: 'started', cell: (row) => when(row.startedAt) },
          ],
          items,
          'No canary there.',
        ),
      )
    }),
  )
}

export function addCanary(program: Command, invocation: Invocation): void {
  const noun = program
    .command('canary')
    .description('New versions for more and more users, rolled back by themselves where they harm.')
  addStart(noun, invocation)
  addWatch(noun, invocation)
  addStep(noun, invocation)
  addLooking(noun, invocation)
  addEnd(noun, invocation, 'promote', {
    summary: 'Moves production to the new version of a canary that waits for that.',
    examples: ['galley canary promote welcome-v3 --remote shop --reason "two quiet weeks"'],
  })
  addEnd(noun, invocation, 'rollback', {
    summary: 'Everybody gets the old version again, at once.',
    examples: ['galley canary rollback welcome-v3 --remote shop --reason "complaints"'],
  })
}

function addEnd(
  noun: Command,
  invocation: Invocation,
  verb: 'promote' | 'rollback',
  text: VerbText,
): void {
  target(addVerb(noun, `${verb} <canary>`, text))
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<Target & { reason?: string }, [string]>(
        invocation,
        async ({ rpc, options: { remote, reason = '' }, show }, canary) => {
          const ref = { remote, canary, reason }
          const { canary: calls } = await rpc()
          const view = await (verb === 'promote' ? calls.promote(ref) : calls.rollBack(ref))
          show(view, () => describeCanary(view))
        },
      ),
    )
}
