import { createConnection, type WritableConnection } from './connection.ts'
import { type Line, type Link, RefusedError, type Transport } from './transport.ts'

/** How long a call waits for a line before it fails as offline. */
const patienceMs = 5000
/** Waits between tries to connect: quick first, since a restarting host is back within a second. */
const retryMs = [100, 250, 500, 1000]
/**
 * Later waits, and those after a refusal: a fresh address opened in another tab gives this page its
 * session back, and what was typed here can still be saved.
 */
const longestRetryMs = 2000

/** The call was never sent, because there is no line to the core; `fix` says what helps. */
export class OfflineError extends Error {
  readonly fix: string

  constructor(message: string, fix: string) {
    super(message)
    this.name = 'OfflineError'
    this.fix = fix
  }
}

const noLine = () =>
  new OfflineError(
    'There is no connection to Galley’s core.',
    'Galley keeps trying to reconnect; if it does not come back, start it again.',
  )
const noSession = () =>
  new OfflineError(
    'This page’s session has ended.',
    'Press Enter where Galley runs and open the address it prints in another tab of this browser.',
  )

export interface Reconnecting {
  link: Link
  connection: WritableConnection
  close(): void
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/**
 * A link that outlives its lines. A call made while there is none waits up to five seconds and then
 * fails with `OfflineError`. A call under way when its line breaks fails: whether the core did it is
 * not known, and sending it twice could do it twice.
 */
export function reconnectingLink(transport: Transport): Reconnecting {
  const connection = createConnection()
  const stop = new AbortController()
  let line: Line | null = null

  const keepOpen = async () => {
    for (let tries = 0; !stop.signal.aborted; ) {
      let isRefused = false
      try {
        line = await transport.open(stop.signal)
        tries = 0
        connection.set('connected')
        await line.closed
      } catch (error) {
        isRefused = error instanceof RefusedError
      }
      line = null
      if (stop.signal.aborted) return
      connection.set(isRefused ? 'refused' : 'offline')
      const soonMs = isRefused ? undefined : retryMs[tries]
      await pause(soonMs ?? longestRetryMs, stop.signal)
      tries += 1
    }
  }
  void keepOpen()

  const link: Link = {
    async call(path, input, options) {
      if (line === null) await waitForLine(connection, options.signal)
      if (line === null) throw connection.state === 'refused' ? noSession() : noLine()
      return line.link.call(path, input, options)
    },
  }

  return {
    link,
    connection,
    close() {
      stop.abort(noLine())
      line?.close()
    },
  }
}

async function waitForLine(connection: WritableConnection, signal: AbortSignal | undefined) {
  const deadline = AbortSignal.timeout(patienceMs)
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  try {
    await connection.settled(either)
  } catch (reason) {
    if (!deadline.aborted) throw reason
  }
}
