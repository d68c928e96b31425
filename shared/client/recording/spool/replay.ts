import { rmSync } from 'node:fs'
import { Backoff, later } from '../../deadline.ts'
import { BatchWriter } from '../batch-writer.ts'
import { readFrames } from './frames.ts'
import type { LeftFile, Spool } from './spool.ts'

const BATCH = 500

export interface ReplayOptions {
  readonly spool: Spool
  /** Sends JSON texts of rows. */
  readonly write: (texts: readonly string[]) => Promise<void>
  readonly onError: (error: unknown) => void
}

/**
 * Sends what earlier processes left in the spool, one file at a time, so that a long outage's worth is
 * never in memory at once. A file is removed once the database has all of it.
 */
export class Replay {
  readonly #options: ReplayOptions
  readonly #writer: BatchWriter<string>
  readonly #backoff = new Backoff(250, 30_000)
  #files: readonly LeftFile[]
  /** Of the file at hand. */
  #written = 0
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(options: ReplayOptions) {
    this.#options = options
    this.#files = options.spool.left
    this.#writer = new BatchWriter({
      ...options,
      onSettled: (batch, outcome) => {
        if (outcome === 'written') this.#written += batch.length
      },
    })
    if (this.#files.length > 0) void this.#run()
  }

  async #run(): Promise<void> {
    this.#timer = null
    for (const file of this.#files) {
      if (this.#isClosed) return
      if (!(await this.#replay(file))) return this.#tryAgain()
      this.#backoff.reset()
      this.#files = this.#files.slice(1)
    }
  }

  #tryAgain(): void {
    if (!this.#isClosed) this.#timer = later(this.#backoff.next(), () => void this.#run())
  }

  /** False when the database cannot be reached: the file stays as it is, and is sent again as a whole. */
  async #replay({ path, bytes }: LeftFile): Promise<boolean> {
    const { spool, onError } = this.#options
    this.#written = 0
    try {
      const { texts, damaged } = readFrames(path)
      for (let from = 0; from < texts.length; from += BATCH) {
        const left = await this.#writer.write(texts.slice(from, from + BATCH))
        if (left.length > 0) return false
      }
      if (damaged > 0)
        onError(new Error(`${damaged} rows of the spool file "${path}" are damaged.`))
      spool.count('replayed', this.#written)
      spool.count('damaged', damaged)
      rmSync(path, { force: true })
      spool.forget(bytes)
    } catch (error) {
      // Another process replayed it meanwhile, or the disk fails: neither gets better by asking again.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') spool.forget(bytes)
      else onError(error)
    }
    return true
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
