import type { Guardrail } from '#shared/domain/guardrails/types.ts'
import type { TelemetryOptions } from './telemetry/options.ts'
import type { ClientProblem } from './types.ts'

export interface ClientOptions {
  /** Either this, or a pool of the `pg` package that the caller owns and ends. */
  readonly connectionString?: string
  readonly pool?: PoolLike
  /** Label that calls read unless they name another one. Default `production`. */
  readonly label?: string
  /** Recorded with every execution. Default `production`. */
  readonly environment?: string
  readonly cache?: CacheTimes
  /** A file that lets the client start without a database. Default none. */
  readonly snapshot?: { readonly path: string }
  /**
   * Default: those of the shared store, kept fresh like prompts; while it holds none at all, the three of
   * a new workspace. A list given here is used instead; an empty one checks nothing.
   */
  readonly guardrails?: readonly Guardrail[]
  /** `false` records nothing. */
  readonly logging?: false | RecordingOptions
  /** Renders per user. Default: no limit. */
  readonly rateLimit?: RateLimit
  /** Where `respond` keeps answers. Default: nowhere. */
  readonly responses?: ResponseCacheOptions
  /** OpenTelemetry spans. Default: none. */
  readonly telemetry?: TelemetryOptions
  readonly onProblem?: (problem: ClientProblem) => void
  /** Milliseconds since 1970, for `executedAt`. */
  readonly clock?: () => number
  /** A fresh UUID. */
  readonly newId?: () => string
}

export interface CacheTimes {
  /** Longest wait of a first call in ms, whatever the server does. Default 500. */
  readonly firstCallMs?: number
  /** Time between two full refreshes in ms; changes arrive by NOTIFY long before. Default 60,000. */
  readonly pollMs?: number
  /** Names to load at once; `all` takes everything that has a label. Default none. */
  readonly preload?: 'all' | readonly string[]
}

export interface RecordingOptions {
  /** Most rows in one INSERT. Default 500. */
  readonly batchSize?: number
  /** Longest time a row waits for its batch, in ms. Default 1,000. */
  readonly flushMs?: number
  /** Most rows and bytes that wait in memory. Defaults 10,000 and 32 MiB. */
  readonly maxRows?: number
  readonly maxBytes?: number
  /** Whether rows hold the variables and the rendered prompt. Default true. */
  readonly withTexts?: boolean
  /** Keeps rows on disk until the database has them, so that they survive a kill. Default none. */
  readonly spool?: SpoolOptions
}

export interface SpoolOptions {
  /** A folder on a local disk; several clients and processes may share it. */
  readonly directory: string
  /** Most bytes of all its files; what does not fit is dropped and counted. Default 64 MiB. */
  readonly maxBytes?: number
  /**
   * When files are brought to the disk itself, which is what a power failure asks for; a kill or crash
   * of the process loses nothing even with `never`. `interval` (default): within a second.
   * `always`: before the id is returned, at the cost of a disk write per execution.
   */
  readonly fsync?: 'never' | 'interval' | 'always'
}

/** Token buckets per user, within one client: several processes have one each. */
export interface RateLimit {
  /** Renders a user may do per minute in the long run. */
  readonly perMinute: number
  /** Renders at once after a pause. Default: those of one minute. */
  readonly burst?: number
  /** Users remembered at a time; the one not seen for longest is forgotten first. Default 10,000. */
  readonly maxUsers?: number
}

export interface ResponseCacheOptions {
  /** How long an answer is given again, in ms. Default 300,000. */
  readonly ttlMs?: number
  /** Most bytes kept in memory; the answer not asked for longest goes first. Default 32 MiB. */
  readonly maxBytes?: number
  /**
   * Keeps answers in Redis instead, shared by all processes: a URL (needs the package `@redis/client`),
   * or a connected client of `redis` or `@redis/client` that the caller owns.
   */
  readonly redis?: string | RedisLike
  /** Before each key in Redis. Default `galley:response:`. */
  readonly prefix?: string
}

/** What is used of a client of the packages `redis` and `@redis/client`. */
export interface RedisLike {
  get(key: string): Promise<string | null>
  set(
    key: string,
    value: string,
    options: { readonly expiration: { readonly type: 'PX'; readonly value: number } },
  ): Promise<unknown>
}

/** What is used of a pool of the package `pg`, whose types need not be installed. */
export interface PoolLike {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  connect(): Promise<unknown>
  end(): Promise<void>
}
