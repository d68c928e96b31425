import { Backoff } from '../deadline.ts'
import type { RedisLike } from '../options.ts'
import type { ResponseStore } from './store.ts'

interface OwnRedis extends RedisLike {
  destroy(): void
}

const CONNECT_TIMEOUT_MS = 2000

/** Answers in Redis, which forgets them by itself. */
export class RedisResponses implements ResponseStore {
  readonly #prefix: string
  readonly #client: Promise<RedisLike>
  readonly #own: Promise<OwnRedis> | null

  constructor(redis: string | RedisLike, prefix: string, onError: (error: unknown) => void) {
    this.#prefix = prefix
    this.#own = typeof redis === 'string' ? connect(redis, onError) : null
    this.#client = this.#own ?? Promise.resolve(redis as RedisLike)
    // Whoever asks is told; without this, a package that is missing would end the process first.
    this.#client.catch(onError)
  }

  async get(key: string): Promise<string | null> {
    const client = await this.#client
    return client.get(this.#prefix + key)
  }

  async set(key: string, value: string, ttlMs: number): Promise<unknown> {
    const client = await this.#client
    return client.set(this.#prefix + key, value, { expiration: { type: 'PX', value: ttlMs } })
  }

  async close(): Promise<void> {
    const client = await this.#own?.catch(() => null)
    client?.destroy()
  }
}

/** Connects in the background and again whenever the connection breaks; what is asked meanwhile fails at once. */
async function connect(url: string, onError: (error: unknown) => void): Promise<OwnRedis> {
  const { createClient } = await import('@redis/client')
  const backoff = new Backoff(100, 15_000)
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: () => backoff.next() },
  })
  client.on('error', onError)
  client.on('ready', () => backoff.reset())
  client.connect().catch(onError)
  return client
}
