import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { evidenceSchema } from '#shared/contract/evidence.ts'
import type { PublishOutcome, PublishPlan } from '#shared/contract/publishing.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { describeChanges } from '../../changes.ts'
import { parseJson, readInput } from '../../files.ts'
import type { Io } from '../../io.ts'
import { integer, templateVersion } from '../../options.ts'
import { facts, when } from '../../table.ts'

interface Target {
  remote: string
  label: string
  reason?: string
  from?: string
  until?: string
  evidence?: string
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

const describePlan = (plan: PublishPlan, remote: string) =>
  [
    facts({
      template: plan.templateName,
      version: `${plan.localVersion} → ${plan.publishedVersion} (${planned[plan.state]})`,
      hash: plan.contentHash,
      label: `${plan.label}, now at ${plan.current?.version ?? 'nothing'}`,
    }),
    ...plan.upcoming.map(
      ({ at, kind, version }) => `${kind} at ${when(at)}: ${version ?? 'nothing'}`,
    ),
    ...plan.warnings.map((warning) => `note: ${warning}`),
    ...(plan.isFork
      ? [
          `fix: galley publish rebase ${plan.templateName}@${plan.localVersion} --remote ${remote} --label ${plan.label}`,
        ]
      : []),
    '',
    plan.changes.every(({ kind }) => kind === 'same')
      ? `the content is the same as what "${plan.label}" shows now`
      : describeChanges(plan.changes),
  ].join('\n')

const DONE: Record<PublishOutcome['action'], string> = {
  publish: '',
  roll_back: '',
  propose: ' proposed',
  schedule: ' scheduled',
}

export const describeOutcome = ({ published, label, ...outcome }: PublishOutcome) =>
  facts({
    [outcome.action === 'roll_back' ? 'rolled back to' : 'published']:
      `${published.templateName}@${published.version}`,
    id: published.versionId,
    hash: published.contentHash,
    label: `${label}${DONE[outcome.action]}, before at ${outcome.previousVersion ?? 'nothing'}`,
    ...(outcome.renumberedFrom === null ? {} : { 'renumbered from': outcome.renumberedFrom }),
    ...(outcome.isReplay ? { note: 'the store had received it already; it was done once' } : {}),
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
      show(plan, () => describePlan(plan, remote))
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
    .option('--from <time>', 'the label moves then by itself, e.g. 2027-01-04T08:00:00Z')
    .option('--until <time>', 'then the label goes back to where it stood')
    .option('--evidence <file>', 'JSON of a gate’s verdict; else what a gate last said of it')
    .action(
      handle<Target, [Ref]>(invocation, async ({ rpc, options, show, io }, ref) => {
        const { from, until } = options
        const outcome = await (await rpc()).publishing.publish({
          ...ref,
          ...(await described(options, io)),
          ...(from === undefined ? {} : { effectiveFrom: instant(from, 'from') }),
          ...(until === undefined ? {} : { effectiveUntil: instant(until, 'until') }),
        })
        show(outcome, () => describeOutcome(outcome))
      }),
    )
}

/** Any form of a time that names its zone, as the contract has it. */
function instant(text: string, field: string): string {
  const at = new Date(text)
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  throw new GalleyError('invalid_input', `"${text}" is no time.`, {
    fix: 'Write it like 2027-01-04T08:00:00Z.',
    where: { field },
  })
}

async function described({ remote, label, reason, evidence }: Target, io: Io) {
  return {
    remote,
    label,
    ...(reason === undefined ? {} : { reason }),
    ...(evidence === undefined ? {} : { evidence: await readEvidence(evidence, io) }),
  }
}

/** A verdict as `galley gate evaluate --json` prints it, or its evidence alone. */
async function readEvidence(file: string, io: Io) {
  const value: unknown = parseJson(await readInput(io, file), file)
  const isVerdict = typeof value === 'object' && value !== null && 'evidence' in value
  return evidenceSchema.parse(isVerdict ? value.evidence : value)
}

function addPropose(noun: Command, invocation: Invocation): void {
  target(
    addVerb(noun, 'propose', {
      summary: 'Publishes a version without its label and asks colleagues to approve the move.',
      examples: ['galley publish propose topic-extraction@2 --remote main --reason "shorter"'],
    }).argument('<template@version>', 'what to propose', templateVersion),
  )
    .option('--reason <text>', 'why, for those who approve')
    .option('--evidence <file>', 'JSON of a gate’s verdict; else what a gate last said of it')
    .action(
      handle<Target, [Ref]>(invocation, async ({ rpc, options, show, io }, ref) => {
        const wish = { ...ref, ...(await described(options, io)) }
        const outcome = await (await rpc()).publishing.propose(wish)
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

export function addMoving(noun: Command, invocation: Invocation): void {
  addPlan(noun, invocation)
  addVersion(noun, invocation)
  addPropose(noun, invocation)
  addRollBack(noun, invocation)
}
