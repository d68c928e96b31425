import { Backoff, later, within } from './deadline.ts'
import type { RecordingCounters, RecordingOptions } from './types.ts'

export interface RecorderOptions extends RecordingOptions {
  readonly write: (rows: readonly string[]) => Promise<void>
  readonly onError: (error: unknown) => void
}

/**
 * Sends execution rows in batches, in the background. Takes a row or counts it as dropped: it never
 * throws, never waits and never holds more than told, whatever the database does.
 */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #batchSize: number
  readonly #maxRows: number
  readonly #maxBytes: number
  readonly #backoff = new Backoff(250, 30_000)
  #rows: string[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | null = null
  #sending: Promise<void> | null = null
  #isBroken = false
  #isClosed = false
  #recorded = 0
  #written = 0
  #dropped = 0
  #rejected = 0
  #inFlight = 0

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#batchSize = options.batchSize ?? 500
    this.#maxRows = options.maxRows ?? 10_000
    this.#maxBytes = options.maxBytes ?? 32 * 2 ** 20
  }

  get counters(): RecordingCounters {
    return {
      recorded: this.#recorded,
      written: this.#written,
      dropped: this.#dropped,
      rejected: this.#rejected,
      waiting: this.#rows.length + this.#inFlight,
    }
  }

  /** False when the row was dropped: the buffer is full or closed. */
  record(row: string): boolean {
    const isFull = this.#rows.length >= this.#maxRows || this.#bytes + row.length > this.#maxBytes
    if (isFull || this.#isClosed) {
      this.#dropped += 1
      return false
    }
    this.#recorded += 1
    this.#rows.push(row)
    this.#bytes += row.length
    if (this.#rows.length >= this.#batchSize && !this.#isBroken) this.#send()
    else this.#sendAfter(this.#options.flushMs ?? 1000)
    return true
  }

  #sendAfter(ms: number): void {
    this.#timer ??= later(ms, () => this.#send())
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#sending !== null || this.#rows.length === 0) return
    this.#sending = this.#sendBatches().finally(() => {
      this.#sending = null
      if (this.#rows.length > 0) this.#sendAfter(this.#isBroken ? this.#backoff.next() : 0)
    })
  }

  async #sendBatches(): Promise<void> {
    while (this.#rows.length > 0) {
      const batch = this.#rows.splice(0, this.#batchSize)
      for (const row of batch) this.#bytes -= row.length
      this.#inFlight = batch.length
      const isSent = await this.#write(batch)
      this.#inFlight = 0
      this.#isBroken = !isSent
      if (!isSent) return
      this.#backoff.reset()
    }
  }

  /** Writes a batch, or puts it back where the database cannot be reached. */
  async #write(batch: readonly string[]): Promise<boolean> {
    try {
      await this.#options.write(batch)
      this.#written += batch.length
      return true
    } catch (error) {
      if (isRefusal(error)) return this.#writeParts(batch, error)
      this.#options.onError(error)
      this.#putBack(batch)
      return false
    }
  }

  /** One row the database refuses must not take the others with it: halves, down to that row. */
  async #writeParts(batch: readonly string[], error: unknown): Promise<boolean> {
    if (batch.length === 1) {
      this.#rejected += 1
      this.#options.onError(error)
      return true
    }
    const middle = batch.length >> 1
    const rest = batch.slice(middle)
    if (await this.#write(batch.slice(0, middle))) return this.#write(rest)
    this.#putBack(rest)
    return false
  }

  #putBack(batch: readonly string[]): void {
    if (this.#isClosed) {
      this.#dropped += batch.length
      return
    }
    this.#rows = [...batch, ...this.#rows]
    for (const row of batch) this.#bytes += row.length
  }

  /** Sends what waits; false when that took longer than `deadlineMs` or the database is not there. */
  async flush(deadlineMs = 5000): Promise<boolean> {
    this.#send()
    while (this.#sending !== null) {
      const began = performance.now()
      if (!(await within(this.#sending.then(isTrue), deadlineMs, false))) return false
      deadlineMs -= performance.now() - began
      if (this.#isBroken) return false
      if (this.#rows.length > 0) this.#send()
    }
    return this.#rows.length === 0
  }

  /** Flushes, then takes nothing more; what could not be sent counts as dropped. */
  async close(deadlineMs = 5000): Promise<void> {
    this.#isClosed = true
    await this.flush(deadlineMs)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#dropped += this.#rows.length
    this.#rows = []
  }
}

const isTrue = () => true

/** Classes 22 and 23 of SQLSTATE: the data itself is what the database does not take. */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^2[23]...$/.test(code)
}
