import type { Connection } from './connection.ts'

/** Opens an event stream of the contract, e.g. `(signal) => rpc.workspace.watch(undefined, { signal })`. */
export type OpenStream<Event> = (signal: AbortSignal) => Promise<AsyncIterable<Event>>

export interface FollowOptions<Event> {
  connection: Connection
  signal: AbortSignal
  onEvent: (event: Event) => void
  /** After every (re)opening: events may have been missed before, so ask for the present state. */
  onOpen?: () => void
  /** The stream ended with an error while the line was up: a refusal of the core, not an outage. */
  onError?: (error: unknown) => void
}

/**
 * Follows an event stream through lost connections: opens it again each time the core is back. Ends
 * when the stream is complete, the core refuses it, or the signal aborts. Never rejects.
 */
export async function follow<Event>(
  open: OpenStream<Event>,
  options: FollowOptions<Event>,
): Promise<void> {
  const { connection, signal } = options
  while (!signal.aborted) {
    await untilConnected(connection, signal)
    if (signal.aborted) return
    const lost = watchForLoss(connection)
    try {
      const events = await open(signal)
      options.onOpen?.()
      for await (const event of events) {
        if (signal.aborted) return
        options.onEvent(event)
      }
      return
    } catch (error) {
      if (signal.aborted) return
      // A broken line fails the stream before or just as the connection's state changes.
      await lost.settle()
      if (!lost.isLost()) {
        options.onError?.(error)
        return
      }
    } finally {
      lost.stop()
    }
  }
}

function untilConnected(connection: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (connection.state !== 'connected' && !signal.aborted) return
      unsubscribe()
      signal.removeEventListener('abort', check)
      resolve()
    }
    const unsubscribe = connection.subscribe(check)
    signal.addEventListener('abort', check)
    check()
  })
}

function watchForLoss(connection: Connection) {
  let hasChanged = connection.state !== 'connected'
  const stop = connection.subscribe(() => {
    hasChanged = true
  })
  return {
    stop,
    isLost: () => hasChanged,
    /** Lets the handlers of a line that just closed run, in which the state changes. */
    settle: () => new Promise<void>((resolve) => setTimeout(resolve)),
  }
}
