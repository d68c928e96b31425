export interface BatchWriterOptions<Row> {
  readonly write: (batch: readonly Row[]) => Promise<void>
  /** The database has these, or never will: it refused them for what they hold. */
  readonly onSettled: (batch: readonly Row[], outcome: 'written' | 'rejected') => void
  readonly onError: (error: unknown) => void
}

/** Writes batches so that one row the database refuses does not take the others with it. */
export class BatchWriter<Row> {
  readonly #options: BatchWriterOptions<Row>

  constructor(options: BatchWriterOptions<Row>) {
    this.#options = options
  }

  /** Gives back what could not be written because the database cannot be reached: in order, none if all went. */
  async write(batch: readonly Row[]): Promise<readonly Row[]> {
    try {
      await this.#options.write(batch)
      this.#options.onSettled(batch, 'written')
      return []
    } catch (error) {
      if (isRefusal(error)) return this.#writeHalves(batch, error)
      this.#options.onError(error)
      return batch
    }
  }

  async #writeHalves(batch: readonly Row[], error: unknown): Promise<readonly Row[]> {
    if (batch.length === 1) {
      this.#options.onError(error)
      this.#options.onSettled(batch, 'rejected')
      return []
    }
    const middle = batch.length >> 1
    const rest = batch.slice(middle)
    const left = await this.write(batch.slice(0, middle))
    return left.length > 0 ? [...left, ...rest] : this.write(rest)
  }
}

/**
 * Classes 22, 23 and 54 of SQLSTATE: the data itself is what the database does not take, as wrong, as
 * against a rule, or as beyond a limit (a user id that no index can hold).
 */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^(?:22|23|54)...$/.test(code)
}
