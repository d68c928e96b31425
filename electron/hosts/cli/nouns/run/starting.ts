import type { Command } from 'commander'
import type { RunId } from '#shared/contract/base.ts'
import { errorCodes } from '#shared/contract/errors.ts'
import type { Assertion, Run } from '#shared/contract/run/run.ts'
import { addVerb, type Call, handle, type Invocation } from '../../call.ts'
import { decimal, integer, repeated, templateVersion } from '../../options.ts'
import { progressView } from '../../progress.ts'
import { assertion } from './assertions.ts'
import { figuresTable } from './figures.ts'
import { type Demands, holdGates } from './gates.ts'
import { findRun } from './naming.ts'

interface StartOptions extends Demands {
  dataset: string
  template: { template: string; version: number }[]
  model: string[]
  assert: Assertion[]
  cache: boolean
  maxCost?: number
  repeat?: number
  split?: string[]
  judge?: string
  embedder?: string
}

/** Follows a run to its end. A stop asked for by the user cancels it in order: what it has stays. */
export async function follow(call: Call<unknown>, run: RunId): Promise<Run> {
  const rpc = await call.rpc()
  const view = progressView(call.io)
  // A run that ended in the same moment cannot be cancelled any more, and need not be.
  const cancel = () => void rpc.run.cancel({ run }).catch(() => {})
  if (call.io.signal.aborted) cancel()
  call.io.signal.addEventListener('abort', cancel, { once: true })
  try {
    for await (const progress of await rpc.run.watch({ run })) view.show(progress)
  } finally {
    view.end()
    call.io.signal.removeEventListener('abort', cancel)
  }
  return rpc.run.get({ run })
}

/**
 * Shows the figures. 100 where a column passes less than asked for or a gate does not hold, counting
 * what was judged; else 3 where cells could not be judged for a reason outside, or the run did not end.
 */
export async function conclude(call: Call<Demands>, run: Run): Promise<2 | 3 | 100 | undefined> {
  call.show(run, () => `run ${run.id} ${run.status}\n${figuresTable(run)}`)
  if (run.status === 'cancelled') return 2
  const { passRate } = call.options
  const outside = await outsideErrors(call, run)
  let isBelow = false
  for (const figures of run.figures) {
    const judged =
      figures.passed + figures.failed + figures.errors - (outside.get(figures.key) ?? 0)
    const reached = judged === 0 ? 0 : figures.passed / judged
    if (reached >= passRate || (judged === 0 && outside.size > 0)) continue
    isBelow = true
    call.note(`column ${figures.key} passes ${reached.toFixed(4)}, less than ${passRate}`)
  }
  const isHeld = run.status !== 'finished' || (await holdGates(call, run))
  if (isBelow || !isHeld) return 100
  return outside.size > 0 || run.status !== 'finished' ? 3 : undefined
}

/**
 * Names every kind of error once per column. Gives the cells per column that nobody could judge
 * because a provider or the machine failed: those the template or the dataset caused count as failed.
 */
async function outsideErrors(call: Call<unknown>, run: Run): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  if (run.figures.every(({ errors }) => errors === 0)) return counts
  const { items } = await (await call.rpc()).run.listErrors({ run: run.id })
  for (const { code, column, count, example } of items) {
    call.note(`column ${column}: ${count} × ${example}`)
    if (errorCodes[code].fault === 'user') continue
    counts.set(column, (counts.get(column) ?? 0) + count)
  }
  return counts
}

/** What every verb that waits for a run's end may ask of it. */
export const gated = (verb: Command) =>
  verb
    .option(
      '--pass-rate <share>',
      'the least share of passed cases per column; below it the exit code is 100',
      decimal,
      1,
    )
    .option('--gate <gate>', 'a gate every column must pass, else 100; repeatable', repeated)

/** Cells that can only fail are named before the first of them is begun. */
async function noteLacking(
  call: Call<unknown>,
  asked: { dataset: string; versions: StartOptions['template']; splits: string[] | undefined },
): Promise<void> {
  const { items } = await (await call.rpc()).run.checkInputs(asked)
  for (const { templateName, version, variable, cases, suggestion } of items) {
    const near = suggestion === null ? '' : `; they have "${suggestion}"`
    const lack = cases === 1 ? 'case lacks' : 'cases lack'
    call.note(`${cases} ${lack} "${variable}", which ${templateName}@${version} needs${near}`)
  }
}

