/** What a report is made of. Only what every format needs: formats are pure functions over these. */

export interface ReportColumn {
  readonly key: string
  readonly templateName: string
  readonly version: number
  readonly model: string
  /** The text of the version, or its messages as JSON. */
  readonly prompt: string
  readonly passed: number
  readonly failed: number
  readonly errors: number
  /** passed / all; null before the first result. */
  readonly passRate: number | null
  readonly meanLatencyMs: number | null
  readonly inputTokens: number
  readonly outputTokens: number
  /** In US dollars; null where the price of an answer is not known. */
  readonly cost: number | null
}

export interface ReportCell {
  readonly status: 'passed' | 'failed' | 'error'
  /** 0 to 1. */
  readonly score: number
  readonly namedScores: Readonly<Record<string, number>>
  readonly output: string | null
  readonly outcomes: readonly ReportOutcome[]
  readonly error: string | null
  readonly latencyMs: number
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  readonly cost: number | null
  readonly isCached: boolean
}

export interface ReportOutcome {
  readonly type: string
  readonly isPassed: boolean
  readonly score: number
  readonly reason: string
}

/** One case with its cells in the order of the columns; null where there is no result yet. */
export interface ReportCase {
  readonly caseId: string
  readonly ordinal: number
  /** Which repeat of its cells this is, from 0. */
  readonly repeat: number
  readonly description: string | null
  readonly inputs: Readonly<Record<string, unknown>>
  readonly expected: unknown
  readonly cells: readonly (ReportCell | null)[]
}

export interface ReportRun {
  readonly id: string
  readonly status: string
  readonly datasetName: string
  readonly datasetVersion: number
  readonly inputNames: readonly string[]
  /** ISO 8601. */
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly totalCells: number
  /** How often each cell was asked. */
  readonly repeats: number
  readonly columns: readonly ReportColumn[]
}

/**
 * Writes one format piece by piece. `cases` begins anew at every call, because some formats go over
 * the cases once per column; nothing is held in memory beyond one page of them.
 */
export type WriteReport = (run: ReportRun, cases: () => Iterable<ReportCase>) => Iterable<string>

export const columnTitle = ({ templateName, version, model }: ReportColumn): string =>
  `[${model}] ${templateName}@${version}`

/** The reason of the first thing that went wrong, or null for a cell that passed. */
export function complaintOf({ status, error, outcomes }: ReportCell): string | null {
  if (status === 'passed') return null
  const failed = outcomes.find(({ isPassed }) => !isPassed)
  return (
    error ?? (failed ? `${failed.type}: ${failed.reason}` : 'The score is below the threshold.')
  )
}

/** US dollars; "unknown" where a price is missing: never 0 by ignorance. */
export const dollars = (cost: number | null): string =>
  cost === null ? 'unknown' : cost === 0 ? '$0' : `$${cost.toFixed(cost < 0.01 ? 6 : 2)}`

/** A share as percent with one digit; "n/a" where there is none. */
export const percent = (value: number | null): string =>
  value === null ? 'n/a' : `${(value * 100).toFixed(1)}%`
