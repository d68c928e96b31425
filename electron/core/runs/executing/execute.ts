import type { VersionId } from '#shared/contract/base.ts'
import type { AssertionServices } from '#shared/domain/assertions/services.ts'
import { openModel } from '../../models/registry.ts'
import { pagesOfCases } from '../cases.ts'
import { judgeWidth, openServices } from '../judging/judges.ts'
import { rankCases } from '../judging/ranking.ts'
import type { RunParts } from '../ports.ts'
import { cellKey, doneCells } from '../results/store.ts'
import { findRun, isOurs, type RunRow, readColumns, updateRun } from '../store.ts'
import { type Brake, openBrake } from './brake.ts'
import { type CellMaker, computeCell, type OpenCase, type OpenColumn, openCase } from './cell.ts'
import { openChecks } from './checks.ts'
import type { Owner } from './owner.ts'
import { runLanes, runPool } from './pool.ts'
import { openPromptMaker } from './prompt.ts'
import { openSink, RunTakenAway } from './sink.ts'

/** Why a run is stopped before its end; it becomes the run's status. */
export type StopStatus = 'cancelled' | 'interrupted'

/** How those who wait for a run may end it early. */
export interface RunControl {
  /** Stops at once; its reason is the StopStatus. */
  signal: AbortSignal
  /** Whether no further cell is to begin. */
  isPauseWanted(): boolean
}

/**
 * Works on a queued run until every cell has a result or `signal` aborts (its reason is the
 * StopStatus). Leaves the run finished, cancelled or interrupted, with everything stored that was
 * computed.
 */
export async function executeRun(
  parts: RunParts,
  runId: string,
  owner: Owner,
  { signal, isPauseWanted }: RunControl,
  onStored: () => void,
): Promise<void> {
  const row = begin(parts, runId, owner)
  if (row === null) return
  const sink = openSink(parts, row.seq, owner, onStored)
  try {
    const columns = openColumns(parts, row)
    const services = openServices(parts, row, signal)
    const maker = openMaker(parts, row, services)
    const judging = judgeWidth(parts, row)
    const brake = openBrake(row.maxCost, spentSoFar(parts, row), isPauseWanted)
    await runLanes(
      // A lane is a provider: one that has slowed down never holds up the cells of another.
      [...Map.groupBy(columns, ({ model }) => model.lane).values()].map((lane) => (stops) => {
        const cells = missingCells(parts, row, lane, maker, brake)
        const width = Math.max(judging, ...lane.map(({ model }) => model.concurrency))
        return runPool(cells, width, async ({ column, one, repeat }) => {
          stops.throwIfAborted()
          const result = await computeCell(maker, column, one, repeat, stops)
          brake.add(result)
          await sink.add(result)
        })
      }),
      signal,
    )
    sink.flush()
    const ranking = { parts, row, owner, services, brake, width: judging, signal }
    const isWhole = !brake.isPaused && brake.stopReason === null
    const problem = isWhole ? await rankCases(ranking) : null
    const { isPaused } = brake
    const stopReason = brake.stopReason ?? problem
    const isEarly = isPaused || stopReason !== null
    const status = isEarly ? 'interrupted' : 'finished'
    endRun(parts, row.seq, owner, { status, stopReason, isPaused })
  } catch (error) {
    stop(parts, row, owner, signal, error, () => sink.flush())
  } finally {
    sink.close()
  }
}

/** From queued to running; null when it was cancelled or taken over while it waited. */
function begin({ environment, writer }: RunParts, runId: string, owner: Owner): RunRow | null {
  const now = environment.clock.now().toISOString()
  return writer.transaction((transaction) => {
    const row = findRun(transaction, runId)
    if (row?.status !== 'queued' || row.ownerJson !== JSON.stringify(owner)) return null
    const startedAt = row.startedAt ?? now
    updateRun(transaction, row.seq, {
      status: 'running',
      startedAt,
      heartbeatAt: now,
      stopReason: null,
      isPaused: false,
    })
    return row
  })
}

