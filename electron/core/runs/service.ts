import type { RunId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Run, RunProgress } from '#shared/contract/run.ts'
import { isTemplated } from '#shared/domain/assertions/case-checks.ts'
import { compileAssertions } from '#shared/domain/assertions/check.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import type { Model } from '../models/model.ts'
import { openModel } from '../models/registry.ts'
import { makeColumns } from './columns.ts'
import { compareColumns } from './compare.ts'
import { exportRun } from './export.ts'
import { isAlive, makeOwner, type Owner } from './owner.ts'
import { pairColumns, type Side } from './pairs.ts'
import type { RunParts } from './ports.ts'
import { watchRun } from './progress.ts'
import { RunQueue } from './queue.ts'
import { getResult, listResults } from './results.ts'
import * as store from './store.ts'

/** Runs: versions × models over the cases of a dataset, their results, and comparisons of columns. */
export class RunService {
  readonly #parts: RunParts
  readonly #owner: Owner
  readonly #queue: RunQueue

  constructor(parts: RunParts) {
    this.#parts = parts
    this.#owner = makeOwner(parts.environment.newId())
    this.#queue = new RunQueue(parts, this.#owner)
  }

  list(input: Input<'run', 'list'>): Page<Run> {
    const before = decodeCursor(input.cursor, ['number'])?.[0]
    const rows = store.listRuns(
      this.#parts.reader,
      before === undefined ? null : Number(before),
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

  /** Freezes everything that decides the results, and returns before the first of them. */
  start(input: Input<'run', 'start'>): Run {
    const { environment, writer, activity, changes, templates, datasets, guardrails } = this.#parts
    const dataset = datasets.get({ dataset: input.dataset })
    const columns = makeColumns(input.columns, templates)
    const models = columns.map(({ model }) => openModel(model, dataset, this.#parts.providers))
    refuseUnwatchableCap(input.maxCost ?? null, models)
    refuseImpossible(input)
    const id = environment.newId() as RunId
    const createdAt = environment.clock.now().toISOString()
    const totalCells = dataset.caseCount * columns.length
    writer.transaction((transaction) => {
      store.insertRun(
        transaction,
        {
          id,
          datasetId: dataset.id,
          datasetVersion: dataset.version,
          assertionsJson: JSON.stringify(input.assertions),
          threshold: input.threshold ?? null,
          guardrailsJson: JSON.stringify(guardrails.enabled()),
          totalCells,
          usesCache: input.usesCache,
          maxCost: input.maxCost ?? null,
          stopReason: null,
          status: 'queued',
          ownerJson: JSON.stringify(this.#owner),
          heartbeatAt: createdAt,
          createdAt,
          startedAt: null,
          finishedAt: null,
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

  /** Stops a run wherever it is worked on; what was computed stays and can be resumed. */
  async cancel({ run }: { run: string }): Promise<Run> {
    if (this.#queue.has(run)) await this.#queue.stop(run, 'cancelled')
    else this.#cancelElsewhere(run)
    this.#parts.changes.emit('run', run)
    return this.get({ run })
  }

  /** Queues the cells that have no result yet; a finished run has none, and is left as it is. */
  resume({ run: id }: { run: string }): Run {
    const { environment, writer, changes } = this.#parts
    const isQueued = writer.transaction((transaction) => {
      const row = this.#require(id)
      const status = this.#statusOf(row)
      if (status === 'finished') return false
      if (status === 'queued' || status === 'running') {
        throw new GalleyError('conflict', `The run is ${status} already.`, {
          fix: 'Wait for its end, or cancel it first.',
        })
      }
      store.updateRun(transaction, row.seq, {
        status: 'queued',
        ownerJson: JSON.stringify(this.#owner),
        heartbeatAt: environment.clock.now().toISOString(),
        finishedAt: null,
      })
      return true
    })
    if (isQueued) {
      this.#queue.add(id)
      changes.emit('run', id)
    }
    return this.get({ run: id })
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

  getResult(input: Input<'run', 'getResult'>) {
    return getResult(this.#parts, this.#require(input.run), input)
  }

  /** What a run has by now, as pieces of a file. */
  export({ run, format }: Input<'run', 'export'>): Generator<{ text: string }> {
    const row = this.#require(run)
    return exportRun(this.#parts, row, this.#toRun(row), format)
  }

  compare({ baseline, candidate }: Input<'run', 'compare'>) {
    return compareColumns(this.#parts, this.#side(baseline), this.#side(candidate))
  }

  /** Two columns as 0 and 1 per case that both have a result for, for simulations. */
  pairedScores({ control, variant }: Pick<Input<'experiment', 'simulate'>, 'control' | 'variant'>) {
    const { baseline, candidate, pairs } = pairColumns(
      this.#parts,
      this.#side(control),
      this.#side(variant),
    )
    return {
      control: { key: baseline.key, scores: pairs.map((pair) => pair.baseline) },
      variant: { key: candidate.key, scores: pairs.map((pair) => pair.candidate) },
    }
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
  #statusOf({ status, ownerJson, heartbeatAt }: store.RunRow): Run['status'] {
    if (status !== 'queued' && status !== 'running') return status
    if (ownerJson === null) return 'interrupted'
    const owner: Owner = JSON.parse(ownerJson)
    const now = this.#parts.environment.clock.now()
    return isAlive(owner, heartbeatAt, now, this.#owner) ? status : 'interrupted'
  }

  /** The other process finds at its next batch that the run is no longer its own. */
  #cancelElsewhere(id: string): void {
    const { environment, writer } = this.#parts
    const finishedAt = environment.clock.now().toISOString()
    writer.transaction((transaction) => {
      const row = this.#require(id)
      if (row.status === 'finished' || row.status === 'cancelled') return
      store.updateRun(transaction, row.seq, {
        status: 'cancelled',
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

/** A cap over a model whose price nobody knows would promise what cannot be kept. */
function refuseUnwatchableCap(maxCost: number | null, models: readonly Model[]): void {
  const unpriced = models.find(({ isPriced }) => !isPriced)
  if (maxCost === null || unpriced === undefined) return
  throw new GalleyError('invalid_input', `No price is known of ${unpriced.ref}.`, {
    fix: 'Add its price to the provider, or start the run without a spend cap.',
    where: { field: 'maxCost' },
  })
}

/** Assertions that cannot be run are refused before the first cell, not once per cell. */
function refuseImpossible({ assertions }: Input<'run', 'start'>): void {
  for (const [index, assertion] of assertions.entries()) {
    try {
      // A template can be judged only with the inputs of a case.
      if (!isTemplated(assertion)) compileAssertions([assertion])
    } catch (error) {
      if (!(error instanceof AssertionRefused)) throw error
      throw new GalleyError('invalid_input', error.message, {
        where: { field: `assertions.${index}` },
        cause: error,
      })
    }
  }
}
