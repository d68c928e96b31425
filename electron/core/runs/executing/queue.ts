import type { RunParts } from '../ports.ts'
import { beat, findRun } from '../store.ts'
import { type Ending, endRun, executeRun, type StopStatus } from './execute.ts'
import { heartbeatMs, type Owner } from './owner.ts'

interface Waiting {
  runId: string
  controller: AbortController
  /** Its turn has come. */
  isAtWork: boolean
  isPauseWanted: boolean
  settled: PromiseWithResolvers<void>
}

/**
 * The runs of this process, one after the other: two at once would share the same processor and
 * both take twice as long. What waits is durable too, as `queued` rows.
 */
export class RunQueue {
  readonly #parts: RunParts
  readonly #owner: Owner
  readonly #waiting = new Map<string, Waiting>()
  readonly #watchers = new Set<(runId: string, isOver: boolean) => void>()
  #isWorking = false
  #isClosed = false

  constructor(parts: RunParts, owner: Owner) {
    this.#parts = parts
    this.#owner = owner
  }

  add(runId: string): void {
    if (this.#isClosed) return
    const controller = new AbortController()
    const settled = Promise.withResolvers<void>()
    const state = { isAtWork: false, isPauseWanted: false }
    this.#waiting.set(runId, { runId, controller, ...state, settled })
    if (!this.#isWorking) void this.#work()
  }

  /** Stops a run of this process and resolves when nothing of it is under way any more. */
  async stop(runId: string, status: StopStatus): Promise<void> {
    const one = this.#waiting.get(runId)
    if (!one) return
    if (!one.isAtWork) return this.#withdraw(runId, { status })
    one.controller.abort(status)
    await one.settled.promise
  }

  /** Lets what is under way come to its end, begins nothing more, and resolves when that is so. */
  async pause(runId: string): Promise<void> {
    const one = this.#waiting.get(runId)
    if (!one) return
    if (!one.isAtWork) return this.#withdraw(runId, { status: 'interrupted', isPaused: true })
    one.isPauseWanted = true
    await one.settled.promise
  }

  /** Ends a run whose turn has not come: it need not wait for those before it, which may take hours. */
  #withdraw(runId: string, ending: Ending): void {
    const seq = findRun(this.#parts.reader, runId)?.seq
    if (seq !== undefined) endRun(this.#parts, seq, this.#owner, ending)
    this.#waiting.delete(runId)
    this.#tell(runId, true)
  }

  has(runId: string): boolean {
    return this.#waiting.has(runId)
  }

  /** Calls back after every stored batch and at the end of each run; returns the way to stop that. */
  watch(listener: (runId: string, isOver: boolean) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const stopped = [...this.#waiting.keys()].map((runId) => this.stop(runId, 'interrupted'))
    for (const result of await Promise.allSettled(stopped)) {
      if (result.status === 'fulfilled') continue
      // The silence of its heartbeat will say "interrupted".
      const error = `${result.reason}`
      this.#parts.environment.logger.warn('The end of a run could not be stored.', { error })
    }
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    const heartbeat = setInterval(() => this.#beat(), heartbeatMs)
    // The caller gets its answer before the first cell is computed.
    await Promise.resolve()
    for (let one = this.#next(); one; one = this.#next()) {
      const { runId, settled } = one
      one.isAtWork = true
      await this.#execute(one)
      this.#waiting.delete(runId)
      settled.resolve()
      this.#tell(runId, true)
    }
    clearInterval(heartbeat)
    this.#isWorking = false
  }

  async #execute(one: Waiting): Promise<void> {
    const { runId } = one
    const { signal } = one.controller
    try {
      const stored = () => this.#tell(runId, false)
      const control = { signal, isPauseWanted: () => one.isPauseWanted }
      await executeRun(this.#parts, runId, this.#owner, control, stored)
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error)
      this.#parts.environment.logger.error('A run could not be started.', { run: runId, stack })
    }
  }

  #beat(): void {
    const at = this.#parts.environment.clock.now().toISOString()
    try {
      this.#parts.writer.transaction((transaction) => beat(transaction, this.#owner, at))
    } catch (error) {
      // A busy database for once is no reason to stop; silence for long says "interrupted".
      this.#parts.environment.logger.warn('A heartbeat was not stored.', { error: `${error}` })
    }
  }

  #next(): Waiting | undefined {
    return this.#waiting.values().next().value
  }

  #tell(runId: string, isOver: boolean): void {
    if (isOver && !this.#isClosed) this.#parts.changes.emit('run', runId)
    for (const watcher of this.#watchers) watcher(runId, isOver)
  }
}
