import { Backoff, later, within } from '../deadline.ts'
import type { RecordingOptions } from '../options.ts'
import type { RecordingCounters } from '../types.ts'
import { BatchWriter } from './batch-writer.ts'
import type { Entry } from './execution-row.ts'
import type { Spool } from './spool/spool.ts'

export interface RecorderOptions extends Omit<RecordingOptions, 'spool'> {
  readonly write: (batch: readonly Entry[]) => Promise<void>
  readonly onError: (error: unknown) => void
  /** Where entries survive the process; without it they wait in memory alone. */
  readonly spool?: Spool | undefined
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
  readonly #writer: BatchWriter<Entry>
  readonly #backoff = new Backoff(250, 30_000)
  #entries: Entry[] = []
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
    this.#writer = new BatchWriter({
      write: options.write,
      onError: options.onError,
      onSettled: (batch, outcome) => {
        if (outcome === 'written') this.#written += batch.length
        else this.#rejected += batch.length
        options.spool?.settle(batch)
      },
    })
  }

  get counters(): RecordingCounters {
    const { replayed = 0, damaged = 0 } = this.#options.spool?.counters ?? {}
    return {
      recorded: this.#recorded,
      written: this.#written,
      dropped: this.#dropped,
      rejected: this.#rejected,
      waiting: this.#entries.length + this.#inFlight,
      replayed,
      damaged,
    }
  }

  /** False when nobody can rely on the entry: the buffer is full or closed, or the spool did not take it. */
  record(entry: Entry): boolean {
    const isFull =
      this.#entries.length >= this.#maxRows || this.#bytes + entry.bytes > this.#maxBytes
    const spooled = isFull || this.#isClosed ? 'full' : this.#options.spool?.append(entry)
    if (spooled === 'full') {
      this.#dropped += 1
      return false
    }
    this.#recorded += 1
    this.#entries.push(entry)
    this.#bytes += entry.bytes
    if (this.#entries.length >= this.#batchSize && !this.#isBroken) this.#send()
    else this.#sendAfter(this.#options.flushMs ?? 1000)
    return spooled !== 'failed'
  }

  /** Counts an execution that could not even be taken in. */
  drop(): void {
    this.#dropped += 1
  }

  #sendAfter(ms: number): void {
    this.#timer ??= later(ms, () => this.#send())
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#sending !== null || this.#entries.length === 0) return
    this.#sending = this.#sendBatches().finally(() => {
      this.#sending = null
      if (this.#entries.length > 0) this.#sendAfter(this.#isBroken ? this.#backoff.next() : 0)
    })
  }

  async #sendBatches(): Promise<void> {
    while (this.#entries.length > 0) {
      const batch = this.#entries.splice(0, this.#batchSize)
      for (const { bytes } of batch) this.#bytes -= bytes
      this.#inFlight = batch.length
      const left = await this.#writer.write(batch)
      this.#inFlight = 0
      this.#isBroken = left.length > 0
      if (this.#isBroken) return this.#putBack(left)
      this.#backoff.reset()
    }
  }

  #putBack(batch: readonly Entry[]): void {
    this.#entries = [...batch, ...this.#entries]
    for (const { bytes } of batch) this.#bytes += bytes
  }

  /** What a spool holds is not lost: the next start sends it. */
  #giveUp(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const { spool } = this.#options
    this.#dropped += spool?.countUnspooled(this.#entries) ?? this.#entries.length
    this.#entries = []
    spool?.close()
  }

  /** Sends what waits; false when that took longer than `deadlineMs` or the database is not there. */
  async flush(deadlineMs = 5000): Promise<boolean> {
    this.#send()
    while (this.#sending !== null) {
      const began = performance.now()
      if (!(await within(this.#sending.then(isTrue), deadlineMs, false))) return false
      deadlineMs -= performance.now() - began
      if (this.#isBroken) return false
      if (this.#entries.length > 0) this.#send()
    }
    return this.#entries.length === 0
  }

  /** Flushes, then takes nothing more; what could not be sent counts as dropped. */
  async close(deadlineMs = 5000): Promise<void> {
    this.#isClosed = true
    await this.flush(deadlineMs)
    if (this.#sending === null) this.#giveUp()
    // What a hanging database still has in hand may yet arrive.
    else void this.#sending.then(() => this.#giveUp())
  }
}

const isTrue = () => true
