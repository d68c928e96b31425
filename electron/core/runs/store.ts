import { and, desc, eq, inArray, like, lt, sql } from 'drizzle-orm'
import type { DatasetId, RunId, TemplateId, VersionId } from '#shared/contract/base.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Run } from '#shared/contract/run/run.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { runColumns, runs } from '../db/tables/runs.ts'
import type { Owner } from './executing/owner.ts'

export type RunRow = typeof runs.$inferSelect
export type ColumnRow = typeof runColumns.$inferSelect
export type RunStatus = Run['status']

export function findRun(reader: Reader, id: string): RunRow | undefined {
  return reader.query.select().from(runs).where(eq(runs.id, id)).get()
}

/** Runs that somebody began and nobody has ended; their process may have died meanwhile. */
export const listUnended = (reader: Reader): RunRow[] =>
  reader.query
    .select()
    .from(runs)
    .where(inArray(runs.status, ['queued', 'running']))
    .all()

export function readColumns(reader: Reader, runSeq: number): ColumnRow[] {
  return reader.query
    .select()
    .from(runColumns)
    .where(eq(runColumns.runSeq, runSeq))
    .orderBy(runColumns.position)
    .all()
}

/** Over any version of a dataset, newest first. */
export function listRunsOver(reader: Reader, datasetId: string, limit: number): RunRow[] {
  return reader.query
    .select()
    .from(runs)
    .where(eq(runs.datasetId, datasetId))
    .orderBy(desc(runs.seq))
    .limit(limit)
    .all()
}

/** Runs with a column of a template, newest first. */
export function listRunsOfTemplate(
  reader: Reader,
  templateId: string,
  datasetId: string | null,
  limit: number,
): RunRow[] {
  const seqs = reader.query
    .select({ seq: runColumns.runSeq })
    .from(runColumns)
    .where(eq(runColumns.templateId, templateId))
  return reader.query
    .select()
    .from(runs)
    .where(
      and(inArray(runs.seq, seqs), datasetId === null ? undefined : eq(runs.datasetId, datasetId)),
    )
    .orderBy(desc(runs.seq))
    .limit(limit)
    .all()
}

/** What a list of runs is narrowed to; all that is given must hold. */
export interface RunFilter {
  /** The sequence number that the page before ended with. */
  before: number | null
  template?: TemplateId | undefined
  dataset?: DatasetId | undefined
  datasetVersion?: number | undefined
  model?: string | undefined
  idPrefix?: string | undefined
}

/** Newest first. */
export function listRuns(reader: Reader, filter: RunFilter, limit: number): RunRow[] {
  const { before, template, dataset, datasetVersion, model, idPrefix } = filter
  return reader.query
    .select()
    .from(runs)
    .where(
      and(
        before === null ? undefined : lt(runs.seq, before),
        dataset === undefined ? undefined : eq(runs.datasetId, dataset),
        template === undefined
          ? undefined
          : sql`${runs.seq} IN (SELECT run_seq FROM run_columns WHERE template_id = ${template})`,
        datasetVersion === undefined ? undefined : eq(runs.datasetVersion, datasetVersion),
        model === undefined
          ? undefined
          : sql`${runs.seq} IN (SELECT run_seq FROM run_columns WHERE model = ${model})`,
        idPrefix === undefined ? undefined : like(runs.id, `${idPrefix.toLowerCase()}%`),
      ),
    )
    .orderBy(desc(runs.seq))
    .limit(limit)
    .all()
}

export function insertRun(
  transaction: Transaction,
  run: Omit<RunRow, 'seq'>,
  columns: RunColumn[],
): number {
  const { seq } = transaction.query.insert(runs).values(run).returning({ seq: runs.seq }).get()
  const rows = columns.map((column, position) => ({ ...column, runSeq: seq, position }))
  transaction.query.insert(runColumns).values(rows).run()
  return seq
}

/** Only the columns of a run that may change; a trigger refuses the others. */
export function updateRun(
  transaction: Transaction,
  seq: number,
  changed: Partial<
    Pick<
      RunRow,
      | 'status'
      | 'ownerJson'
      | 'heartbeatAt'
      | 'startedAt'
      | 'finishedAt'
      | 'stopReason'
      | 'isPaused'
    >
  >,
): void {
  transaction.query.update(runs).set(changed).where(eq(runs.seq, seq)).run()
}

