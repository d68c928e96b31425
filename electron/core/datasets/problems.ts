import type { Dataset, DatasetRules } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { StoredCase } from './cases.ts'
import type { RowProblem } from './files/parsed.ts'
import { compileRules } from './rules.ts'

/** How many problems travel with the error and the preview; a thousand say no more than these. */
export const shownProblems = 100

/** What was found wrong while reading rows. */
export interface RowFindings {
  rowCount: number
  /** The first ones; `problemCount` counts all. */
  problems: RowProblem[]
  problemCount: number
}

/** One error for all problems of a file; its message tells the first, its details the others. */
export function malformedFile(
  fileName: string,
  problems: RowProblem[],
  count = problems.length,
): GalleyError {
  const [first = { row: 1, column: null, message: 'The file cannot be read.' }] = problems
  const place =
    first.column === null ? `row ${first.row}` : `row ${first.row}, column "${first.column}"`
  const others = count - 1
  const more = others === 0 ? '' : ` ${others} more problem${others === 1 ? '' : 's'} found.`
  return new GalleyError(
    'malformed_file',
    `${fileName}, ${place}: ${first.message}${more} Nothing was imported.`,
    {
      fix: 'Mend the file and import it again.',
      where: {
        file: fileName,
        row: first.row,
        ...(first.column === null ? {} : { field: first.column }),
      },
      details: { problems: problems.slice(0, shownProblems), count },
    },
  )
}

/** Throws `malformed_file` when a single row cannot be taken, or when there is none. */
export function refuseProblems(
  fileName: string,
  { problems, problemCount, rowCount }: RowFindings,
): void {
  if (problemCount > 0) throw malformedFile(fileName, problems, problemCount)
  if (rowCount > 0) return
  throw malformedFile(fileName, [{ row: 1, column: null, message: 'The file holds no cases.' }])
}

/** Throws `malformed_file` where cases do not meet the rules of their dataset; a row is an ordinal. */
export function refuseBroken(dataset: Dataset, stored: readonly StoredCase[]): void {
  const { problems, problemCount } = brokenRules(dataset.schema, stored)
  if (problemCount > 0) throw malformedFile(`Dataset "${dataset.name}"`, problems, problemCount)
}

/** What cases break of some rules. */
export function brokenRules(rules: DatasetRules | null, stored: Iterable<StoredCase>) {
  const check = compileRules(rules)
  const problems: RowProblem[] = []
  let problemCount = 0
  for (const one of stored) {
    for (const problem of check(one)) {
      problemCount += 1
      if (problems.length < shownProblems) problems.push({ row: one.ordinal, ...problem })
    }
  }
  return { problems, problemCount }
}
