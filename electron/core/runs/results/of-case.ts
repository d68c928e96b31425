import type { DatasetId, RunId } from '#shared/contract/base.ts'
import type { CaseResult } from '#shared/contract/run/result.ts'
import { decodeCursor, type Page, pageFrom } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import type { RunParts } from '../ports.ts'
import { readColumns, toColumn } from '../store.ts'
import { type CaseResultRow, resultsOfCase } from './store.ts'

/** How a case ended in the runs over it, the newest run first. Throws `not_found` for an unknown dataset. */
export function listCaseResults(
  { reader, datasets }: Pick<RunParts, 'reader' | 'datasets'>,
  input: Input<'run', 'listCaseResults'>,
): Page<CaseResult> {
  const datasetId = datasets.get({ dataset: input.dataset }).id as DatasetId
  const places = datasets.findPlaces(datasetId, input.case)
  const after = decodeCursor(input.cursor, ['number', 'number', 'number'])?.map(Number)
  const rows = resultsOfCase(reader, { datasetId, places, after }, input.limit + 1)
  return pageFrom(
    rows,
    input.limit,
    ({ runSeq, columnPosition, repeat }) => [runSeq, columnPosition, repeat],
    (row) => toCaseResult(row, readColumns(reader, row.runSeq).map(toColumn)),
  )
}

function toCaseResult(row: CaseResultRow, columns: CaseResult['column'][]): CaseResult {
  const column = columns[row.columnPosition]
  if (column === undefined) throw new Error(`run ${row.run} has no column ${row.columnPosition}`)
  const { id, ordinal, status, repeat, run, runAt, datasetVersion } = row
  return { id, ordinal, status, repeat, run: run as RunId, runAt, datasetVersion, column }
}