function addStart(noun: Command, invocation: Invocation): void {
  const start = addVerb(noun, 'start', {
    summary: 'Runs every version × model over a dataset and waits for the end.',
    examples: [
      'galley run start --dataset gsm8k --template gsm8k-solver@2 --model recorded:175b_verification --assert number',
      'galley run start --dataset qa --template a@1 --template a@2 --model echo --assert "contains:Paris" --pass-rate 0.9',
    ],
  })
    .requiredOption('--dataset <name>', 'the dataset')
    .requiredOption(
      '--template <name@version>',
      'a version; repeatable',
      (value, before: StartOptions['template'] | undefined) => [
        ...(before ?? []),
        templateVersion(value),
      ],
    )
    .requiredOption(
      '--model <model>',
      'echo, recorded:NAME or provider:NAME/MODEL; repeatable',
      repeated,
    )
    .option(
      '--assert <assertion>',
      'e.g. number, "contains:text", not-is-json; repeatable',
      assertion,
    )
    .option('--no-cache', 'ask again, even where an answer is kept')
    .option('--repeat <n>', 'how often each cell is asked', integer)
    .option('--split <split>', 'only cases of this split; repeatable', repeated)
    .option('--judge <model>', 'asked by assertions that need a judge')
    .option('--embedder <model>', 'asked by assertions that compare meanings')
    .option('--max-cost <dollars>', 'begin no further cell once this is spent', decimal)
  gated(start).action(
    handle<StartOptions, []>(invocation, async (call) => {
      const { dataset, template, model, assert = [], cache, maxCost } = call.options
      const { repeat, split, judge, embedder } = call.options
      const columns = template.flatMap((version) =>
        model.map((name) => ({ ...version, model: name })),
      )
      await noteLacking(call, { dataset, versions: template, splits: split })
      const run = await (await call.rpc()).run.start({
        dataset,
        columns,
        assertions: assert,
        usesCache: cache,
        ...(maxCost === undefined ? {} : { maxCost }),
        ...(repeat === undefined ? {} : { repeats: repeat }),
        ...(split === undefined ? {} : { splits: split }),
        ...(judge === undefined ? {} : { judge }),
        ...(embedder === undefined ? {} : { embedder }),
      })
      call.note(`run ${run.id}: ${run.totalCells} cells in ${run.columns.length} columns`)
      return conclude(call, await follow(call, run.id))
    }),
  )
}

function addResume(noun: Command, invocation: Invocation): void {
  gated(
    addVerb(noun, 'resume <run>', {
      summary: 'Runs only the cells that have no result yet.',
      examples: ['galley run resume 0198c0de-0000-7000-8000-000000000001'],
    }),
  ).action(
    handle<Demands, [string]>(invocation, async (call, id) => {
      const rpc = await call.rpc()
      const run = await rpc.run.resume({ run: await findRun(rpc, id) })
      return conclude(call, await follow(call, run.id))
    }),
  )
}

function addRetry(noun: Command, invocation: Invocation): void {
  gated(
    addVerb(noun, 'retry <run>', {
      summary: 'Asks again for the cells that ended in an error, and for no other.',
      examples: ['galley run retry 0198c0de-0000-7000-8000-000000000001'],
    }),
  ).action(
    handle<Demands, [string]>(invocation, async (call, id) => {
      const rpc = await call.rpc()
      const run = await rpc.run.retry({ run: await findRun(rpc, id) })
      return conclude(call, await follow(call, run.id))
    }),
  )
}

function addPause(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'pause <run>', {
    summary: 'Begins no further cell; resume goes on.',
    examples: ['galley run pause 0198c0de-0000-7000-8000-000000000001'],
  }).action(
    handle<object, [string]>(invocation, async (call, id) => {
      const rpc = await call.rpc()
      const run = await rpc.run.pause({ run: await findRun(rpc, id) })
      call.show(run, `run ${run.id} ${run.status}`)
    }),
  )
}

function addCancel(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'cancel <run>', {
    summary: 'Stops a run; what it has stays.',
    examples: ['galley run cancel 0198c0de-0000-7000-8000-000000000001'],
  }).action(
    handle<object, [string]>(invocation, async (call, id) => {
      const rpc = await call.rpc()
      const run = await rpc.run.cancel({ run: await findRun(rpc, id) })
      call.show(run, `run ${run.id} ${run.status}`)
    }),
  )
}

export function addStarting(noun: Command, invocation: Invocation): void {
  addStart(noun, invocation)
  addResume(noun, invocation)
  addRetry(noun, invocation)
  addPause(noun, invocation)
  addCancel(noun, invocation)
}
