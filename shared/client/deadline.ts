/** Resolves with `promise`'s value or, after `ms`, with `late`; a rejection counts as late, too. */
export function within<Value, Late>(
  promise: Promise<Value>,
  ms: number,
  late: Late,
): Promise<Value | Late> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, late)
    promise.then(resolve, () => resolve(late)).finally(() => clearTimeout(timer))
  })
}

/** Pauses between attempts: doubling from `firstMs` to `longestMs`, back to the first after a success. */
export class Backoff {
  readonly #firstMs: number
  readonly #longestMs: number
  #nextMs: number

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs
    this.#longestMs = longestMs
    this.#nextMs = firstMs
  }

  next(): number {
    const ms = this.#nextMs
    this.#nextMs = Math.min(this.#longestMs, ms * 2)
    return ms
  }

  reset(): void {
    this.#nextMs = this.#firstMs
  }
}

/** A timer that is no reason to keep a service alive. */
export function later(ms: number, work: () => void): NodeJS.Timeout {
  return setTimeout(work, ms).unref()
}
