/**
 * How the page stands with the core. `refused`: the core is there but does not know this page (its
 * session is spent); only a fresh address opened in this browser helps, and the page has to say so.
 */
export type ConnectionState = 'connecting' | 'connected' | 'offline' | 'refused'

/** The shape that `useSyncExternalStore` takes. */
export interface Connection {
  readonly state: ConnectionState
  /** Calls the listener after every change of state; returns how to stop. */
  subscribe(listener: () => void): () => void
}

export interface WritableConnection extends Connection {
  set(state: ConnectionState): void
  /** Resolves when the state is `connected` or `refused`; rejects with the signal's reason. */
  settled(signal: AbortSignal): Promise<ConnectionState>
}

export function createConnection(): WritableConnection {
  let state: ConnectionState = 'connecting'
  const listeners = new Set<() => void>()

  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  return {
    get state() {
      return state
    },
    subscribe,
    set(next) {
      if (next === state) return
      state = next
      for (const listener of [...listeners]) listener()
    },
    settled(signal) {
      return new Promise((resolve, reject) => {
        const check = () => {
          if (state !== 'connected' && state !== 'refused') return
          finish()
          resolve(state)
        }
        const abort = () => {
          finish()
          reject(signal.reason)
        }
        const unsubscribe = subscribe(check)
        const finish = () => {
          unsubscribe()
          signal.removeEventListener('abort', abort)
        }
        if (signal.aborted) abort()
        else {
          signal.addEventListener('abort', abort, { once: true })
          check()
        }
      })
    },
  }
}
