import type { Remote } from '#shared/contract/remote.ts'
import type { PublishingParts } from '../parts.ts'
import type { RemoteConnections } from '../remotes/connections.ts'
import { rest } from '../rest.ts'

/** The page comes first: its first picture is there by then, and a server's start takes a core's time. */
const afterOpeningMs = 3_000

/**
 * Trial stores answer while the workbench is open, as a store on a server would: services that were given
 * the address need nobody to look at a page first. One that does not start is logged; who uses it is told why.
 */
export class StandingTrials {
  readonly #parts: Pick<PublishingParts, 'environment'>
  readonly #connections: Pick<RemoteConnections, 'withStore'>
  readonly #list: () => readonly Remote[]
  readonly #ending = new AbortController()
  #starting: Promise<void> | null = null

  constructor(
    parts: Pick<PublishingParts, 'environment'>,
    connections: Pick<RemoteConnections, 'withStore'>,
    list: () => readonly Remote[],
  ) {
    this.#parts = parts
    this.#connections = connections
    this.#list = list
  }

  /** Only hosts that stay do this; a command starts the one it is told of. */
  start(): void {
    this.#starting ??= this.#start()
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#starting
  }

  async #start(): Promise<void> {
    const { environment } = this.#parts
    const { signal } = this.#ending
    await rest(environment, afterOpeningMs, signal)
    if (signal.aborted) return
    try {
      for (const remote of this.#list().filter(({ kind }) => kind === 'trial')) {
        if (!signal.aborted) await this.#startOne(remote)
      }
    } catch (error) {
      environment.logger.warn('The trial stores could not be listed.', { error })
    }
  }

  /** One that does not start keeps no other from answering. */
  async #startOne(remote: Remote): Promise<void> {
    try {
      await this.#connections.withStore(remote, async () => {})
    } catch (error) {
      const facts = { remote: remote.name, error }
      this.#parts.environment.logger.warn('A trial store could not be started.', facts)
    }
  }
}
