import { and, desc, eq, lt } from 'drizzle-orm'
import type { TemplateId, VersionId } from '#shared/contract/base.ts'
import type { ExperimentDesign } from '#shared/contract/experiment/design.ts'
import type { Experiment, ExperimentStatus } from '#shared/contract/experiment/experiment.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { experiments } from '../db/tables/experiments.ts'

/** A design as it is kept: arms name versions by their ids, which never change. */
export type KeptDesign = Omit<ExperimentDesign, 'arms'> & {
  arms: { key: string; weightBp: number; versionId: VersionId }[]
}

/** An experiment of this workspace. */
export interface ExperimentRow {
  seq: number
  id: string
  name: string
  description: string
  templateId: TemplateId
  status: ExperimentStatus
  design: KeptDesign
  remote: string | null
  /** As the shared store last showed it; null for a draft. */
  seen: Experiment | null
  reason: string
  createdBy: string
  createdAt: string
  updatedAt: string
}

type StoredRow = typeof experiments.$inferSelect

const toRow = ({ designJson, seenJson, templateId, ...row }: StoredRow): ExperimentRow => ({
  ...row,
  templateId: templateId as TemplateId,
  design: JSON.parse(designJson) as KeptDesign,
  seen: seenJson === null ? null : (JSON.parse(seenJson) as Experiment),
})

const toStored = ({
  design,
  seen,
  seq: _,
  ...row
}: Omit<ExperimentRow, 'seq'> & { seq?: number }) => ({
  ...row,
  designJson: JSON.stringify(design),
  seenJson: seen === null ? null : JSON.stringify(seen),
})

/** Newest first, before a sequence number. */
export function listRows(
  reader: Reader,
  wanted: {
    status: ExperimentStatus | null
    templateId: TemplateId | null
    before: number | null
    limit: number
  },
): ExperimentRow[] {
  const { status, templateId, before, limit } = wanted
  const isWanted = and(
    status === null ? undefined : eq(experiments.status, status),
    templateId === null ? undefined : eq(experiments.templateId, templateId),
    before === null ? undefined : lt(experiments.seq, before),
  )
  return reader.query
    .select()
    .from(experiments)
    .where(isWanted)
    .orderBy(desc(experiments.seq))
    .limit(limit)
    .all()
    .map(toRow)
}

export function findRow(reader: Reader, name: string): ExperimentRow | undefined {
  const row = reader.query.select().from(experiments).where(eq(experiments.name, name)).get()
  return row && toRow(row)
}

export function listNames(reader: Reader): string[] {
  const rows = reader.query.select({ name: experiments.name }).from(experiments).all()
  return rows.map(({ name }) => name)
}

export function insertRow(transaction: Transaction, row: Omit<ExperimentRow, 'seq'>): void {
  transaction.query.insert(experiments).values(toStored(row)).run()
}

/** Writes everything of a row; the database refuses a move or a change that is not allowed. */
export function updateRow(transaction: Transaction, row: ExperimentRow): void {
  const { name, templateId, designJson, ...rest } = toStored(row)
  // Left alone where they are the same: a trigger keeps them fixed once the draft is live.
  const draft = row.status === 'draft' ? { name, templateId, designJson } : {}
  transaction.query
    .update(experiments)
    .set({ ...rest, ...draft })
    .where(eq(experiments.id, row.id))
    .run()
}
