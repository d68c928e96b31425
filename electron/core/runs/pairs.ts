import type { CaseId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { findColumn } from './columns.ts'
import type { CaseVersion, RunParts } from './ports.ts'
import { statusesOf } from './results-store.ts'
import { type ColumnRow, type RunRow, toColumn } from './store.ts'

/** One column of a run, as it was asked for. */
export interface Side {
  row: RunRow
  columns: ColumnRow[]
  column: string
}

export interface Pair {
  caseId: CaseId
  /** In the baseline's dataset version. */
  ordinal: number
  hasBaselinePassed: boolean
  hasCandidatePassed: boolean
}

/** Cases per look at the dataset, where ids have to be compared. */
const page = 1000

/**
 * The cases with a result on both sides, in the baseline's order, and how many have one on one side
 * only. Sides over the same dataset version pair by place, others by the id of the case. A cell that
 * ended in an error has not passed, as in the pass rate.
 */
export function pairCases(
  { reader, datasets }: Pick<RunParts, 'reader' | 'datasets'>,
  baseline: Side,
  candidate: Side,
) {
  const left = findColumn(baseline.columns.map(withPosition), baseline.column, 'baseline')
  const right = findColumn(candidate.columns.map(withPosition), candidate.column, 'candidate')
  const ids = idsOf(datasets, baseline.row)
  const isSame =
    baseline.row.datasetId === candidate.row.datasetId &&
    baseline.row.datasetVersion === candidate.row.datasetVersion
  const candidateIds = isSame ? ids : idsOf(datasets, candidate.row)
  const others = new Map<string, boolean>()
  for (const { ordinal, status } of statusesOf(reader, candidate.row.seq, right.position)) {
    const id = candidateIds.get(ordinal)
    if (id !== undefined) others.set(id, status === 'passed')
  }
  const pairs: Pair[] = []
  const mine = statusesOf(reader, baseline.row.seq, left.position)
  for (const { ordinal, status } of mine) {
    const caseId = ids.get(ordinal)
    const other = caseId === undefined ? undefined : others.get(caseId)
    if (caseId === undefined || other === undefined) continue
    const hasBaselinePassed = status === 'passed'
    pairs.push({ caseId, ordinal, hasBaselinePassed, hasCandidatePassed: other })
  }
  if (pairs.length === 0) throw nothingInCommon(isSame)
  const unpaired = mine.length + others.size - 2 * pairs.length
  return { baseline: left.shown, candidate: right.shown, pairs, unpaired }
}

const withPosition = (row: ColumnRow) => {
  const shown = toColumn(row)
  return { ...shown, position: row.position, shown }
}

function idsOf(datasets: RunParts['datasets'], row: RunRow): Map<number, CaseId> {
  const version = { datasetId: row.datasetId, number: row.datasetVersion } as CaseVersion
  const ids = new Map<number, CaseId>()
  let after = 0
  for (;;) {
    const cases = datasets.readCases(version, after, page)
    for (const { ordinal, id } of cases) ids.set(ordinal, id as CaseId)
    const last = cases.at(-1)
    if (!last || cases.length < page) return ids
    after = last.ordinal
  }
}

function nothingInCommon(isSameVersion: boolean): GalleyError {
  return new GalleyError(
    'invalid_input',
    'The two columns have no case in common that both have a result for.',
    {
      fix: isSameVersion
        ? 'Wait for results, or resume the run.'
        : 'Compare columns that ran over the same dataset.',
    },
  )
}
