/** Waits that long, or rejects with the signal's reason; injected so that tests own the time. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export interface ThrottleLimits {
  concurrency: number
  /** Null: no limit of our own. */
  requestsPerMinute: number | null
  /** False: who comes too early for the minute is sent away with RateLimited. */
  waitsForLimits?: boolean
}

/** Thrown where a limit is not waited for. */
export class RateLimited extends Error {
  readonly requestsPerMinute: number

  constructor(requestsPerMinute: number) {
    super(`The limit of ${requestsPerMinute} requests per minute is reached.`)
    this.requestsPerMinute = requestsPerMinute
  }
}

interface Waiter {
  start(): void
}

/**
 * Lets requests to one provider through: no more at once than it bears, evenly spread where there is a
 * limit per minute, none while it asked for a pause. "Too many" halves what goes at once, every success
 * gives a little back (additive increase, multiplicative decrease), up to the limit of the settings.
 */
export class Throttle {
  #limits: ThrottleLimits
  readonly #now: () => number
  readonly #wait: Wait
  readonly #waiting: Waiter[] = []
  #width: number
  #active = 0
  #pausedUntil = 0
  #nextStartAt = 0

  constructor(limits: ThrottleLimits, wait: Wait, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#width = limits.concurrency
    this.#wait = wait
    this.#now = now
  }

  /** How many requests may be under way now. */
  get width(): number {
    return Math.floor(this.#width)
  }

  /** Settings may change while requests are under way. */
  setLimits(limits: ThrottleLimits): void {
    if (limits.concurrency !== this.#limits.concurrency) this.#width = limits.concurrency
    this.#limits = limits
  }

  /** Does `work` when it is its turn; an abort takes it out of the queue at once. */
  async run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    await this.#enter(signal)
    try {
      await this.#turn(signal)
      return await work()
    } finally {
      this.#active -= 1
      this.#startWaiting()
    }
  }

  succeeded(): void {
    this.#width = Math.min(this.#limits.concurrency, this.#width + 1 / this.#width)
  }

  /** The provider has too much to do; `pauseMs` where it said how long it wants to be left alone. */
  overloaded(pauseMs: number | null): void {
    this.#width = Math.max(1, this.#width / 2)
    if (pauseMs !== null) this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + pauseMs)
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#active < this.width) {
      this.#active += 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { start: resolve }
    const leave = () => {
      const index = this.#waiting.indexOf(waiter)
      // Started in the same moment: it gives its place back where it notices the abort.
      if (index < 0) return
      this.#waiting.splice(index, 1)
      reject(signal.reason)
    }
    this.#waiting.push(waiter)
    signal.addEventListener('abort', leave, { once: true })
    await promise.finally(() => signal.removeEventListener('abort', leave))
  }

  #startWaiting(): void {
    while (this.#active < this.width) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#active += 1
      next.start()
    }
  }

  /** Waits for the end of a pause, also of one that began while it waited, and for its place in the minute. */
  async #turn(signal: AbortSignal): Promise<void> {
    let reached = this.#now()
    const { requestsPerMinute, waitsForLimits = true } = this.#limits
    if (requestsPerMinute !== null) {
      const startAt = Math.max(reached, this.#nextStartAt)
      if (startAt > reached && !waitsForLimits) throw new RateLimited(requestsPerMinute)
      this.#nextStartAt = startAt + 60_000 / requestsPerMinute
      if (startAt > reached) await this.#wait(startAt - reached, signal)
      reached = startAt
    }
    while (this.#pausedUntil > reached) {
      const target = this.#pausedUntil
      await this.#wait(target - reached, signal)
      reached = target
    }
    signal.throwIfAborted()
  }
}
