import { type Assertion, assertionSchema } from '#shared/contract/run/run.ts'
import type { CaseChecks } from '#shared/domain/assertions/case-checks.ts'
import { isTemplated } from '#shared/domain/assertions/case-checks.ts'
import { compileAssertions } from '#shared/domain/assertions/check.ts'
import { type LoadedAssertions, loadAssertions } from '#shared/domain/assertions/reading/load.ts'
import { loadAssertionText } from '#shared/domain/assertions/reading/text-form.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import type { RowProblem } from './files/parsed.ts'

/** A cell of a row that says how the case is judged. */
export interface CellOfCheck {
  kind:
    | 'assertion'
    | 'assertionThreshold'
    | 'metric'
    | 'threshold'
    | 'description'
    | 'prefix'
    | 'suffix'
  column: string
  value: unknown
  /** Which assertion of the row an `assertionThreshold` is for, from 1. */
  assertion?: number
}

/** The checks of one row, or null where it has none; what cannot be read is added to `problems`. */
export function checksOf(
  cells: readonly CellOfCheck[],
  row: number,
  problems: RowProblem[],
): CaseChecks | null {
  if (cells.length === 0) return null
  const textOf = (kind: CellOfCheck['kind']) => {
    const value = cells.find((cell) => cell.kind === kind)?.value
    return value === undefined || value === null ? null : String(value)
  }
  const metric = textOf('metric')
  const assertions = cells.flatMap((cell) => {
    if (cell.kind !== 'assertion') return []
    const loaded = loadCell(cell.value)
    const refused = [...loaded.problems.map(({ message }) => message), ...refusals(loaded)]
    for (const message of refused) problems.push({ row, column: cell.column, message })
    return loaded.assertions
  })
  const limited = withThresholds(assertions, cells, row, problems)
  const named = metric === null ? limited : limited.map((one) => ({ ...one, metric }))
  const threshold = thresholdOf(textOf('threshold'))
  const description = textOf('description')
  const around = {
    ...memberOf('prefix', textOf('prefix')),
    ...memberOf('suffix', textOf('suffix')),
  }
  const isEmpty = named.length === 0 && threshold === null && description === null
  if (isEmpty && Object.keys(around).length === 0) return null
  return { description, assertions: named, threshold, ...around }
}

const memberOf = (name: 'prefix' | 'suffix', text: string | null) =>
  text === null || text === '' ? {} : { [name]: text }

/** The assertions with the thresholds that cells of their own give them. */
function withThresholds(
  assertions: readonly Assertion[],
  cells: readonly CellOfCheck[],
  row: number,
  problems: RowProblem[],
): Assertion[] {
  const made = [...assertions]
  for (const { kind, column, value, assertion = 0 } of cells) {
    if (kind !== 'assertionThreshold') continue
    const complain = (message: string) => problems.push({ row, column, message })
    const threshold = thresholdOf(String(value ?? ''))
    const one = made[assertion - 1]
    if (threshold === null) complain('A threshold is a number from 0.')
    else if (one === undefined) complain(`The row has no assertion ${assertion}.`)
    else {
      const parsed = assertionSchema.safeParse({ ...one, threshold })
      if (parsed.success) made[assertion - 1] = parsed.data
      else complain(`"${one.type}" takes no such threshold.`)
    }
  }
  return made
}

function loadCell(value: unknown): LoadedAssertions {
  if (value === null || value === undefined) return { assertions: [], problems: [] }
  if (Array.isArray(value)) return loadAssertions(value)
  if (typeof value === 'object') return loadAssertions([value])
  const text = String(value)
  if (text.trim() === '') return { assertions: [], problems: [] }
  const json = text.trimStart().startsWith('[{') ? parsedList(text) : null
  return json === null ? loadAssertionText(text) : loadAssertions(json)
}

/** The list of objects that an exported table has in a cell; null for a text that only looks like it. */
function parsedList(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Well-formed but impossible ones are found now; a template can be judged only with its inputs. */
function refusals({ assertions }: LoadedAssertions): string[] {
  return assertions.filter((one) => !isTemplated(one)).flatMap(refusalOf)
}

function refusalOf(assertion: Assertion): string[] {
  try {
    compileAssertions([assertion])
    return []
  } catch (error) {
    if (error instanceof AssertionRefused) return [error.message]
    throw error
  }
}

/** As in promptfoo a cell that is no number sets nothing, and 0 does: such a case cannot fail. */
function thresholdOf(text: string | null): number | null {
  const number = Number(text)
  const isSet = text !== null && text.trim() !== '' && Number.isFinite(number) && number >= 0
  return isSet ? number : null
}
