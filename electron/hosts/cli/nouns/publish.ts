import type { Command } from 'commander'
import type { PublishOutcome, PublishPlan } from '#shared/contract/publishing.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { integer, templateVersion } from '../options.ts'
import { facts, table, when } from '../table.ts'

interface Target {
  remote: string
  label: string
  reason?: string
}

type Ref = ReturnType<typeof templateVersion>

const target = (verb: Command) =>
  verb
    .requiredOption('--remote <name>', 'the shared store')
    .option('--label <label>', 'the label that moves', 'production')

const planned = {
  new: 'new',
  known: 'known: the same content is there',
  renumber: 'renumbered',
} as const

const describePlan = (plan: PublishPlan) =>
  [
    facts({
      template: plan.templateName,
      version: `${plan.localVersion} → ${plan.publishedVersion} (${planned[plan.state]})`,
      hash: plan.contentHash,
      label: `${plan.label}, now at ${plan.current?.version ?? 'nothing'}`,
    }),
    ...plan.warnings.map((warning) => `note: ${warning}`),
  ].join('\n')

const describeOutcome = ({ published, label, ...outcome }: PublishOutcome) =>
  facts({
    published: `${published.templateName}@${published.version}`,
    id: published.versionId,
    hash: published.contentHash,
    label: `${label}, before at ${outcome.previousVersion ?? 'nothing'}`,
    ...(outcome.renumberedFrom === null ? {} : { 'renumbered from': outcome.renumberedFrom }),
    ...(outcome.isReplay ? { note: 'this was done before; nothing was done twice' } : {}),
  })

function addPlan(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'plan', {
      summary: 'What publishing would do, before anything happens.',
      examples: ['galley publish plan topic-extraction@2 --remote trial'],
    }).argument('<template@version>', 'what to publish', templateVersion),
  ).action(
    handle<Target, [Ref]>(invocation, async ({ rpc, options, show }, ref) => {
      const { remote, label } = options
      const plan = await (await rpc()).publishing.plan({ remote, label, ...ref })
      show(plan, () => describePlan(plan))
    }),
  )
}

function addVersion(noun: Command, invocation: Invocation): void {
  target(
    addVerb(
      noun,
      'version',
      {
        summary: 'Publishes a version and moves a label, in one transaction.',
        examples: ['galley publish topic-extraction@2 --remote trial --label production'],
      },
      true,
    ).argument('<template@version>', 'what to publish', templateVersion),
  )
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<Target, [Ref]>(invocation, async ({ rpc, options, show }, ref) => {
        const { remote, label, reason } = options
        const outcome = await (await rpc()).publishing.publish({
          remote,
          label,
          ...ref,
          ...(reason === undefined ? {} : { reason }),
        })
        show(outcome, () => describeOutcome(outcome))
      }),
    )
}

function addRollBack(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'roll-back <template>', {
      summary: 'Moves a label back to the previous (or a named) version.',
      examples: ['galley publish roll-back topic-extraction --remote trial --to 1'],
    }),
  )
    .option('--to <version>', 'a published version', integer)
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<Target & { to?: number }, [string]>(
        invocation,
        async ({ rpc, options, show }, templateName) => {
          const { remote, label, to, reason } = options
          const outcome = await (await rpc()).publishing.rollBack({
            remote,
            label,
            templateName,
            ...(to === undefined ? {} : { toVersion: to }),
            ...(reason === undefined ? {} : { reason }),
          })
          show(outcome, () => describeOutcome(outcome))
        },
      ),
    )
}

function addMoving(noun: Command, invocation: Invocation): void {
  addPlan(noun, invocation)
  addVersion(noun, invocation)
  addRollBack(noun, invocation)
}

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
            ),
          )
        },
      ),
    )
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
                { title: 'reason', cell: (row) => row.reason },
              ],
              page.items,
            ),
          )
        },
      ),
    )
}

function addLooking(noun: Command, invocation: Invocation): void {
  addList(noun, invocation)
  addAudit(noun, invocation)
}

export function addPublish(program: Command, invocation: Invocation): void {
  const noun = program.command('publish').description('Versions and labels in a shared store.')
  addMoving(noun, invocation)
  addLooking(noun, invocation)
}
