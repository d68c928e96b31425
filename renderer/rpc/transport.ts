import type { ClientLink } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'

export type Link = ClientLink<Record<never, never>>

/** One open line to the core. */
export interface Line {
  link: Link
  /** Resolves when the line is gone, for whatever reason. Never rejects. */
  closed: Promise<void>
  close(): void
}

/** Opens lines, one after another: the reconnecting client asks for the next when one is gone. */
export interface Transport {
  /** Rejects with `RefusedError` where the page needs a session first, else with anything else. */
  open(signal: AbortSignal): Promise<Line>
}

/** The core answered and does not accept this page. */
export class RefusedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RefusedError'
  }
}

/**
 * A line over WebSocket. A browser hides why a WebSocket could not be opened, so after a failure
 * `sessionUrl` is asked: 401 means the session is spent, anything else that the host is away.
 */
export function webSocketTransport(
  url: string,
  sessionUrl: string,
  openSocket: (url: string) => WebSocket = (address) => new WebSocket(address),
): Transport {
  const isRefused = async () => {
    try {
      return (await fetch(sessionUrl, { cache: 'no-store' })).status === 401
    } catch {
      return false
    }
  }
  return {
    async open(signal) {
      const socket = openSocket(url)
      const closed = new Promise<void>((resolve) => {
        socket.addEventListener('close', () => resolve(), { once: true })
      })
      const opened = new Promise<'opened'>((resolve) => {
        socket.addEventListener('open', () => resolve('opened'), { once: true })
      })
      const stop = () => socket.close()
      signal.addEventListener('abort', stop, { once: true })
      const first = await Promise.race([opened, closed])
      signal.removeEventListener('abort', stop)
      if (first === 'opened') {
        return { link: new WebSocketLink({ websocket: socket }), closed, close: stop }
      }
      if (await isRefused()) throw new RefusedError('This session has ended.')
      throw new Error('The host could not be reached.')
    },
  }
}

/** What the desktop's preload posts beside the ports: the core's first, the menu's second. */
export const portMessage = 'galley:port'

/**
 * Lines over the message ports that the desktop host hands to the page: one when the page has
 * loaded, and a fresh one whenever the core's process was started again.
 */
export function messagePortTransport(page: Window): Transport {
  const waiting: MessagePort[] = []
  let wake = () => {}
  let endCurrent = () => {}
  page.addEventListener('message', (event) => {
    // Only the preload of this very window may hand over a port.
    if (event.source !== page || event.data !== portMessage) return
    const port = event.ports[0]
    if (port === undefined) return
    waiting.splice(0, waiting.length, port)
    endCurrent()
    wake()
  })
  return {
    async open(signal) {
      while (waiting.length === 0) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
      }
      const port = waiting.pop()
      if (port === undefined) throw new Error('The port was taken back.')
      const line = portLine(port)
      endCurrent = line.close
      return line
    },
  }
}

/** A line over one message port, a browser's or one of node:worker_threads. */
export function portLine(port: MessagePort): Line {
  let end = () => {}
  const closed = new Promise<void>((resolve) => {
    end = resolve
  })
  // The link first: it has to see a close before those who wait for the line's end react to it.
  const link = new MessagePortLink({ port })
  port.addEventListener('close', () => end())
  port.start()
  const close = () => {
    // A port closed from this side tells only the other side.
    port.dispatchEvent(new Event('close'))
    port.close()
  }
  return { link, closed, close }
}
