import type { CaseId, VersionId } from '#shared/contract/base.ts'
import { errorCodeSchema, GalleyError } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Result } from '#shared/contract/run/result.ts'
import type { Guardrail } from '#shared/domain/guardrails/types.ts'
import { decodeCursor, type Page, pageFrom } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import { readRunCases, versionOf } from '../cases.ts'
import { type GuardrailRecord, openPromptMaker } from '../executing/prompt.ts'
import { judgementsOf, retriedErrorsOf } from '../judging/store.ts'
import type { RunCase, RunParts } from '../ports.ts'
import { type ColumnRow, type RunRow, readColumns } from '../store.ts'
import {
  errorKinds,
  filteredOrdinals,
  findResult,
  type ResultRow,
  repeatsOf,
  resultsOf,
} from './store.ts'

/** One row of the results grid. */
interface GridRow {
  caseId: CaseId
  ordinal: number
  inputs: ReturnType<typeof parse>
  expected: ReturnType<typeof parse>
  cells: Record<string, Result>
  repeats: Record<string, RepeatCounts>
}

interface RepeatCounts {
  passed: number
  failed: number
  errors: number
}

const parse = (json: string) => JSON.parse(json)

/** A page of the grid, one row per case in dataset order; with `all` also cases not yet computed. */
export function listResults(
  { reader, datasets }: RunParts,
  row: RunRow,
  input: Input<'run', 'listResults'>,
): Page<GridRow> {
  const after = Number(decodeCursor(input.cursor, ['number'])?.[0] ?? 0)
  const cases = casesShown({ reader, datasets }, row, input.filter, after, input.limit + 1)
  const columns = readColumns(reader, row.seq)
  const results = Map.groupBy(
    resultsOf(
      reader,
      row.seq,
      cases.map(({ ordinal }) => ordinal),
    ),
    ({ ordinal }) => ordinal,
  )
  return pageFrom(
    cases,
    input.limit,
    ({ ordinal }) => [ordinal],
    (one) => ({
      caseId: one.id,
      ordinal: one.ordinal,
      inputs: parse(one.inputsJson),
      expected: parse(one.expectedJson),
      ...cellsOf(results.get(one.ordinal) ?? [], columns, one, row.repeats),
    }),
  )
}

function casesShown(
  { reader, datasets }: Pick<RunParts, 'reader' | 'datasets'>,
  row: RunRow,
  filter: Input<'run', 'listResults'>['filter'],
  after: number,
  limit: number,
): RunCase[] {
  if (filter === 'all') return readRunCases(datasets, row, after, limit)
  const ordinals = filteredOrdinals(reader, row.seq, filter, after, limit)
  return datasets.readCasesAt(versionOf(row), ordinals)
}

/** The first repeat of each column as its cell, and, where there are several, how all of them ended. */
function cellsOf(
  rows: ResultRow[],
  columns: ColumnRow[],
  one: RunCase,
  repeats: number,
): Pick<GridRow, 'cells' | 'repeats'> {
  const cells: Record<string, Result> = {}
  const counts: Record<string, RepeatCounts> = {}
  for (const row of rows) {
    const key = columns[row.columnPosition]?.key
    if (key === undefined) continue
    cells[key] ??= toResult(row, key, one)
    if (repeats === 1) continue
    counts[key] ??= { passed: 0, failed: 0, errors: 0 }
    counts[key][row.status === 'error' ? 'errors' : row.status] += 1
  }
  return { cells, repeats: counts }
}

function toResult(row: ResultRow, columnKey: string, one: RunCase): Result {
  return {
    id: row.id,
    columnKey,
    caseId: one.id,
    ordinal: row.ordinal,
    status: row.status,
    output: row.output,
    outcomes: parse(row.outcomesJson),
    error: row.error,
    latencyMs: row.latencyMs,
    usage: usageOf(row),
    cost: row.cost,
    finishReason: row.finishReason,
    isCached: row.isCached === 1,
    repeat: row.repeat,
    firstStatus: row.firstStatus,
  }
}

/** What kinds of errors the cells ended in. */
export function listErrors({ reader }: Pick<RunParts, 'reader'>, row: RunRow) {
  const columns = readColumns(reader, row.seq)
  const items = errorKinds(reader, row.seq).map(({ columnPosition, code, count, example }) => ({
    column: columns[columnPosition]?.key ?? '',
    code: errorCodeSchema.parse(code),
    count,
    example,
  }))
  return { items }
}

const usageOf = ({ inputTokens, outputTokens }: ResultRow) =>
  inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens }

/** Everything about one cell. The prompt is made again: all that decides it was frozen by the run. */
export async function getResult(
  parts: RunParts,
  row: RunRow,
  { result: id }: Pick<Input<'run', 'getResult'>, 'result'>,
) {
  const found = findResult(parts.reader, row.seq, id)
  const [one] = found ? parts.datasets.readCasesAt(versionOf(row), [found.ordinal]) : []
  const column = readColumns(parts.reader, row.seq)[found?.columnPosition ?? -1]
  if (!found || !one || !column) {
    throw new GalleyError('not_found', `The run has no result ${id}.`, {
      fix: 'See the results of the run.',
      where: { field: 'result' },
    })
  }
  const guardrails: Omit<GuardrailRecord, 'checked'> | null =
    found.guardrailsJson && parse(found.guardrailsJson)
  // What none of them objected to is the same without them: checks may ask a service, for money.
  const judging: Guardrail[] = guardrails === null ? [] : parse(row.guardrailsJson)
  return {
    ...toResult(found, column.key, one),
    inputs: parse(one.inputsJson),
    expected: parse(one.expectedJson),
    rendered: await renderAgain(parts, judging, column, one),
    violations: guardrails?.violations ?? [],
    guardrailFailures: guardrails?.failures ?? [],
    score: found.score,
    namedScores: found.namedScoresJson === null ? {} : parse(found.namedScoresJson),
    judgeCost: found.judgeCost,
    otherRepeats: repeatsOf(parts.reader, row.seq, found).filter((other) => other.id !== found.id),
    judgements: judgementsOf(parts.reader, row.seq, found),
    retriedErrors: retriedErrorsOf(parts.reader, row.seq, found),
  }
}

async function renderAgain(
  { templates, guardrails, renderer }: RunParts,
  judging: readonly Guardrail[],
  column: ColumnRow,
  one: RunCase,
): Promise<Rendered | null> {
  const version = templates.findVersionById(column.versionId as VersionId)
  if (!version) return null
  const { category, labels } = templates.get({ template: column.templateId })
  const prompts = openPromptMaker(renderer, guardrails.compile(judging))
  const template = {
    name: column.templateName,
    category,
    labels: labels.map(({ label }) => label),
  }
  const source = { versionId: version.id, content: version.content, template }
  try {
    const prepared = await prompts.make(source, one)
    return prepared.kind === 'ready' ? prepared.prompt : null
  } catch (error) {
    // The cell's own error says why there is no prompt.
    if (error instanceof GalleyError) return null
    throw error
  }
}
