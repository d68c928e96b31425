import { isPlainObject } from './json-text.ts'
import type { ParsedRow, RowProblem, RowSink } from './parsed.ts'

/** What a promptfoo test case may hold. */
const known = new Set(
  'description vars provider assert threshold metadata options assertScoringFunction providerOutput'.split(
    ' ',
  ),
)

/** Parts of a test case that Galley has no equal for; dropping them in silence would change results. */
const refused = ['provider', 'options', 'assertScoringFunction']

/** More cases than this from one test are a slip, or a bomb. */
const mostCombinations = 10_000

/**
 * Turns promptfoo test cases into rows of plain and special columns; rows of any other file go on as
 * they are. It is one when its first row has `vars` or `assert` and nothing else than tests have.
 */
export function testCaseSink(sink: RowSink): RowSink {
  let isTests: boolean | null = null
  const problem = (one: RowProblem) => sink.problem(one)
  return {
    columns: (names) => sink.columns(names),
    problem,
    row(row) {
      isTests ??= isTestCase(row)
      if (!isTests) sink.row(row)
      else if (!isTestCase(row)) problem({ row: row.row, column: null, message: notLikeBefore })
      else for (const one of expand(toColumns(row, problem), problem)) sink.row(one)
    },
  }
}

const notLikeBefore =
  'The rows before are promptfoo test cases; this one has no "vars" or has a field that such cases have not.'

type Report = (problem: RowProblem) => void

function isTestCase({ fields }: ParsedRow): boolean {
  const hasVars = isPlainObject(fields.get('vars'))
  const hasAsserts = Array.isArray(fields.get('assert')) && !fields.has('vars')
  return (hasVars || hasAsserts) && [...fields.keys()].every((name) => known.has(name))
}

function toColumns({ row, fields }: ParsedRow, problem: Report): ParsedRow {
  const columns = new Map<string, unknown>()
  for (const name of refused) {
    if (!fields.has(name)) continue
    problem({ row, column: name, message: `Galley does not take "${name}" of a test case.` })
  }
  for (const [name, value] of Object.entries(fields.get('vars') ?? {})) {
    if (typeof value === 'string' && value.startsWith('file://')) {
      const message = 'A reference to another file cannot be followed here: put the value in.'
      problem({ row, column: `vars.${name}`, message })
    }
    columns.set(name, value)
  }
  for (const [field, column] of [
    ['description', '__description'],
    ['assert', '__assert'],
    ['threshold', '__threshold'],
    ['providerOutput', '__providerOutput'],
  ] as const) {
    if (fields.has(field)) columns.set(column, fields.get(field))
  }
  for (const [name, value] of Object.entries(fields.get('metadata') ?? {})) {
    columns.set(`__metadata:${name}`, value)
  }
  return { row, fields: columns }
}

/** A variable that is a list of texts stands for one case per text; several of them for all combinations. */
function expand({ row, fields }: ParsedRow, problem: Report): ParsedRow[] {
  let rows: Map<string, unknown>[] = [new Map()]
  for (const [name, value] of fields) {
    const choices = isChoice(name, value) ? value : [value]
    if (rows.length * choices.length > mostCombinations) {
      const message = `The lists stand for more than ${mostCombinations} combinations.`
      problem({ row, column: `vars.${name}`, message })
      return []
    }
    rows = rows.flatMap((before) => choices.map((one) => new Map(before).set(name, one)))
  }
  return rows.map((one) => ({ row, fields: one }))
}

const isChoice = (name: string, value: unknown): value is string[] =>
  !name.startsWith('__') &&
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === 'string')
