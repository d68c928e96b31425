import type { CaseId } from '#shared/contract/base.ts'
import { type ErrorCode, GalleyError } from '#shared/contract/errors.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import {
  type CaseOutcome,
  groupByCase,
  PASS_METRIC,
  type PairedValue,
  pairCases,
} from '#shared/domain/comparison/outcomes.ts'
import { findColumn } from '../columns.ts'
import type { CaseVersion, RunParts } from '../ports.ts'
import { type OutcomeRow, outcomesOf } from '../results/store.ts'
import { type ColumnRow, type RunRow, toColumn } from '../store.ts'

/** One column of a run, as it was asked for. */
export interface Side {
  row: RunRow
  columns: ColumnRow[]
  column: string
}

/** What one column got on one case. */
export interface ColumnOutcome extends CaseOutcome {
  readonly caseId: CaseId
  readonly ordinal: number
}

/**
 * Errors that the version itself brings about: a template that fails on a case has failed it. All
 * others (a provider that was down, a case without a recorded output) say nothing about the version.
 */
const failuresOfTheVersion: ReadonlySet<string | null> = new Set<ErrorCode>([
  'template_syntax',
  'undefined_variable',
  'template_failed',
  'guardrail_blocked',
])

type Parts = Pick<RunParts, 'reader' | 'datasets'>

/** The two columns with their outcomes, and the cases that both have one for. */
export function pairColumns(
  parts: Parts,
  baselineSide: Side,
  candidateSide: Side,
): {
  baseline: RunColumn
  candidate: RunColumn
  outcomes: { baseline: ColumnOutcome[]; candidate: ColumnOutcome[] }
  pairs: PairedValue[]
} {
  const baseline = readOutcomes(parts, baselineSide, 'baseline')
  const candidate = readOutcomes(parts, candidateSide, 'candidate')
  const pairs = pairCases(
    groupByCase(baseline.outcomes),
    groupByCase(candidate.outcomes),
    PASS_METRIC,
  )
  if (pairs.length === 0) throw nothingInCommon(baselineSide.row, candidateSide.row)
  return {
    baseline: baseline.column,
    candidate: candidate.column,
    outcomes: { baseline: baseline.outcomes, candidate: candidate.outcomes },
    pairs,
  }
}

/** Cases are told by their id, so columns over two versions of a dataset pair where they overlap. */
export function readOutcomes(
  { reader, datasets }: Parts,
  { row, columns, column: ref }: Side,
  field: string,
) {
  const column = findColumn(columns.map(toColumn), ref, field)
  const position = columns.findIndex(({ key }) => key === column.key)
  const version = { datasetId: row.datasetId, number: row.datasetVersion } as CaseVersion
  const ids = new Map(datasets.readCaseIds(version).map(({ ordinal, id }) => [ordinal, id]))
  const outcomes = outcomesOf(reader, row.seq, position).flatMap((one): ColumnOutcome[] => {
    const caseId = ids.get(one.ordinal)
    return caseId === undefined ? [] : [{ caseId, ordinal: one.ordinal, ...toOutcome(one) }]
  })
  return { column, outcomes }
}

/** Scores only where the model answered: an error's latency and cost are none. */
function toOutcome(row: OutcomeRow): Pick<CaseOutcome, 'pass' | 'scores'> {
  const { status, errorCode, score, namedScoresJson, latencyMs, cost } = row
  if (status === 'error') return failuresOfTheVersion.has(errorCode) ? { pass: false } : {}
  const named = namedScoresJson === null ? {} : JSON.parse(namedScoresJson)
  const scores = { ...named, score, latency: latencyMs, ...(cost === null ? {} : { cost }) }
  return { pass: status === 'passed', scores }
}

export function nothingInCommon(baseline: RunRow, candidate: RunRow): GalleyError {
  return new GalleyError(
    'invalid_input',
    'The columns have no case in common that all have a result for.',
    {
      fix:
        baseline.datasetId === candidate.datasetId
          ? 'Wait for results, or resume the runs.'
          : 'Compare columns that ran over the same dataset.',
    },
  )
}
