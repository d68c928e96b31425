import type { CaseSource, CaseVersion, RunCase } from './ports.ts'
import type { RunRow } from './store.ts'

/** Cases read at once: memory stays flat however long the dataset is. */
const pageSize = 200

export const versionOf = (row: Pick<RunRow, 'datasetId' | 'datasetVersion'>) =>
  ({ datasetId: row.datasetId, number: row.datasetVersion }) as CaseVersion

/** The splits a run is over; null: all cases. */
const splitsOf = ({ splitsJson }: Pick<RunRow, 'splitsJson'>): string[] | null =>
  splitsJson === null ? null : JSON.parse(splitsJson)

/** The cases of a run after an ordinal, at most `limit`: those of its splits. */
export function readRunCases(
  datasets: CaseSource,
  row: RunRow,
  after: number,
  limit: number,
): RunCase[] {
  const splits = splitsOf(row)
  if (splits === null) return datasets.readCases(versionOf(row), after, limit)
  const found: RunCase[] = []
  for (let from = after; found.length < limit; ) {
    const page = datasets.readCases(versionOf(row), from, pageSize)
    const last = page.at(-1)
    if (last === undefined) break
    found.push(...page.filter(({ split }) => split !== null && splits.includes(split)))
    from = last.ordinal
  }
  return found.slice(0, limit)
}

/** Every page of the cases of a run, in order. */
export function* pagesOfCases(datasets: CaseSource, row: RunRow): Generator<RunCase[]> {
  for (let after = 0; ; ) {
    const page = readRunCases(datasets, row, after, pageSize)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = last.ordinal
  }
}
