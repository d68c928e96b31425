import type { Command } from 'commander'
import type { SimulationView } from '#shared/contract/experiment/sizes.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { decimal, integer, integers } from '../options.ts'
import { share, table } from '../table.ts'
import { runId } from './run/starting.ts'

interface SimulateOptions {
  users: number[]
  share: number
  alpha: number
  trials: number
  seed: number
  variantRun?: string
}

/** Chances per test size, each with the standard error of its simulation. */
export function describeSimulation(view: SimulationView): string {
  const chance = ({ value, standardError }: { value: number; standardError: number }) =>
    `${value.toFixed(3)} ±${standardError.toFixed(3)}`
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

export function addExperiment(program: Command, invocation: Invocation): void {
  const noun = program.command('experiment').description('A/B tests, played before they go live.')

  addVerb(noun, 'simulate <run> <control> <variant>', {
    summary: 'The chance that an A/B test of n users finds the better of two columns.',
    examples: [
      'galley experiment simulate 0198c0de-0000-7000-8000-000000000001 c1 c2 --users 500,1000,2000',
    ],
  })
    .option('--users <n,…>', 'test sizes over both arms', integers, [200, 500, 1000, 2000, 5000])
    .option('--share <share>', 'share of users in the variant', decimal, 0.5)
    .option('--alpha <alpha>', 'significance level', decimal, 0.05)
    .option('--trials <n>', 'simulated tests per size', integer, 10_000)
    .option('--seed <n>', 'start of the random numbers: the same seed, the same answer', integer, 1)
    .option('--variant-run <run>', 'the variant’s run, where it is another')
    .action(
      handle<SimulateOptions, [string, string, string]>(
        invocation,
        async ({ rpc, options, show }, id, control, variant) => {
          const run = runId(id)
          const other = options.variantRun === undefined ? run : runId(options.variantRun)
          const view = await (await rpc()).experiment.simulateSizes({
            control: { run, column: control },
            variant: { run: other, column: variant },
            users: options.users,
            variantShare: options.share,
            alpha: options.alpha,
            trials: options.trials,
            seed: options.seed,
          })
          show(view, () => describeSimulation(view))
        },
      ),
    )
}
