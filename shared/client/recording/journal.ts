import type { ClientOptions } from '../options.ts'
import type { ClientProblem, ExecutionRecord, RecordingCounters } from '../types.ts'
import { type Entry, entryOf, executionRow } from './execution-row.ts'
import { timeOrderedIds } from './ids.ts'
import { Recorder } from './recorder.ts'
import { Replay } from './spool/replay.ts'
import { Spool } from './spool/spool.ts'

export interface JournalOptions
  extends Pick<ClientOptions, 'logging' | 'environment' | 'clock' | 'newId'> {
  /** Sends JSON texts of rows. */
  readonly insert: (rows: readonly string[]) => Promise<void>
  readonly report: (kind: ClientProblem['kind'], cause: unknown) => void
}

const NOTHING = { recorded: 0, written: 0, dropped: 0, rejected: 0, waiting: 0 }

/** What a client records: takes executions in at once, and sends them in the background. */
export class Journal {
  readonly #options: JournalOptions
  readonly #recorder: Recorder | null
  readonly #replay: Replay | null
  readonly #clock: () => number
  readonly #newId: (ms: number) => string
  readonly #withTexts: boolean

  constructor(options: JournalOptions) {
    this.#options = options
    const { logging, insert, report, environment = 'production', clock = Date.now } = options
    this.#clock = clock
    this.#newId = options.newId ?? timeOrderedIds()
    this.#withTexts = logging ? (logging.withTexts ?? true) : true
    const textOf = (entry: Entry) => executionRow(entry, environment)
    const onError = (error: unknown) => report('record', error)
    const spool = this.#openSpool(textOf)
    this.#replay = spool ? new Replay({ spool, write: insert, onError }) : null
    this.#recorder =
      logging === false
        ? null
        : new Recorder({ ...logging, spool, write: (batch) => insert(batch.map(textOf)), onError })
  }

  /** A folder that cannot be used is reported; executions are then kept in memory alone. */
  #openSpool(textOf: (entry: Entry) => string): Spool | undefined {
    const { logging, report, clock = Date.now } = this.#options
    if (!logging || logging.spool === undefined) return undefined
    const onError = (error: unknown) => report('spool', error)
    try {
      return new Spool({ ...logging.spool, textOf, clock, onError })
    } catch (error) {
      onError(error)
      return undefined
    }
  }

  /**
   * Id of the recorded execution; null when it was not taken. Never throws. Nobody may change `record`
   * afterwards, but for the values in it.
   */
  record(record: ExecutionRecord): string | null {
    if (this.#recorder === null) return null
    try {
      const executedAtMs = this.#clock()
      const id = record.id ?? this.#newId(executedAtMs)
      const entry = entryOf(record, id, executedAtMs, this.#withTexts)
      return this.#recorder.record(entry) ? id : null
    } catch (error) {
      // Values that JSON cannot hold (a cycle): worth a word, never worth a failed request.
      this.#recorder.drop()
      this.#options.report('record', error)
      return null
    }
  }

  get counters(): RecordingCounters {
    return this.#recorder?.counters ?? { ...NOTHING, replayed: 0, damaged: 0 }
  }

  async flush(deadlineMs: number): Promise<boolean> {
    return (await this.#recorder?.flush(deadlineMs)) ?? true
  }

  async close(deadlineMs: number): Promise<void> {
    this.#replay?.close()
    await this.#recorder?.close(deadlineMs)
  }
}
