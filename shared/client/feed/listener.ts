import type pg from 'pg'
import { Backoff, later } from '../deadline.ts'
import { CHANNEL } from '../sql.ts'

export interface ListenerOptions {
  readonly connect: () => Promise<pg.PoolClient>
  /** A template of this name, its labels or its experiment changed; or, by its kind, a guardrail. */
  readonly onChange: (name: string, kind: string) => void
  /** Listening (again): what happened before is not known. */
  readonly onListening: () => void
  /** The connection broke: the store may be in trouble. */
  readonly onLost: () => void
  readonly onError: (error: unknown) => void
}

/** Keeps one connection listening for changes and makes a new one whenever it breaks. */
export class ChangeListener {
  readonly #options: ListenerOptions
  readonly #backoff = new Backoff(100, 30_000)
  #connection: pg.PoolClient | null = null
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(options: ListenerOptions) {
    this.#options = options
    void this.#listen()
  }

  async #listen(): Promise<void> {
    try {
      const connection = await this.#options.connect()
      if (this.#isClosed) return connection.release(true)
      this.#connection = connection
      connection.once('error', () => this.#lose(connection))
      connection.once('end', () => this.#lose(connection))
      connection.on('notification', ({ payload }) => this.#read(payload))
      await connection.query(`listen ${CHANNEL}`)
      this.#backoff.reset()
      this.#options.onListening()
    } catch (error) {
      // Closed meanwhile, it breaks off because we end it: that is no news.
      if (this.#isClosed) return
      this.#options.onError(error)
      if (this.#connection !== null) return this.#lose(this.#connection)
      // Nobody tells us of changes: asking as often as we try is the best there is.
      this.#options.onLost()
      this.#again()
    }
  }

  #read(payload: string | undefined): void {
    try {
      const { name, kind } = JSON.parse(payload ?? '') as { name?: unknown; kind?: unknown }
      if (typeof name === 'string') this.#options.onChange(name, String(kind))
    } catch (error) {
      this.#options.onError(error)
    }
  }

  #lose(connection: pg.PoolClient): void {
    if (this.#connection !== connection) return
    this.#connection = null
    connection.release(true)
    this.#options.onLost()
    this.#again()
  }

  #again(): void {
    if (!this.#isClosed) this.#timer = later(this.#backoff.next(), () => void this.#listen())
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    const connection = this.#connection
    this.#connection = null
    connection?.release(true)
  }
}