/** Whether the run is still this owner's to work on: not cancelled, not taken over by another process. */
export function isOurs(reader: Reader, seq: number, owner: Owner): boolean {
  const row = reader.query
    .select({ status: runs.status, ownerJson: runs.ownerJson })
    .from(runs)
    .where(eq(runs.seq, seq))
    .get()
  const isOpen = row?.status === 'queued' || row?.status === 'running'
  return isOpen && row?.ownerJson === JSON.stringify(owner)
}

/** Tells other processes that this one still works on its runs. */
export function beat(transaction: Transaction, owner: Owner, at: string): void {
  transaction.query
    .update(runs)
    .set({ heartbeatAt: at })
    .where(
      and(eq(runs.ownerJson, JSON.stringify(owner)), inArray(runs.status, ['queued', 'running'])),
    )
    .run()
}

export interface Counted {
  passed: number
  failed: number
  errors: number
  latencyMsSum: number
  inputTokensSum: number
  outputTokensSum: number
  costSum: number
  /** Answers whose cost is not known, and so not in `costSum`. */
  unpricedAnswers: number
  judgeCostSum: number
}

export function addToFigures(
  transaction: Transaction,
  runSeq: number,
  position: number,
  by: Counted,
): void {
  transaction.query
    .update(runColumns)
    .set({
      passed: sql`${runColumns.passed} + ${by.passed}`,
      failed: sql`${runColumns.failed} + ${by.failed}`,
      errors: sql`${runColumns.errors} + ${by.errors}`,
      latencyMsSum: sql`${runColumns.latencyMsSum} + ${by.latencyMsSum}`,
      inputTokensSum: sql`${runColumns.inputTokensSum} + ${by.inputTokensSum}`,
      outputTokensSum: sql`${runColumns.outputTokensSum} + ${by.outputTokensSum}`,
      costSum: sql`${runColumns.costSum} + ${by.costSum}`,
      unpricedAnswers: sql`${runColumns.unpricedAnswers} + ${by.unpricedAnswers}`,
      judgeCostSum: sql`${runColumns.judgeCostSum} + ${by.judgeCostSum}`,
    })
    .where(and(eq(runColumns.runSeq, runSeq), eq(runColumns.position, position)))
    .run()
}

/** What judging one column's answer among others cost, in US dollars. */
export function addJudgeCost(
  transaction: Transaction,
  runSeq: number,
  position: number,
  cost: number,
): void {
  transaction.query
    .update(runColumns)
    .set({ judgeCostSum: sql`${runColumns.judgeCostSum} + ${cost}` })
    .where(and(eq(runColumns.runSeq, runSeq), eq(runColumns.position, position)))
    .run()
}

export const toColumn = (row: ColumnRow): RunColumn => ({
  key: row.key,
  templateId: row.templateId as TemplateId,
  templateName: row.templateName,
  versionId: row.versionId as VersionId,
  version: row.version,
  model: row.model,
})

/** A run as the contract shows it; `status` is what it is in truth, see RunService. */
export function toRun(
  row: RunRow,
  columns: ColumnRow[],
  datasetName: string,
  status: RunStatus,
): Run {
  const figures = columns.map((column) => {
    const { key, passed, failed, errors, latencyMsSum } = column
    const done = passed + failed + errors
    return {
      key,
      passed,
      failed,
      errors,
      passRate: done === 0 ? null : passed / done,
      meanLatencyMs: done === 0 ? null : latencyMsSum / done,
      inputTokens: column.inputTokensSum,
      outputTokens: column.outputTokensSum,
      cost: column.unpricedAnswers > 0 ? null : column.costSum,
      judgeCost: column.judgeCostSum,
    }
  })
  return {
    id: row.id as RunId,
    status,
    datasetId: row.datasetId as DatasetId,
    datasetName,
    datasetVersion: row.datasetVersion,
    columns: columns.map(toColumn),
    assertions: JSON.parse(row.assertionsJson),
    threshold: row.threshold,
    repeats: row.repeats,
    splits: row.splitsJson === null ? null : JSON.parse(row.splitsJson),
    judge: row.judge,
    embedder: row.embedder,
    usesCache: row.usesCache,
    maxCost: row.maxCost,
    stopReason: row.stopReason,
    totalCells: row.totalCells,
    doneCells: figures.reduce(
      (sum, { passed, failed, errors }) => sum + passed + failed + errors,
      0,
    ),
    figures,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  }
}
