import type { Command } from 'commander'
import type { RunId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type {
  Estimate,
  RuleOutcome,
  SimulatedRule,
  SimulationReport,
} from '#shared/contract/experiment/simulation.ts'
import type { SimulationView } from '#shared/contract/experiment/sizes.ts'
import { addVerb, type Call, handle, type Invocation } from '../../call.ts'
import { decimal, decimals, integer, integers, list } from '../../options.ts'
import { share, table } from '../../table.ts'
import { findRun } from '../run/naming.ts'

interface SimulateOptions {
  rates?: number[]
  items?: number
  rule: string[]
  perDay?: number
  days: number
  every: number
  weights?: number[]
  alpha: number
  trials?: number
  seed: number
  score?: boolean
  users: number[]
  share: number
  variantRun?: string
}

const chance = ({ value, standardError }: Estimate) =>
  standardError === 0 ? value.toFixed(3) : `${value.toFixed(3)} ±${standardError.toFixed(3)}`

const amount = ({ value, standardError }: Estimate) =>
  standardError === 0 ? value.toFixed(1) : `${value.toFixed(1)} ±${standardError.toFixed(1)}`

/** Chances per test size, each with the standard error of its simulation. */
function describeSizes(view: SimulationView): string {
  return [
    `control ${view.control.column} ${share(view.control.rate)}, variant ${view.variant.column} ${share(view.variant.rate)}, ${view.items} cases, ${view.trials} trials, seed ${view.seed}`,
    table(
      [
        { title: 'users', align: 'right', cell: (row) => row.users },
        { title: 'finds the better', align: 'right', cell: (row) => chance(row.power) },
        { title: 'picks the worse', align: 'right', cell: (row) => chance(row.wrongWinner) },
        { title: 'no decision', align: 'right', cell: (row) => chance(row.noDecision) },
        { title: 'false alarm if equal', align: 'right', cell: (row) => chance(row.falsePositive) },
      ],
      view.rows,
    ),
    `rule: ${view.rule}`,
    ...view.warnings.map((warning) => `note: ${warning}`),
  ].join('\n')
}

/** The rules side by side. */
function describeSimulation({ arms, items, rules, ...report }: SimulationReport): string {
  const row = (title: string, cell: (rule: RuleOutcome) => string) => [title, ...rules.map(cell)]
  const rows = [
    row('false winner if equal', (rule) => chance(rule.falsePositiveRate)),
    row('finds the best', (rule) => chance(rule.power)),
    row('… allowing for doubt', (rule) => (rule.assurance === null ? '–' : chance(rule.assurance))),
    row('wrong winner', (rule) => chance(rule.wrongWinner)),
    row('no decision', (rule) => chance(rule.noDecision)),
    row('users', (rule) => amount(rule.expectedUsers)),
    row('days', (rule) => amount(rule.expectedDays)),
    row('days of 90%', (rule) => amount(rule.days90)),
    row('computed', ({ method, trials, seed }) =>
      method === 'monte_carlo' ? `${trials} trials, seed ${seed}` : 'exactly',
    ),
  ]
  const warnings = new Set(rules.flatMap(({ warnings }) => warnings.map(({ message }) => message)))
  return [
    `${arms.map(({ name, mean }) => `${name} ${share(mean)}`).join(', ')}${items === null ? '' : `, ${items} cases`}; ${report.usersPerDayByArm.join(' + ')} users a day, ${report.lookDays.length} looks in ${report.lookDays.at(-1) ?? 0} days`,
    table(
      ['', ...rules.map(({ rule }) => rule)].map((title, i) => ({
        title,
        align: i === 0 ? ('left' as const) : ('right' as const),
        cell: (cells: string[]) => cells[i] ?? '',
      })),
      rows,
    ),
    ...[...warnings].map((warning) => `note: ${warning}`),
  ].join('\n')
}

async function playPlan(
  { rpc, options, show, note }: Call<SimulateOptions>,
  perDay: number,
  columns: { run: RunId; column: string }[],
): Promise<void> {
  const { rates, items, rule, days, every, weights, alpha, trials = 20_000, seed, score } = options
  const source = rates
    ? { kind: 'rates' as const, rates, ...(items === undefined ? {} : { items }) }
    : { kind: 'run' as const, columns, measure: score ? ('score' as const) : ('passed' as const) }
  const events = await (await rpc()).experiment.simulate({
    source,
    plan: {
      ...{ usersPerDay: perDay, horizonDays: days, daysBetweenLooks: every, alpha },
      ...(weights === undefined ? {} : { weightsBp: weights }),
    },
    rules: rule as SimulatedRule[],
    trials,
    seed,
  })
  for await (const event of events) {
    if (event.kind === 'report') show(event.report, () => describeSimulation(event.report))
    else if (event.done > 0) note(`${event.rule}: ${event.done} of ${event.total} trials`)
  }
}

async function playSizes(
  { rpc, options, show }: Call<SimulateOptions>,
  columns: { run: RunId; column: string }[],
): Promise<void> {
  const [control, variant] = columns
  if (control === undefined || variant === undefined || columns.length > 2) throw needsColumns()
  const { users, share: variantShare, alpha, trials = 10_000, seed } = options
  const view = await (await rpc()).experiment.simulateSizes({
    ...{ control, variant, users, variantShare, alpha, trials, seed },
  })
  show(view, () => describeSizes(view))
}

async function columnsOf(
  call: Call<SimulateOptions>,
  id: string,
  names: readonly string[],
  variantRun: string | undefined,
): Promise<{ run: RunId; column: string }[]> {
  const rpc = await call.rpc()
  const control = await findRun(rpc, id)
  const variants = variantRun === undefined ? control : await findRun(rpc, variantRun)
  return names.map((column, i) => ({ run: i > 0 ? variants : control, column }))
}

const needsColumns = () =>
  new GalleyError('invalid_input', 'There is nothing to simulate from.', {
    fix: 'Name a run and its columns, control first, or give --rates and --per-day.',
  })

export function addSimulate(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'simulate [run] [columns...]', {
    summary: 'Plays an A/B test offline: from the results of a run, or from rates.',
    examples: [
      'galley experiment simulate 0198c0de-0000-7000-8000-000000000001 c1 c2 --users 500,1000,2000',
      'galley experiment simulate 0198c0de-0000-7000-8000-000000000001 c1 c2 --per-day 200 --days 14',
      'galley experiment simulate --rates 0.7,0.75 --per-day 200 --days 14 --rule fixed,group_sequential,peeking',
    ],
  })
    .option('--rates <rate,…>', 'rates instead of a run, control first', decimals)
    .option('--items <n>', 'cases that the rates were measured on: their doubt counts', integer)
    .option('--per-day <n>', 'users a day over all arms: plays the whole plan', integer)
    .option('--days <n>', 'length of the plan', integer, 14)
    .option('--every <n>', 'days between two looks', integer, 1)
    .option('--rule <rule,…>', 'fixed, group_sequential, always_valid, peeking', list, [
      'group_sequential',
    ])
    .option('--weights <bp,…>', 'basis points per arm, control first', integers)
    .option('--score', 'the score of each result instead of whether it passed')
    .option(
      '--users <n,…>',
      'without --per-day: test sizes over both arms, one look at the end',
      integers,
      [200, 500, 1000, 2000, 5000],
    )
    .option('--share <share>', 'with --users: share of users in the variant', decimal, 0.5)
    .option('--alpha <alpha>', 'significance level', decimal, 0.05)
    .option('--trials <n>', 'simulated tests', integer)
    .option('--seed <n>', 'start of the random numbers: the same seed, the same answer', integer, 1)
    .option('--variant-run <run>', 'the variants’ run, where it is another')
    .action(
      handle<SimulateOptions, [string | undefined, string[]]>(
        invocation,
        async (call, id, names) => {
          const { rates, perDay, variantRun } = call.options
          if (rates === undefined && (id === undefined || names.length < 2)) throw needsColumns()
          const columns = id === undefined ? [] : await columnsOf(call, id, names, variantRun)
          if (perDay !== undefined) return playPlan(call, perDay, columns)
          if (rates !== undefined) throw needsColumns()
          return playSizes(call, columns)
        },
      ),
    )
}
