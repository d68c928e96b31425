import type { Command } from 'commander'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer } from '../../options.ts'
import { facts } from '../../table.ts'

interface JudgeOptions {
  remote?: string
  outcome: string
  model: string
  rubric: string
  perArm: number
}

/** Scores are outcomes of executions: an experiment with a metric on that outcome counts them. */
export function addJudge(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'judge <experiment>', {
    summary: 'Has a model score a sample of recorded responses, equally many per arm.',
    examples: [
      'galley experiment judge shorter --outcome helpful --model provider:local/llama3.2 --rubric "Answers the question in at most two sentences."',
    ],
  })
    .requiredOption('--outcome <name>', 'the outcome that the scores are recorded under')
    .requiredOption('--model <model>', 'provider:NAME/MODEL')
    .requiredOption('--rubric <text>', 'what a good response is; the model scores from 0 to 1')
    .option('--per-arm <n>', 'responses per arm', integer, 50)
    .option('--remote <name>', 'the shared store, where another workspace started it')
    .action(
      handle<JudgeOptions, [string]>(invocation, async ({ rpc, options, show }, experiment) => {
        const { remote, ...rest } = options
        const asked = { ...rest, experiment, ...(remote === undefined ? {} : { remote }) }
        const done = await (await rpc()).experiment.judge(asked)
        show(done, () =>
          facts({
            scored: done.judged.map(({ arm, scored }) => `${arm} ${scored}`).join(', '),
            failed: done.failed,
            cost: done.costUsd === null ? 'not known' : `${done.costUsd.toFixed(4)} USD`,
          }),
        )
      }),
    )
}
