import type { Command } from 'commander'
import type { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { designSchema } from '#shared/contract/experiment/design.ts'
import type { PowerReport } from '#shared/contract/experiment/simulation.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { readInput } from '../../files.ts'
import { choice, decimal, integer, integers, repeated } from '../../options.ts'
import { facts, share, table } from '../../table.ts'
import { describeExperiment } from './text.ts'

type Design = z.input<typeof designSchema>

interface CreateOptions {
  template: string
  arm?: string[]
  outcome?: string
  rule?: 'group_sequential' | 'always_valid' | 'fixed'
  users?: number
  effect?: number
  alpha?: number
  coverage?: number
  file?: string
  description?: string
}

/** `KEY=VERSION` or `KEY=VERSION:BASISPOINTS`; without shares all arms get equal ones. */
function armsOf(texts: readonly string[]): Design['arms'] {
  const arms = texts.map((text) => {
    const match = /^([^=]+)=(\d+)(?::(\d+))?$/.exec(text)
    if (match?.[1] === undefined) {
      throw new GalleyError('invalid_input', `"${text}" is not an arm.`, {
        fix: 'Write KEY=VERSION or KEY=VERSION:BASISPOINTS, e.g. --arm control=1 --arm short=2.',
        where: { field: 'arm' },
      })
    }
    const weightBp = match[3] === undefined ? null : Number(match[3])
    return { key: match[1], version: Number(match[2]), weightBp }
  })
  const equal = Math.floor(10_000 / arms.length)
  return arms.map(({ weightBp, ...arm }, i) => ({
    ...arm,
    weightBp: weightBp ?? equal + (i === 0 ? 10_000 - equal * arms.length : 0),
  }))
}

/** A design of one metric, for the usual test; everything else comes from a file. */
function designOf(options: CreateOptions): Design {
  const { arm = [], outcome, rule, users, effect, alpha, coverage } = options
  if (users === undefined || effect === undefined || arm.length < 2) {
    throw new GalleyError('invalid_input', 'A test needs its arms, its users and its effect.', {
      fix: 'Give --arm twice or more, --users and --effect, or a whole design with --file.',
    })
  }
  const source =
    outcome === undefined
      ? { source: { kind: 'success' as const }, kind: 'ratio' as const, name: 'success_rate' }
      : { source: { kind: 'outcome' as const, outcome }, kind: 'binary' as const, name: outcome }
  return {
    arms: armsOf(arm),
    metrics: [{ ...source, role: 'primary' }],
    stopping: {
      plannedUsers: users,
      plannedEffect: effect,
      ...(rule === undefined ? {} : { rule }),
      ...(alpha === undefined ? {} : { alpha }),
    },
    ...(coverage === undefined ? {} : { coverageBp: coverage }),
  }
}

function addCreate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'create <name>', {
    summary: 'A draft of an experiment, in this workspace only.',
    examples: [
      'galley experiment create shorter --template welcome --arm control=1 --arm short=2 --outcome solved --users 2800 --effect 0.05',
      'galley experiment create shorter --template welcome --file design.json',
    ],
  })
    .requiredOption('--template <name>', 'the template that is tested')
    .option(
      '--arm <key=version>',
      'an arm, the control first; KEY=VERSION:BASISPOINTS weighs it',
      repeated,
    )
    .option('--outcome <name>', 'the outcome that decides; the success rate without it')
    .addOption(
      choice('--rule <rule>', 'when it may stop', ['group_sequential', 'always_valid', 'fixed']),
    )
    .option('--users <n>', 'planned users over all arms', integer)
    .option('--effect <share>', 'the effect to find, absolute', decimal)
    .option('--alpha <alpha>', 'error level', decimal)
    .option('--coverage <bp>', 'basis points of all users that take part', integer)
    .option('--description <text>', 'what it is for')
    .option(
      '--file <path>',
      'a design as JSON, as "experiment show --json" gives it; "-" for standard input',
    )
    .action(
      handle<CreateOptions, [string]>(invocation, async ({ rpc, io, options, show }, name) => {
        const { file, template, description = '' } = options
        const design: Design =
          file === undefined ? designOf(options) : JSON.parse(await readInput(io, file))
        const made = await (await rpc()).experiment.create({ name, template, description, design })
        show(made, () => describeExperiment(made))
      }),
    )
}

