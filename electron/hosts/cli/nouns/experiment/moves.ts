import type { Command } from 'commander'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { addVerb, handle, type Invocation, type VerbText } from '../../call.ts'
import { type ArmWeight, armWeights, integer } from '../../options.ts'
import type { Rpc } from '../../session.ts'
import { describeExperiment } from './text.ts'

interface MoveOptions {
  remote?: string
  reason?: string
}

type Ref = { experiment: string; remote?: string; reason?: string }

const refOf = (experiment: string, { remote, reason }: MoveOptions): Ref => ({
  experiment,
  ...(remote === undefined ? {} : { remote }),
  ...(reason === undefined ? {} : { reason }),
})

/** A verb that changes a live experiment and shows what became of it. */
function addMove<Options extends MoveOptions>(
  noun: Command,
  invocation: Invocation,
  verb: string,
  text: VerbText,
  move: (rpc: Rpc, ref: Ref, options: Options) => Promise<Experiment>,
): Command {
  return addVerb(noun, `${verb} <experiment>`, text)
    .option('--remote <name>', 'the shared store, where another workspace started it')
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<Options, [string]>(invocation, async ({ rpc, options, show }, name) => {
        const experiment = await move(await rpc(), refOf(name, options), options)
        show(experiment, () => describeExperiment(experiment))
      }),
    )
}

export function addMoves(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'start <experiment>', {
    summary: 'Publishes the arms and the experiment to a shared store, in one transaction.',
    examples: ['galley experiment start shorter --remote shop'],
  })
    .requiredOption('--remote <name>', 'the shared store')
    .option('--reason <text>', 'why, for the audit')
    .action(
      handle<{ remote: string; reason?: string }, [string]>(
        invocation,
        async ({ rpc, options, show }, name) => {
          const { remote, reason = '' } = options
          const started = await (await rpc()).experiment.start({ experiment: name, remote, reason })
          show(started, () => describeExperiment(started))
        },
      ),
    )
  addMove(
    noun,
    invocation,
    'pause',
    {
      summary: 'Everybody gets the production version until it is resumed.',
      examples: ['galley experiment pause shorter --reason "a sale"'],
    },
    (rpc, ref) => rpc.experiment.pause(ref),
  )
  addMove(
    noun,
    invocation,
    'resume',
    {
      summary: 'Goes on after a pause; every user gets the arm of before.',
      examples: ['galley experiment resume shorter'],
    },
    (rpc, ref) => rpc.experiment.resume(ref),
  )
  addMove<MoveOptions & { coverage: number }>(
    noun,
    invocation,
    'ramp',
    {
      summary: 'Changes the coverage; nobody moves between arms.',
      examples: ['galley experiment ramp shorter --coverage 5000'],
    },
    (rpc, ref, { coverage }) => rpc.experiment.ramp({ ...ref, coverageBp: coverage }),
  ).requiredOption('--coverage <bp>', 'basis points of all users', integer)
  addMove<MoveOptions & { weights: ArmWeight[] }>(
    noun,
    invocation,
    'reweigh',
    {
      summary: 'Gives the arms new shares: a new phase with a new draw, analysed apart.',
      examples: ['galley experiment reweigh shorter --weights control=5000,short=5000'],
    },
    (rpc, ref, { weights }) => rpc.experiment.reweigh({ ...ref, arms: weights }),
  ).requiredOption('--weights <arm=bp,…>', 'basis points of every arm, 10,000 in all', armWeights)
  addEnds(noun, invocation)
}

function addEnds(noun: Command, invocation: Invocation): void {
  addMove<MoveOptions & { arm?: string; override?: string }>(
    noun,
    invocation,
    'declare-winner',
    {
      summary: 'Promotes the winner and ends the test; exit code 100 where the verdict forbids it.',
      examples: [
        'galley experiment declare-winner shorter',
        'galley experiment declare-winner shorter --arm short --override "legal asked for it"',
      ],
    },
    (rpc, { experiment, remote }, { arm, override }) =>
      rpc.experiment.declareWinner({
        experiment,
        ...(remote === undefined ? {} : { remote }),
        ...(arm === undefined ? {} : { arm }),
        ...(override === undefined ? {} : { overrideReason: override }),
      }),
  )
    .option('--arm <key>', 'the arm; the winner of the verdict without it')
    .option('--override <reason>', 'goes against the verdict; audited')
  addMove(
    noun,
    invocation,
    'cancel',
    {
      summary: 'Ends a draft or a running test without a winner.',
      examples: ['galley experiment cancel shorter --reason "the feature is gone"'],
    },
    (rpc, ref) => rpc.experiment.cancel(ref),
  )
}
