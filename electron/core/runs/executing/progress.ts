import { setTimeout as delay } from 'node:timers/promises'
import type { Run, RunProgress } from '#shared/contract/run/run.ts'

/** No watcher is told more often than this. */
const gapMs = 250

/** The rate is that of the last few seconds: an average over hours hides that a provider slowed down. */
const rateWindowMs = 5000

export interface ProgressSource {
  read(): Run
  now(): Date
  /** Resolves when the run has ended in this process; never for a run of another one. */
  ended(signal: AbortSignal): Promise<void>
}

const isOver = ({ status }: Run) => status !== 'queued' && status !== 'running'

/**
 * Progress from now to the end of the run: at once, then at most four times a second while something
 * changes, and at the end. Works for runs of other processes too, because it reads what is stored.
 */
export async function* watchRun(
  source: ProgressSource,
  signal?: AbortSignal,
): AsyncGenerator<RunProgress, undefined, void> {
  const samples: { at: number; done: number }[] = []
  let lastSent = ''
  while (!signal?.aborted) {
    const run = source.read()
    const at = source.now().getTime()
    samples.push({ at, done: run.doneCells })
    while ((samples[0]?.at ?? at) < at - rateWindowMs) samples.shift()
    const state = `${run.status} ${run.doneCells}`
    if (state !== lastSent) yield toProgress(run, rateOf(samples))
    lastSent = state
    if (isOver(run)) return
    await pause(source, signal)
  }
}

/** Cells per second between the first and the last sample; null before there are two. */
function rateOf(samples: readonly { at: number; done: number }[]): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.at === first.at) return null
  return ((last.done - first.done) / (last.at - first.at)) * 1000
}

function toProgress(run: Run, rate: number | null): RunProgress {
  const sum = (key: 'failed' | 'errors') =>
    run.figures.reduce((total, figures) => total + figures[key], 0)
  const left = run.totalCells - run.doneCells
  return {
    runId: run.id,
    status: run.status,
    doneCells: run.doneCells,
    totalCells: run.totalCells,
    failed: sum('failed'),
    errors: sum('errors'),
    cellsPerSecond: rate,
    remainingMs: left === 0 ? 0 : rate ? (left / rate) * 1000 : null,
  }
}

async function pause(source: ProgressSource, signal?: AbortSignal): Promise<void> {
  const controller = new AbortController()
  const stops = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal
  const wait = delay(gapMs, undefined, { signal: stops }).catch(() => {})
  await Promise.race([wait, source.ended(stops)])
  controller.abort()
}
