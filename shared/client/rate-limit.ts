/** Token buckets per user, within one client: several processes have one each. */
export interface RateLimit {
  /** Renders a user may do per minute in the long run. */
  readonly perMinute: number
  /** Renders at once after a pause. Default: those of one minute. */
  readonly burst?: number
  /** Users remembered at a time; the one not seen for longest is forgotten first. Default 10,000. */
  readonly maxUsers?: number
}

interface Bucket {
  tokens: number
  atMs: number
  isRefused: boolean
}

export type Permit =
  | { readonly kind: 'granted' }
  /** `isFirst`: the user was not being refused before this, so that a flood can be recorded once. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number; readonly isFirst: boolean }

const GRANTED: Permit = { kind: 'granted' }

/** Refills evenly and holds `burst` tokens at most; memory is bounded by `maxUsers`. */
export class RateLimiter {
  readonly #perMs: number
  readonly #burst: number
  readonly #maxUsers: number
  readonly #clock: () => number
  /** In the order in which users were last seen. */
  readonly #buckets = new Map<string, Bucket>()

  constructor({ perMinute, burst = perMinute, maxUsers = 10_000 }: RateLimit, clock: () => number) {
    if (!(perMinute > 0) || !(burst >= 1) || !(maxUsers >= 1)) {
      throw new RangeError('"rateLimit" needs "perMinute" above 0, "burst" and "maxUsers" from 1.')
    }
    this.#perMs = perMinute / 60_000
    this.#burst = burst
    this.#maxUsers = maxUsers
    this.#clock = clock
  }

  /** How many users are remembered. */
  get size(): number {
    return this.#buckets.size
  }

  take(user: string): Permit {
    const nowMs = this.#clock()
    const bucket = this.#touch(user, nowMs)
    // A clock that was set back must not take tokens away.
    const passedMs = Math.max(0, nowMs - bucket.atMs)
    bucket.tokens = Math.min(this.#burst, bucket.tokens + passedMs * this.#perMs)
    bucket.atMs = nowMs
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      bucket.isRefused = false
      return GRANTED
    }
    const isFirst = !bucket.isRefused
    bucket.isRefused = true
    const retryAfterMs = Math.ceil((1 - bucket.tokens) / this.#perMs)
    return { kind: 'refused', retryAfterMs, isFirst }
  }

  #touch(user: string, atMs: number): Bucket {
    const bucket = this.#buckets.get(user) ?? { tokens: this.#burst, atMs, isRefused: false }
    this.#buckets.delete(user)
    this.#buckets.set(user, bucket)
    if (this.#buckets.size > this.#maxUsers) {
      const oldest = this.#buckets.keys().next()
      if (!oldest.done) this.#buckets.delete(oldest.value)
    }
    return bucket
  }
}
