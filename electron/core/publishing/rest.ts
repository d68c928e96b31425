import type { CoreEnvironment } from '../environment.ts'

/** Waits `ms`, less when the signal comes; never ends with an error. */
export async function rest(
  environment: Pick<CoreEnvironment, 'wait'>,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  const wait = environment.wait ?? sleep
  await wait(ms, signal).catch(() => {})
}

/** The system's timer; an abort ends it early, and waiting alone keeps no process alive. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms).unref()
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', end, { once: true })
  })
}
