import { join } from 'node:path'
import pg from 'pg'
import { type DriverAddress, settleTls } from '#shared/client/tls/negotiate.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Remote } from '#shared/contract/remote.ts'
import type { CoreEnvironment } from '../../environment.ts'
import type { SchemaStep } from '../schema/files.ts'
import { migrateUp } from '../schema/migrate.ts'
import { readRecord, requireCurrent } from '../schema/record.ts'
import { type LocalServer, startServer } from '../trial/server.ts'
import { addressOf } from './addresses.ts'
import { asRemoteError } from './failures.ts'

const CONNECT_TIMEOUT_MS = 5_000
const QUERY_TIMEOUT_MS = 30_000
const CONNECTIONS = 4

interface Open {
  readonly pool: pg.Pool
  readonly server: LocalServer | null
  isCurrent: boolean
}

/**
 * Key under which the secret store holds a remote's connection string. By name, which is unique: a
 * machine without a keyring sets it as a variable before the remote, and so its id, exists.
 */
export const secretKey = ({ name }: Pick<Remote, 'name'>): string => `remote.${name}`

/** Connections to the shared stores, opened when first needed; trial servers are started with them. */
export class RemoteConnections {
  readonly #environment: Pick<CoreEnvironment, 'dataFolder' | 'secrets' | 'logger'>
  readonly #steps: readonly SchemaStep[]
  readonly #open = new Map<string, Promise<Open>>()
  /** Told of every store that answered. */
  onReached: ((remote: Remote) => void) | null = null

  constructor(
    environment: Pick<CoreEnvironment, 'dataFolder' | 'secrets' | 'logger'>,
    steps: readonly SchemaStep[],
  ) {
    this.#environment = environment
    this.#steps = steps
  }

  /**
   * Runs `work` on a connection whose schema is the one this Galley knows. Failures of the store come
   * out as `remote_unreachable`, `not_permitted`, `schema_older`, `schema_newer` or `schema_changed`.
   */
  withStore<Result>(
    remote: Remote,
    work: (client: pg.PoolClient) => Promise<Result>,
  ): Promise<Result> {
    return this.withAnySchema(remote, async (client, open) => {
      if (!open.isCurrent) {
        requireCurrent(await readRecord(client), this.#steps)
        open.isCurrent = true
      }
      return work(client)
    })
  }

  /** The same without a look at the schema: for checking and migrating. */
  async withAnySchema<Result>(
    remote: Remote,
    work: (client: pg.PoolClient, open: Open) => Promise<Result>,
  ): Promise<Result> {
    const began = performance.now()
    const state = { isConnected: false, isLost: false }
    // Of a connection that ends the driver tells its queries in words; this tells it in a fact.
    const onError = () => {
      state.isLost = true
    }
    try {
      const { client, open } = await this.#connect(remote)
      state.isConnected = true
      let isBroken = false
      client.on('error', onError)
      try {
        const result = await work(client, open)
        this.onReached?.(remote)
        return result
      } catch (error) {
        isBroken = !(error instanceof GalleyError)
        throw error
      } finally {
        // One that is thrown away keeps its listener: its last words must not end the process.
        if (!isBroken) client.off('error', onError)
        // After a failure the connection may be in any state: a new one costs less than a doubt.
        client.release(isBroken)
      }
    } catch (error) {
      const limit = state.isConnected ? QUERY_TIMEOUT_MS : CONNECT_TIMEOUT_MS
      throw asRemoteError(error, remote, {
        ...state,
        isTimedOut: performance.now() - began >= limit,
      })
    }
  }

  /** A trial server may have been stopped by the process that started it: then it is started again. */
  async #connect(remote: Remote): Promise<{ client: pg.PoolClient; open: Open }> {
    const opening = this.#opened(remote)
    const open = await opening
    try {
      return { client: await open.pool.connect(), open }
    } catch (error) {
      if (remote.kind !== 'trial') throw error
      // Of all that meet the stopped server the first opens it again, and the others wait for that one.
      const isFirst = this.#open.get(remote.id) === opening
      const again = await (isFirst ? this.#reopen(remote, open) : this.#opened(remote))
      return { client: await again.pool.connect(), open: again }
    }
  }

  #opened(remote: Remote): Promise<Open> {
    return this.#open.get(remote.id) ?? this.#keep(remote, this.#openRemote(remote))
  }

