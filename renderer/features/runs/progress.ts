import { create } from 'zustand'
import { type RunId, runIdSchema } from '#shared/contract/base.ts'
import type { Run, RunProgress } from '#shared/contract/run/run.ts'
import { follow } from '../../rpc/follow.ts'
import { connection, rpc } from '../../rpc/page.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { endJob, reportJob } from '../../ui/shell/jobs.ts'
import { formatRoute } from '../../ui/shell/route.ts'
import { results, resultsKey, runById, runList } from './store.ts'
import { isGoing } from './words.ts'

const filters = ['all', 'failed', 'errors', 'differing'] as const

/** Newest counts of runs that go on, by id. */
export const useProgress = create<{ byRun: Readonly<Record<string, RunProgress>> }>(() => ({
  byRun: {},
}))

const followed = new Map<string, AbortController>()

/** Asks again for one run (or all) wherever it is shown. */
export function refreshRun(id: string | null): void {
  runList.refresh()
  if (id === null) return
  runById.refresh(id)
  for (const filter of filters) results.refresh(resultsKey(id, filter))
}

/** Finds the runs that go on, whoever started them, and shows their progress. */
export async function followRunning(): Promise<void> {
  const page = await rpc.run.list({ limit: 50 }).catch(() => null)
  for (const run of page?.items ?? []) if (isGoing(run.status)) followRun(run)
}

/** Shows the progress of a run in the status bar until it ends, whatever page is open. */
export function followRun(run: Run): void {
  if (followed.has(run.id)) return
  const stop = new AbortController()
  followed.set(run.id, stop)
  const onEvent = (progress: RunProgress) => {
    useProgress.setState(({ byRun }) => ({ byRun: { ...byRun, [run.id]: progress } }))
    if (!isGoing(progress.status)) return
    reportJob({
      id: run.id,
      title: `Run over ${run.datasetName}`,
      href: formatRoute(['runs', run.id]),
      done: progress.doneCells,
      total: progress.totalCells,
      remainingMs: progress.remainingMs,
      stop: () => void cancelRun(run.id),
    })
  }
  void follow((signal) => rpc.run.watch({ run: run.id }, { signal }), {
    connection,
    signal: stop.signal,
    onEvent,
    onError: tellFailure,
  }).finally(() => {
    followed.delete(run.id)
    endJob(run.id)
    refreshRun(run.id)
  })
}

/** Stops a run; the results it has stay. */
export async function cancelRun(run: RunId): Promise<void> {
  try {
    runById.put(run, await rpc.run.cancel({ run }))
  } catch (error) {
    tellFailure(error)
  }
}

/** Begins no further cell; those under way are kept. */
export async function pauseRun(run: RunId): Promise<void> {
  try {
    runById.put(run, await rpc.run.pause({ run }))
  } catch (error) {
    tellFailure(error)
  }
}

async function goOn(id: string, ask: (input: { run: RunId }) => Promise<Run>): Promise<void> {
  try {
    const run = await ask({ run: runIdSchema.parse(id) })
    runById.put(id, run)
    followRun(run)
  } catch (error) {
    tellFailure(error)
  }
}

/** Runs the cells that have no result yet. */
export const resumeRun = (id: string) => goOn(id, (input) => rpc.run.resume(input))

/** Asks again for the cells that ended in an error. */
export const retryRun = (id: string) => goOn(id, (input) => rpc.run.retry(input))
