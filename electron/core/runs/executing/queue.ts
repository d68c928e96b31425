import type { RunParts } from '../ports.ts'
import { beat, findRun } from '../store.ts'
import { endRun, executeRun, type StopStatus } from './execute.ts'
import { heartbeatMs, type Owner } from './owner.ts'

interface Waiting {
  runId: string
  controller: AbortController
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
    this.#waiting.set(runId, { runId, controller, isPauseWanted: false, settled })
    if (!this.#isWorking) void this.#work()
  }

  /** Stops a run of this process and resolves when nothing of it is under way any more. */
  async stop(runId: string, status: StopStatus): Promise<void> {
    const one = this.#waiting.get(runId)
    if (!one) return
    one.controller.abort(status)
    await one.settled.promise
  }

  /** Lets what is under way come to its end, begins nothing more, and resolves when that is so. */
  async pause(runId: string): Promise<void> {
    const one = this.#waiting.get(runId)
    if (!one) return
    one.isPauseWanted = true
    await one.settled.promise
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
    const all = [...this.#waiting.values()]
    for (const { controller } of all) controller.abort('interrupted' satisfies StopStatus)
    await Promise.all(all.map(({ settled }) => settled.promise))
  }

  async #work(): Promise<void> {
    this.#isWorking = true
    const heartbeat = setInterval(() => this.#beat(), heartbeatMs)
    // The caller gets its answer before the first cell is computed.
    await Promise.resolve()
    for (let one = this.#next(); one; one = this.#next()) {
      const { runId, settled } = one
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
      if (signal.aborted) {
        const seq = findRun(this.#parts.reader, runId)?.seq
        if (seq !== undefined)
          endRun(this.#parts, seq, this.#owner, { status: signal.reason as StopStatus })
        return
      }
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
