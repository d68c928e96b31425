/**
 * The events of a piece of work as a stream: those it emits, then the one it returns. When nobody reads
 * on, the work's signal aborts. Only the newest of the events that nobody took yet is kept.
 */
export async function* eventsOf<Event>(
  work: (emit: (event: Event) => void, signal: AbortSignal) => Promise<Event>,
  outer: AbortSignal | undefined,
): AsyncGenerator<Event, void, void> {
  const stop = new AbortController()
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal
  let newest: Event | null = null
  let isOver = false
  let wake = Promise.withResolvers<void>()
  const emit = (event: Event) => {
    newest = event
    wake.resolve()
  }
  const last = work(emit, signal).finally(() => {
    isOver = true
    wake.resolve()
  })
  // Its failure is told where it is awaited; until then it is no unhandled one.
  last.catch(() => {})
  try {
    while (!isOver) {
      await wake.promise
      wake = Promise.withResolvers<void>()
      const event: Event | null = newest
      newest = null
      if (event !== null && !isOver) yield event
    }
    yield await last
  } finally {
    stop.abort()
  }
}