function openColumns(
  { reader, templates, datasets, providers, cache }: RunParts,
  row: RunRow,
): OpenColumn[] {
  const dataset = datasets.get({ dataset: row.datasetId, version: row.datasetVersion })
  return readColumns(reader, row.seq).map((column) => {
    const version = templates.findVersionById(column.versionId as VersionId)
    if (!version) throw new Error(`Version ${column.versionId} of a run is not in the workspace.`)
    const { category, labels } = templates.get({ template: column.templateId })
    const model = openModel(column.model, dataset, providers)
    return {
      position: column.position,
      versionId: version.id,
      content: version.content,
      template: {
        name: column.templateName,
        category,
        labels: labels.map(({ label }) => label),
      },
      model: row.usesCache ? cache.over(model) : model,
    }
  })
}

function openMaker(
  { environment, guardrails, renderer }: RunParts,
  row: RunRow,
  services: AssertionServices,
): CellMaker {
  let bugs = 0
  return {
    prompts: openPromptMaker(renderer, guardrails.compile(JSON.parse(row.guardrailsJson))),
    checks: openChecks(
      JSON.parse(row.assertionsJson),
      row.threshold ?? undefined,
      renderer,
      services,
    ),
    reportBug(error) {
      bugs += 1
      // The same bug hits every cell of a column; the first few stacks tell what there is to know.
      if (bugs > 5) return
      const stack = error instanceof Error ? error.stack : String(error)
      environment.logger.error('A cell of a run failed by a bug.', { run: row.id, stack })
    },
  }
}

/** In US dollars, over all columns and earlier goes at this run. */
const spentSoFar = ({ reader }: RunParts, row: RunRow): number =>
  readColumns(reader, row.seq).reduce(
    (sum, column) => sum + column.costSum + column.judgeCostSum,
    0,
  )

interface MissingCell {
  column: OpenColumn
  one: OpenCase
  repeat: number
}

/** Every cell without a result, case by case, so that columns can be compared from the first page on. */
function* missingCells(
  { reader, datasets }: RunParts,
  row: RunRow,
  columns: readonly OpenColumn[],
  maker: CellMaker,
  brake: Brake,
): Generator<MissingCell> {
  for (const cases of pagesOfCases(datasets, row)) {
    const [first, last] = [cases[0]?.ordinal ?? 0, cases.at(-1)?.ordinal ?? 0]
    const done = doneCells(reader, row.seq, first, last)
    for (const stored of cases) {
      const missing = cellsOf(columns, row.repeats).filter(
        ({ column, repeat }) => !done.has(cellKey(stored.ordinal, column.position, repeat)),
      )
      if (missing.length === 0) continue
      const one = openCase(maker, stored)
      for (const cell of missing) {
        if (!brake.mayBegin()) return
        yield { ...cell, one }
      }
    }
  }
}

/** One round of all columns after the other, so that an early stop leaves columns that can be compared. */
const cellsOf = (columns: readonly OpenColumn[], repeats: number) =>
  Array.from({ length: repeats }, (_, repeat) =>
    columns.map((column) => ({ column, repeat })),
  ).flat()

export interface Ending {
  status: 'finished' | StopStatus
  stopReason?: string | null
  isPaused?: boolean
}

/** Writes the end of a run, unless somebody else has ended it or taken it over. */
export function endRun(
  { environment, writer }: Pick<RunParts, 'environment' | 'writer'>,
  seq: number,
  owner: Owner,
  { status, stopReason = null, isPaused = false }: Ending,
): void {
  const finishedAt = status === 'interrupted' ? null : environment.clock.now().toISOString()
  writer.transaction((transaction) => {
    if (!isOurs(transaction, seq, owner)) return
    updateRun(transaction, seq, {
      status,
      finishedAt,
      ownerJson: null,
      heartbeatAt: null,
      stopReason,
      isPaused,
    })
  })
}

function stop(
  parts: RunParts,
  row: RunRow,
  owner: Owner,
  signal: AbortSignal,
  error: unknown,
  flush: () => void,
): void {
  const { logger } = parts.environment
  try {
    if (!signal.aborted && !(error instanceof RunTakenAway)) {
      const stack = error instanceof Error ? error.stack : String(error)
      logger.error('A run stopped before its end; resume it.', { run: row.id, stack })
    }
    if (!(error instanceof RunTakenAway)) flush()
    const status = signal.aborted ? (signal.reason as StopStatus) : 'interrupted'
    endRun(parts, row.seq, owner, { status })
  } catch (secondError) {
    if (secondError instanceof RunTakenAway) return
    // The database itself cannot be written: the silence of the heartbeat will say "interrupted".
    logger.error('The end of a run could not be stored.', { run: row.id, error: `${secondError}` })
  }
}
