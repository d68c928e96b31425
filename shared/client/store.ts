import pg from 'pg'
import type { GuardrailRow } from '#shared/domain/guardrails/engine.ts'
import { type Bundle, type BundleRow, readBundle } from './feed/bundle.ts'
import type { PoolLike } from './options.ts'
import {
  INSERT_EXECUTIONS,
  LIST_NAMES,
  LOAD_BUNDLES,
  LOAD_GUARDRAILS,
  RECORD_OUTCOME,
  TEMPLATE_PERFORMANCE,
} from './sql.ts'
import { settleTls } from './tls/negotiate.ts'
import type { TemplatePerformance } from './types.ts'

/** A query that takes longer is given up: a server that accepts and never answers must not pile them up. */
const QUERY_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 5_000
/** One for reading, one for recording, one for listening, one to spare. */
const CONNECTIONS = 4

export interface StoreOptions {
  readonly connectionString?: string
  readonly pool?: PoolLike
  readonly onError: (error: Error) => void
}

/** The client's door to Postgres: the only part that knows the driver. */
export class PromptStore {
  readonly #connectionString: string
  /** The caller's. */
  readonly #given: pg.Pool | null
  #own: Promise<pg.Pool> | null = null
  readonly #onError: (error: Error) => void

  constructor({ connectionString, pool, onError }: StoreOptions) {
    if ((connectionString === undefined) === (pool === undefined)) {
      throw new TypeError('createClient needs either a "connectionString" or a "pool".')
    }
    this.#connectionString = connectionString ?? ''
    this.#given = (pool as pg.Pool | undefined) ?? null
    this.#onError = onError
    if (this.#given !== null) this.#watch(this.#given)
  }

  /** Without any listener, an idle connection that breaks would end the whole process. */
  #watch(pool: pg.Pool): pg.Pool {
    return emits(pool) && pool.listenerCount('error') === 0 ? pool.on('error', this.#onError) : pool
  }

  /** Ours is opened when first needed; where that fails, the next call tries again. */
  async #pool(): Promise<pg.Pool> {
    if (this.#given !== null) return this.#given
    this.#own ??= openPool(this.#connectionString).then((pool) => this.#watch(pool))
    const opening = this.#own
    return opening.catch((error) => {
      if (this.#own === opening) this.#own = null
      throw error
    })
  }

  async #query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    const pool = await this.#pool()
    return (await pool.query<Row>(sql, values)).rows
  }

  async listNames(): Promise<string[]> {
    const rows = await this.#query<{ name: string }>(LIST_NAMES)
    return rows.map(({ name }) => name)
  }

  /** One entry per name; null for names the store does not know. */
  async load(names: readonly string[]): Promise<Map<string, Bundle | null>> {
    const rows = await this.#query<BundleRow>(LOAD_BUNDLES, [names])
    return new Map(rows.map((row) => [row.name, readBundle(row)]))
  }

  async loadGuardrails(): Promise<GuardrailRow[]> {
    return this.#query<GuardrailRow>(LOAD_GUARDRAILS)
  }

  /** `rows`: JSON texts of execution rows. */
  async insertExecutions(rows: readonly string[]): Promise<void> {
    await this.#query(INSERT_EXECUTIONS, [`[${rows.join(',')}]`])
  }

  async recordOutcome(executionId: string, metric: string, value: number): Promise<void> {
    await this.#query(RECORD_OUTCOME, [executionId, metric, value])
  }

  async performance(name: string, hours: number): Promise<TemplatePerformance> {
    const [row] = await this.#query(TEMPLATE_PERFORMANCE, [name, hours])
    if (row === undefined) throw new Error('The store gave no statistics.')
    return {
      executions: Number(row.executions),
      successRate: row.success_rate,
      violations: Number(row.violations),
      averageResponseTimeMs: row.avg_response_time_ms,
      p50Ms: row.p50_ms,
      p95Ms: row.p95_ms,
      p99Ms: row.p99_ms,
      tokens: Number(row.tokens),
      costUsd: row.cost_usd,
    }
  }

  /** A connection for LISTEN alone; the caller destroys it with `release(true)`. */
  async connect(): Promise<pg.PoolClient> {
    const client = await (await this.#pool()).connect()
    client.on('error', this.#onError)
    return client
  }

  async close(): Promise<void> {
    const opened = await this.#own?.catch(() => undefined)
    await opened?.end()
    // The caller's pool keeps a listener, though one that is silent: it may still break before it ends.
    const given = this.#given
    if (given !== null && emits(given) && given.listenerCount('error', this.#onError) > 0) {
      given.off('error', this.#onError).on('error', ignore)
    }
  }
}

const ignore = () => {}

/** What a caller puts before a pool has its three methods and need not be an emitter. */
const emits = (pool: Partial<pg.Pool>): boolean => typeof pool.listenerCount === 'function'

async function openPool(connectionString: string): Promise<pg.Pool> {
  return new pg.Pool({
    ...(await settleTls(connectionString, CONNECT_TIMEOUT_MS)),
    max: CONNECTIONS,
    application_name: 'galley-client',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
  })
}
