import type { RemoteId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { PublishOutcome } from '#shared/contract/publishing.ts'
import type { Input } from '../../inputs.ts'
import type { PublishingParts } from '../parts.ts'
import { rest } from '../rest.ts'
import { expectInstead } from './order.ts'
import type { Sender } from './sender.ts'
import {
  dueEntries,
  hasWaiting,
  hurryEntries,
  listEntries,
  nextAttempt,
  renewEntry,
  requireEntry,
  settleEntry,
} from './store.ts'

/** How long the timer sleeps at most: another process may have written to the outbox. */
const longestSleepMs = 30_000

/** The outbox as people see it, and the timer that empties it. */
export class OutboxService {
  readonly #parts: PublishingParts
  readonly #sender: Sender
  readonly #ending = new AbortController()
  #wake = new AbortController()
  #running: Promise<void> | null = null

  constructor(parts: PublishingParts, sender: Sender) {
    this.#parts = parts
    this.#sender = sender
  }

  list() {
    return { items: listEntries(this.#parts.reader) }
  }

  /** Sends it now, whatever its state; throws what the store says. */
  retry({ key }: Input<'outbox', 'retry'>): Promise<PublishOutcome> {
    const { environment, reader, writer } = this.#parts
    const row = requireEntry(reader, key)
    const entry = writer.transaction((transaction) =>
      renewEntry(transaction, row, environment.newId()),
    )
    return this.#sender.send(entry, true)
  }

  drop({ key }: Input<'outbox', 'drop'>) {
    const { writer, reader, activity, changes } = this.#parts
    const row = requireEntry(reader, key)
    const entry = listEntries(reader).find((one) => one.key === key)
    if (entry === undefined) throw new Error(`The entry ${key} has no remote.`)
    const { expected } = JSON.parse(row.requestJson)
    writer.transaction((transaction) => {
      settleEntry(transaction, key)
      expectInstead(transaction, row, row.versionId, expected)
      const what = `was dropped from the outbox of "${entry.remote}" (${entry.label})`
      activity.record(transaction, { noun: 'publishing', id: key, name: row.templateName, what })
    })
    changes.emit('publishing', null)
    return entry
  }

  /** Sends what is due, oldest first; gives how many the store took. Failures wait for their next time. */
  async replayDue(): Promise<number> {
    const { reader, environment, logger } = { ...this.#parts, ...this.#parts.environment }
    let taken = 0
    const now = environment.clock.now().toISOString()
    for (const { key } of dueEntries(reader, now)) {
      if (this.#sender.isUnderWay(key) || this.#ending.signal.aborted) continue
      // One that came after may have been sent, and with it all it waited for.
      const entry = dueEntries(reader, now).find((one) => one.key === key)
      if (entry === undefined) continue
      try {
        await this.#sender.send(entry, true)
        taken += 1
      } catch (error) {
        if (!(error instanceof GalleyError)) logger.error('The outbox failed.', { error })
      }
    }
    return taken
  }

  /** A store answered: what waits for it goes now. */
  reached(remoteId: RemoteId): void {
    const { reader, writer, environment } = this.#parts
    if (this.#running === null || !hasWaiting(reader, remoteId)) return
    const now = environment.clock.now().toISOString()
    writer.transaction((transaction) => hurryEntries(transaction, remoteId, now))
    this.#wake.abort()
  }

  /** From now on the outbox empties itself. Only hosts that stay do this; a command sends what it is told. */
  start(): void {
    this.#running ??= this.#run()
  }

  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      this.#wake = new AbortController()
      try {
        await this.replayDue()
        await this.#sleep()
      } catch (error) {
        // The workspace cannot be read: nobody awaits this loop, so thrown on it would end the process.
        this.#parts.environment.logger.error('The outbox failed.', { error })
        await this.#rest(longestSleepMs)
      }
    }
  }

  #sleep(): Promise<void> {
    const { reader, environment } = this.#parts
    const at = nextAttempt(reader)
    const left = at === null ? longestSleepMs : Date.parse(at) - environment.clock.now().getTime()
    // At least a moment: an entry that another call is sending is due all the time.
    return this.#rest(Math.min(longestSleepMs, Math.max(250, left)))
  }

  /** Ends early, and never with an error, when there is something to send or the core is closed. */
  #rest(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#wake.signal, this.#ending.signal])
    return rest(this.#parts.environment, ms, signal)
  }
}