interface PowerOptions {
  rate?: number
  sd?: number
  effect: number
  alpha: number
  power: number
  perDay?: number
  days?: number
  weights: number[]
  rule: 'fixed' | 'group_sequential' | 'always_valid'
}

/** Sample size and duration, then power by length of the test. */
function describePower(report: PowerReport): string {
  const { plan } = report
  return [
    facts({
      users: report.users,
      'per arm': report.usersByArm?.join(', ') ?? null,
      days: report.days,
      ...(plan === null
        ? {}
        : {
            plan: `${plan.horizonDays} days, ${plan.users} users`,
            'power at the end': share(plan.powerFixed),
            'power of the rule': share(plan.powerOfRule),
            'detectable effect': share(plan.detectableEffect),
            'expected days': plan.expectedDays?.toFixed(1) ?? null,
            'days of 90%': plan.days90,
          }),
    }),
    ...(report.curve.length === 0
      ? []
      : [
          '',
          table(
            [
              { title: 'days', align: 'right', cell: (row) => row.days },
              { title: 'users', align: 'right', cell: (row) => row.users },
              { title: 'power', align: 'right', cell: (row) => share(row.power) },
              { title: 'detectable', align: 'right', cell: (row) => share(row.detectableEffect) },
            ],
            report.curve,
          ),
        ]),
    ...report.warnings.map(({ message }) => `note: ${message}`),
    ...Object.values(report.reasons).map((reason) => `note: ${reason}`),
  ].join('\n')
}

function addPower(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'power', {
    summary: 'Sample size, smallest detectable effect, power and duration.',
    examples: ['galley experiment power --rate 0.7 --effect 0.05 --per-day 200 --days 14'],
  })
    .option('--rate <rate>', 'rate of the control', decimal)
    .option('--sd <sd>', 'standard deviation of a mean, instead of a rate', decimal)
    .requiredOption('--effect <effect>', 'absolute effect', decimal)
    .option('--alpha <alpha>', 'error level', decimal, 0.05)
    .option('--power <power>', 'wanted power', decimal, 0.8)
    .option('--per-day <n>', 'users a day over all arms', integer)
    .option('--days <n>', 'length of the plan', integer)
    .option('--weights <bp,…>', 'basis points per arm, control first', integers, [5000, 5000])
    .addOption(
      choice('--rule <rule>', 'the stopping rule', [
        'fixed',
        'group_sequential',
        'always_valid',
      ]).default('group_sequential'),
    )
    .action(
      handle<PowerOptions, []>(invocation, async ({ rpc, options, show }) => {
        const { rate, sd, effect, alpha, power, weights, rule, perDay, days } = options
        if ((rate === undefined) === (sd === undefined)) {
          throw new GalleyError('invalid_input', 'Give either a rate or a standard deviation.', {
            fix: 'Use --rate for pass rates and --sd for scores, costs and times.',
          })
        }
        const metric =
          rate === undefined
            ? { kind: 'mean' as const, sd: sd ?? 0, effect }
            : { kind: 'rate' as const, control: rate, effect }
        const report = await (await rpc()).experiment.power({
          ...{ metric, alpha, power, rule, weightsBp: weights },
          usersPerDay: perDay ?? null,
          horizonDays: days ?? null,
        })
        show(report, () => describePower(report))
      }),
    )
}

export function addPlanning(noun: Command, invocation: Invocation): void {
  addCreate(noun, invocation)
  addPower(noun, invocation)
}