  #reopen(remote: Remote, stopped: Open): Promise<Open> {
    return this.#keep(
      remote,
      end(stopped).then(() => this.#openRemote(remote)),
    )
  }

  #keep(remote: Remote, opening: Promise<Open>): Promise<Open> {
    this.#open.set(remote.id, opening)
    opening.catch(() => {
      if (this.#open.get(remote.id) === opening) this.#open.delete(remote.id)
    })
    return opening
  }

  async #openRemote(remote: Remote): Promise<Open> {
    if (remote.kind === 'postgres') {
      return {
        pool: this.#pool(remote, await settleTls(await this.#secret(remote), CONNECT_TIMEOUT_MS)),
        server: null,
        isCurrent: false,
      }
    }
    const server = await startServer({
      folder: trialFolder(this.#environment.dataFolder, remote.name),
    })
    const address = { connectionString: server.connectionString(), ssl: false } as const
    const open: Open = { pool: this.#pool(remote, address), server, isCurrent: true }
    try {
      const client = await open.pool.connect()
      await migrateUp(client, this.#steps).finally(() => client.release())
    } catch (error) {
      // Nobody else knows of it yet: the server would outlive us.
      await end(open)
      throw error
    }
    return open
  }

  async #secret(remote: Remote): Promise<string> {
    const { secrets } = this.#environment
    const connectionString = await secrets.get(secretKey(remote))
    const fix = 'Remove the remote and add it again with its connection string.'
    if (connectionString === null) {
      const message = `The connection string of remote "${remote.name}" is not in the ${secrets.kind}.`
      throw new GalleyError('missing_part', message, { fix })
    }
    // All workspaces of a machine share its keyring: another one may have a remote of that name, and
    // publishing to its database would be worse than not publishing.
    const address = addressOf(connectionString)
    if (address === remote.address) return connectionString
    throw new GalleyError(
      'missing_part',
      `Remote "${remote.name}" is ${remote.address}, but the ${secrets.kind} has the connection string of ${address} under that name.`,
      { fix: `${fix} Another name keeps two workspaces apart.` },
    )
  }

  #pool(remote: Remote, address: DriverAddress): pg.Pool {
    const pool = new pg.Pool({
      ...address,
      max: CONNECTIONS,
      application_name: 'galley',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      allowExitOnIdle: true,
    })
    // Without a listener, an idle connection that breaks would end the whole process.
    pool.on('error', (error) => {
      const facts = { remote: remote.name, reason: error.message }
      this.#environment.logger.warn('A connection to a remote broke.', facts)
    })
    return pool
  }

  /** The connection string that production services would use: a trial server is started for it. */
  async connectionString(remote: Remote): Promise<string> {
    const { server } = await this.#opened(remote)
    return server === null ? this.#secret(remote) : server.connectionString()
  }

  /** Closes what is open for this remote; a trial server of ours is stopped. */
  async forget(remote: Pick<Remote, 'id'>): Promise<void> {
    const opening = this.#open.get(remote.id)
    this.#open.delete(remote.id)
    const open = await opening?.catch(() => undefined)
    if (open !== undefined) await end(open)
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.forget({ id: id as Remote['id'] })))
  }
}

async function end({ pool, server }: Open): Promise<void> {
  // Connections that end because we end them are no news.
  pool.removeAllListeners('error').on('error', ignore)
  await pool.end()
  await server?.stop()
}

const ignore = () => {}

/** By name, so that a trial remote that is removed and added again finds what it had. */
function trialFolder(dataFolder: string, name: string): string {
  // A name of dots alone would be a way out of the folder.
  return join(dataFolder, 'trial', encodeURIComponent(name).replace(/^\./, '%2E'))
}
