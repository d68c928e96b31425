import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import {
  addTallies,
  CHUNK_TRIALS,
  chunkCount,
  emptyTallies,
  type MonteCarloJob,
  type Tallies,
} from '#shared/domain/simulation/monte-carlo.ts'

const MOST_THREADS = 8

/** One core is left to the rest of Galley. */
const threadCount = (chunks: number): number =>
  Math.min(chunks, MOST_THREADS, Math.max(1, availableParallelism() - 1))

/** Trials that are done, as often as some are; the counts at the end. */
export type Played = { done: number } | { tallies: Tallies }

/**
 * Plays a job in worker threads and yields how far it is. The same seed gives the same counts however many
 * threads share the work. Leaving the loop, or `signal`, ends the threads at once.
 */
export async function* playInThreads(
  script: string,
  job: MonteCarloJob,
  signal?: AbortSignal,
): AsyncGenerator<Played, void, void> {
  const chunks = chunkCount(job)
  const tallies = emptyTallies(job.plan)
  let next = 0
  let done = 0
  let failure: unknown = null
  let wake = () => {}
  const workers = Array.from(
    { length: threadCount(chunks) },
    () => new Worker(script, { workerData: job }),
  )
  const fail = (error: unknown) => {
    failure ??= error
    wake()
  }
  const give = (worker: Worker) => {
    if (next < chunks) worker.postMessage(next++)
  }
  const onAbort = () => fail(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  for (const worker of workers) {
    worker.on('error', fail)
    worker.on('message', (part: Tallies) => {
      addTallies(tallies, part)
      done += 1
      give(worker)
      wake()
    })
    give(worker)
  }
  try {
    let told = 0
    while (told < chunks) {
      if (failure !== null) throw failure
      signal?.throwIfAborted()
      if (done > told) {
        told = done
        yield { done: Math.min(job.trials, told * CHUNK_TRIALS) }
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
    yield { tallies }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
