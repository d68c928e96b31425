import type { RateLimit } from '../options.ts'

interface Bucket {
  /** When the bucket would be full again: what is missing is how far that lies ahead. */
  fullAtMs: number
  seenAtMs: number
  isRefused: boolean
}

export type Permit =
  | { readonly kind: 'granted' }
  /** `isFirst`: the user was not being refused before this, so that a flood can be recorded once. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number; readonly isFirst: boolean }

const GRANTED: Permit = { kind: 'granted' }

/**
 * Refills evenly and holds `burst` tokens at most, as the generic cell rate algorithm keeps count (ITU-T
 * I.371): times instead of fractions of tokens, which would round. Memory is bounded by `maxUsers`.
 */
export class RateLimiter {
  readonly #tokenMs: number
  /** How far a bucket's filling may lie ahead so that one token is left. */
  readonly #reachMs: number
  readonly #maxUsers: number
  readonly #clock: () => number
  /** In the order in which users were last seen. */
  readonly #buckets = new Map<string, Bucket>()

  constructor({ perMinute, burst = perMinute, maxUsers = 10_000 }: RateLimit, clock: () => number) {
    if (!(perMinute > 0) || !(burst >= 1) || !(maxUsers >= 1)) {
      throw new RangeError('"rateLimit" needs "perMinute" above 0, "burst" and "maxUsers" from 1.')
    }
    this.#tokenMs = 60_000 / perMinute
    this.#reachMs = (burst - 1) * this.#tokenMs
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
    if (nowMs < bucket.seenAtMs) bucket.fullAtMs -= bucket.seenAtMs - nowMs
    bucket.seenAtMs = nowMs
    const aheadMs = Math.max(0, bucket.fullAtMs - nowMs)
    if (aheadMs <= this.#reachMs) {
      bucket.fullAtMs = nowMs + aheadMs + this.#tokenMs
      bucket.isRefused = false
      return GRANTED
    }
    const isFirst = !bucket.isRefused
    bucket.isRefused = true
    return { kind: 'refused', retryAfterMs: Math.ceil(aheadMs - this.#reachMs), isFirst }
  }

  #touch(user: string, nowMs: number): Bucket {
    const fresh = { fullAtMs: nowMs, seenAtMs: nowMs, isRefused: false }
    const bucket = this.#buckets.get(user) ?? fresh
    this.#buckets.delete(user)
    this.#buckets.set(user, bucket)
    if (this.#buckets.size > this.#maxUsers) {
      const oldest = this.#buckets.keys().next()
      if (!oldest.done) this.#buckets.delete(oldest.value)
    }
    return bucket
  }
}
