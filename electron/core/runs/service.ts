import type { RunId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Forecast } from '#shared/contract/run/forecast.ts'
import type { CaseResult } from '#shared/contract/run/result.ts'
import type { Lacking, Run, RunProgress } from '#shared/contract/run/run.ts'
import type { RunSettings } from '#shared/contract/run/settings.ts'
import type { Transaction } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { GatedRuns } from '../gates/ports.ts'
import type { Input } from '../inputs.ts'
import { compareColumns } from './comparing/compare.ts'
import { summariseColumns, trendOf } from './comparing/history.ts'
import { gatedRuns } from './comparing/measured.ts'
import type { Side } from './comparing/pairs.ts'
import { pairScores } from './comparing/scores.ts'
import { isAlive, makeOwner, type Owner } from './executing/owner.ts'
import { watchRun } from './executing/progress.ts'
import { RunQueue } from './executing/queue.ts'
import { forecastRun } from './forecast.ts'
import { rateResult } from './judging/rate.ts'
import { clearErrors } from './judging/store.ts'
import { findLacking } from './lacking.ts'
import type { RunParts } from './ports.ts'
import { prepareRun } from './prepare.ts'
import { exportRun } from './results/export.ts'
import { listCaseResults } from './results/of-case.ts'
import { getResult, listErrors, listResults } from './results/reading.ts'
import { readRunSettings, writeRunSettings } from './settings.ts'
import * as store from './store.ts'

const isGoing = (status: Run['status']) => status === 'queued' || status === 'running'

/** Runs: versions × models over the cases of a dataset, their results, and comparisons of columns. */
export class RunService {
  readonly #parts: RunParts
  readonly #owner: Owner
  readonly #queue: RunQueue
  /** What gates ask. */
  readonly gated: GatedRuns

  constructor(parts: RunParts) {
    this.#parts = parts
    this.#owner = makeOwner(parts.environment.newId())
    this.#queue = new RunQueue(parts, this.#owner)
    this.gated = gatedRuns(parts, {
      side: (place) => this.#side(place),
      toRun: (row) => this.#toRun(row),
    })
  }

  list(input: Input<'run', 'list'>): Page<Run> {
    const before = decodeCursor(input.cursor, ['number'])?.[0]
    const rows = store.listRuns(
      this.#parts.reader,
      { ...input, before: before === undefined ? null : Number(before) },
      input.limit + 1,
    )
    return pageFrom(
      rows,
      input.limit,
      ({ seq }) => [seq],
      (row) => this.#toRun(row),
    )
  }

  get({ run }: { run: string }): Run {
    return this.#toRun(this.#require(run))
  }

  /** Whether results may still be written by anybody. */
  isAnyGoing(): boolean {
    return store.listUnended(this.#parts.reader).some((row) => isGoing(this.#statusOf(row)))
  }

  /** Freezes everything that decides the results, and returns before the first of them. */
  start(input: Input<'run', 'start'>): Run {
    const { environment, writer, activity, changes } = this.#parts
    const { columns, dataset, totalCells, frozen } = prepareRun(this.#parts, input)
    const id = environment.newId() as RunId
    const createdAt = environment.clock.now().toISOString()
    writer.transaction((transaction) => {
      store.insertRun(
        transaction,
        {
          ...frozen,
          id,
          ownerJson: JSON.stringify(this.#owner),
          heartbeatAt: createdAt,
          createdAt,
        },
        columns,
      )
      const what = `was run with ${totalCells} cells`
      activity.record(transaction, { noun: 'run', id, name: dataset.name, what })
    })
    this.#queue.add(id)
    changes.emit('run', id)
    return this.get({ run: id })
  }

  checkInputs(input: Input<'run', 'checkInputs'>): { items: Lacking[] } {
    return { items: findLacking(this.#parts, input) }
  }

  /** What a run would use and cost. */
  forecast(input: Input<'run', 'forecast'>): Promise<Forecast> {
    return forecastRun(this.#parts, input)
  }

  /** Stops a run wherever it is worked on; what was computed stays and can be resumed. */
  async cancel({ run }: { run: string }): Promise<Run> {
    if (this.#queue.has(run)) await this.#queue.stop(run, 'cancelled')
    else this.#endElsewhere(run, 'cancelled')
    this.#parts.changes.emit('run', run)
    return this.get({ run })
  }

  getSettings(): RunSettings {
    return readRunSettings(this.#parts.reader)
  }

  updateSettings(changes: Input<'run', 'updateSettings'>): RunSettings {
    const { reader, writer, changes: feed } = this.#parts
    const settings = writeRunSettings(reader, writer, changes)
    feed.emit('workspace', null)
    return settings
  }

  /** Begins nothing more; resolves when what was under way has come to its end. */
  async pause({ run }: { run: string }): Promise<Run> {
    if (this.#queue.has(run)) await this.#queue.pause(run)
    else this.#endElsewhere(run, 'paused')
    this.#parts.changes.emit('run', run)
    return this.get({ run })
  }

  /** Queues the cells that have no result yet; a finished run has none, and is left as it is. */
  resume({ run }: { run: string }): Run {
    this.#goOn(run, (_, status) => status !== 'finished')
    return this.get({ run })
  }

  /** Queues the cells that ended in an error, with those that have no result yet. */
  retry({ run }: { run: string }): Run {
    this.#goOn(run, (transaction, status) => {
      const row = this.#require(run)
      return clearErrors(transaction, row.seq) > 0 || status !== 'finished'
    })
    return this.get({ run })
  }

  watch({ run }: { run: string }, signal?: AbortSignal): AsyncGenerator<RunProgress> {
    // An unknown run is refused now, not at the first event.
    this.#require(run)
    const source = {
      read: () => this.get({ run }),
      now: () => this.#parts.environment.clock.now(),
      ended: (stops: AbortSignal) => this.#ended(run, stops),
    }
    return watchRun(source, signal)
  }

  listResults(input: Input<'run', 'listResults'>) {
    return listResults(this.#parts, this.#require(input.run), input)
  }

  listCaseResults(input: Input<'run', 'listCaseResults'>): Page<CaseResult> {
    return listCaseResults(this.#parts, input)
  }

  getResult(input: Input<'run', 'getResult'>) {
    return getResult(this.#parts, this.#require(input.run), input)
  }

  /** What repeats say of each column. */
  repeats({ run }: { run: string }) {
    const row = this.#require(run)
    const columns = store.readColumns(this.#parts.reader, row.seq)
    return { items: summariseColumns(this.#parts, { row, columns }) }
  }

  /** How a template did over its runs. */
  trend(input: Input<'run', 'trend'>) {
    return trendOf(this.#parts, input, (row) => this.#toRun(row))
  }

  listErrors({ run }: { run: string }) {
    return listErrors(this.#parts, this.#require(run))
  }

  /** A person's verdict on one result. */
  rate(input: Input<'run', 'rate'>) {
    rateResult(this.#parts, this.#require(input.run), input)
    this.#parts.changes.emit('run', input.run)
    return this.getResult(input)
  }

  /** What a run has by now, as pieces of a file. */
  export({ run, format }: Input<'run', 'export'>): Generator<{ text: string }> {
    const row = this.#require(run)
    return exportRun(this.#parts, row, this.#toRun(row), format)
  }

  compare({ baseline, candidate }: Input<'run', 'compare'>) {
    return compareColumns(this.#parts, this.#side(baseline), this.#side(candidate))
  }

  /** Columns paired by case, for simulations. */
  pairedScores(columns: readonly { run: string; column: string }[], measure: 'passed' | 'score') {
    const sides = columns.map((column) => this.#side(column))
    return pairScores(this.#parts, sides, measure)
  }

  /** Stops what runs in this process; it can be resumed after the next start. */
  async close(): Promise<void> {
    await this.#queue.close()
  }

  #side({ run, column }: { run: string; column: string }): Side {
    const row = this.#require(run)
    return { row, columns: store.readColumns(this.#parts.reader, row.seq), column }
  }

  #require(id: string): store.RunRow {
    const row = store.findRun(this.#parts.reader, id)
    if (row) return row
    throw new GalleyError('not_found', `There is no run "${id}".`, {
      fix: 'See the list of runs.',
      where: { field: 'run' },
    })
  }

  #toRun(row: store.RunRow): Run {
    const { reader, datasets } = this.#parts
    const { name } = datasets.get({ dataset: row.datasetId, version: row.datasetVersion })
    return store.toRun(row, store.readColumns(reader, row.seq), name, this.#statusOf(row))
  }

  /** What the row says, except that nobody may be working on it any more: then it is interrupted. */
  #statusOf({ id, status, ownerJson, heartbeatAt, isPaused }: store.RunRow): Run['status'] {
    if (status === 'interrupted' && isPaused) return 'paused'
    if (!isGoing(status)) return status
    if (ownerJson === null) return 'interrupted'
    const owner: Owner = JSON.parse(ownerJson)
    if (owner.token === this.#owner.token) return this.#queue.has(id) ? status : 'interrupted'
    const now = this.#parts.environment.clock.now()
    return isAlive(owner, heartbeatAt, now, this.#owner) ? status : 'interrupted'
  }

  /** Queues a run that nobody works on, if `isWanted` finds that there is something to do. */
  #goOn(id: string, isWanted: (transaction: Transaction, status: Run['status']) => boolean): void {
    const { environment, writer, changes } = this.#parts
    const isQueued = writer.transaction((transaction) => {
      const row = this.#require(id)
      const status = this.#statusOf(row)
      // Another process may have ended it while cells of it are still under way here.
      if (isGoing(status) || this.#queue.has(id)) {
        const how = isGoing(status) ? `${status} already` : 'still being stopped'
        throw new GalleyError('conflict', `The run is ${how}.`, {
          fix: 'Wait for its end, or cancel it first.',
        })
      }
      if (!isWanted(transaction, status)) return false
      store.updateRun(transaction, row.seq, {
        status: 'queued',
        ownerJson: JSON.stringify(this.#owner),
        heartbeatAt: environment.clock.now().toISOString(),
        finishedAt: null,
      })
      return true
    })
    if (!isQueued) return
    this.#queue.add(id)
    changes.emit('run', id)
  }

  /** The other process finds at its next batch that the run is no longer its own. */
  #endElsewhere(id: string, how: 'cancelled' | 'paused'): void {
    const { environment, writer } = this.#parts
    const finishedAt = how === 'paused' ? null : environment.clock.now().toISOString()
    writer.transaction((transaction) => {
      const row = this.#require(id)
      if (row.status === 'finished' || row.status === 'cancelled') return
      store.updateRun(transaction, row.seq, {
        status: how === 'paused' ? 'interrupted' : how,
        isPaused: how === 'paused',
        ownerJson: null,
        heartbeatAt: null,
        finishedAt,
      })
    })
  }

  #ended(id: string, stops: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const leave = this.#queue.watch((runId, isOver) => {
      if (runId === id && isOver) resolve()
    })
    stops.addEventListener('abort', () => resolve(), { once: true })
    return promise.finally(leave)
  }
}
