import type { ColumnMapping, Split } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { CaseChecks } from '#shared/domain/assertions/case-checks.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { splitNames, splitSchema } from '#shared/domain/splits/plan.ts'
import { type CellOfCheck, checksOf } from './checks.ts'
import { isPlainObject, objectText, protoMessage } from './files/json-text.ts'
import type { ParsedRow, RowProblem } from './files/parsed.ts'
import { targetOfName } from './special-columns.ts'

type Target = ColumnMapping[string]

/** A case before it has an id; texts of JSON, so that numbers stay as they were written. */
export interface DraftCase {
  inputs: [string, unknown][]
  expectedJson: string
  tags: string[]
  metadataJson: string
  recordedOutputs: [string, string][]
  checks: CaseChecks | null
  split: Split | null
}

/** How many levels of nested fields are offered as columns. */
const offeredDepth = 3

/** Rows in whose nested fields columns to offer are looked for. */
const rowsLookedInto = 200

/**
 * What every column of a file becomes: as the caller said, and an input of its own name otherwise. A
 * field of which only parts were mapped is not an input as well. Columns may turn up as rows come.
 */
export class FileMapping {
  readonly #given: ColumnMapping
  readonly #fileName: string
  readonly #columns = new Set<string>()
  readonly #paths = new Set<string>()
  /** Columns of the given mapping that no row has had so far. */
  readonly #missing: Set<string>
  #rows = 0
  #entries: readonly [string, Target][] | null = null

  constructor(given: ColumnMapping, fileName: string) {
    this.#given = given
    this.#fileName = fileName
    this.#missing = new Set(Object.keys(given))
  }

  /** Takes note of names that columns or fields have. Throws `invalid_input` for a wrong mapping. */
  see(names: Iterable<string>): void {
    for (const name of names) {
      if (this.#columns.has(name)) continue
      this.#columns.add(name)
      this.#missing.delete(name)
      this.#entries = null
    }
  }

  seeRow({ fields }: ParsedRow): void {
    this.see(fields.keys())
    this.#rows += 1
    for (const column of this.#missing) {
      if (readPath(fields, column) !== undefined) this.#missing.delete(column)
    }
    if (this.#rows > rowsLookedInto) return
    for (const [name, value] of fields) collectPaths(value, name, offeredDepth - 1, this.#paths)
  }

  /** Throws `invalid_input` where the caller mapped a column that the file does not have. */
  refuseUnknown(): void {
    const [column] = this.#missing
    if (column !== undefined) throw unknownColumn(column, this.offered, this.#fileName)
  }

  /** Fields of the file and, for nested objects, the dotted paths inside them. */
  get offered(): string[] {
    return [...new Set([...this.#columns, ...this.#paths])]
  }

  /** Column and target, in the order in which a case gets its values. */
  get entries(): readonly [string, Target][] {
    this.#entries ??= this.#complete()
    return this.#entries
  }

  #complete(): [string, Target][] {
    const given = Object.entries(this.#given)
    const isMappedInParts = (column: string) =>
      given.some(([path]) => path.startsWith(`${column}.`))
    const own = [...this.#columns]
      .filter((column) => !Object.hasOwn(this.#given, column) && !isMappedInParts(column))
      .map((column): [string, Target] => [
        column,
        targetOfName(column, this.#fileName) ?? { to: 'input' },
      ])
    const entries = [...own, ...given]
    refuseDoubles(entries, this.#fileName)
    return entries
  }
}

function collectPaths(value: unknown, path: string, depth: number, paths: Set<string>): void {
  if (depth === 0 || !isPlainObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    paths.add(`${path}.${name}`)
    collectPaths(member, `${path}.${name}`, depth - 1, paths)
  }
}

function unknownColumn(column: string, offered: string[], fileName: string): GalleyError {
  const suggestion = nearestName(column, offered)
  return new GalleyError('invalid_input', `"${fileName}" has no column "${column}".`, {
    fix:
      suggestion === null
        ? `Its columns are: ${offered.slice(0, 20).join(', ')}.`
        : `Did you mean "${suggestion}"?`,
    where: { file: fileName, field: column },
    ...(suggestion === null ? {} : { suggestion }),
  })
}

/** Where a target holds one value per case, two columns for it would overwrite each other. */
function refuseDoubles(entries: readonly [string, Target][], fileName: string): void {
  const takenBy = new Map<string, string>()
  for (const [column, target] of entries) {
    const place = placeOf(column, target)
    if (place === null) continue
    if (place.includes('"__proto__"')) {
      const where = { file: fileName, field: column }
      throw new GalleyError('invalid_input', protoMessage, { fix: 'Choose another name.', where })
    }
    const other = takenBy.get(place)
    if (other !== undefined) {
      throw new GalleyError(
        'invalid_input',
        `The columns "${other}" and "${column}" of "${fileName}" are both mapped to ${place}.`,
        {
          fix: 'Map one of them to something else or to "ignore".',
          where: { file: fileName, field: column },
        },
      )
    }
    takenBy.set(place, column)
  }
}

function placeOf(column: string, target: Target): string | null {
  if (target.to === 'input') return `the input "${target.name ?? column}"`
  if (target.to === 'metadata') return `the metadata "${target.name ?? column}"`
  if (target.to === 'recorded') return `the recorded model "${target.model}"`
  if (target.to === 'expected') return 'the expected value'
  if (target.to === 'assertionThreshold') return `the threshold of assertion ${target.assertion}`
  const isSingle = ['metric', 'threshold', 'description', 'split', 'prefix', 'suffix'].includes(
    target.to,
  )
  return isSingle ? `the ${target.to} of the case` : null
}

/** The value at a column name or, where no column has that name, at a dotted path into nested fields. */
function readPath(fields: Map<string, unknown>, path: string): unknown {
  if (fields.has(path)) return fields.get(path)
  const parts = path.split('.')
  for (let taken = parts.length - 1; taken > 0; taken--) {
    const head = parts.slice(0, taken).join('.')
    if (fields.has(head)) return descend(fields.get(head), parts.slice(taken))
  }
  return undefined
}

function descend(value: unknown, parts: string[]): unknown {
  let here = value
  for (const part of parts) {
    const isInside = (isPlainObject(here) || Array.isArray(here)) && Object.hasOwn(here, part)
    if (!isInside) return undefined
    here = (here as Record<string, unknown>)[part]
  }
  return here
}

/** Makes a case of a row; problems are added to `problems`. */
export function toCase(
  { row, fields }: ParsedRow,
  mapping: readonly [string, Target][],
  isTable: boolean,
  problems: RowProblem[],
): DraftCase {
  const made: DraftCase = {
    inputs: [],
    expectedJson: 'null',
    tags: [],
    metadataJson: '{}',
    recordedOutputs: [],
    checks: null,
    split: null,
  }
  const checkCells: CellOfCheck[] = []
  const metadata: [string, unknown][] = []
  for (const [column, target] of mapping) {
    const value = readPath(fields, column)
    if (value === undefined) continue
    const isBlank = isTable && value === ''
    if (target.to === 'input') made.inputs.push([target.name ?? column, value])
    else if (target.to === 'metadata')
      metadata.push([target.name ?? column, target.isList ? listOf(value) : value])
    else if (target.to === 'tags') made.tags.push(...readTags(value, row, column, problems))
    // Blank here is a mistake: it would silently judge by another threshold than was meant.
    else if (target.to === 'assertionThreshold')
      checkCells.push({ kind: target.to, column, value, assertion: target.assertion })
    else if (isBlank || target.to === 'ignore') continue
    else if (target.to === 'expected') made.expectedJson = JSON.stringify(value)
    else if (target.to === 'split') made.split = readSplit(value, row, column, problems)
    else if (target.to !== 'recorded') checkCells.push({ kind: target.to, column, value })
    else if (value !== null) made.recordedOutputs.push([target.model, textOf(value)])
  }
  made.checks = checksOf(checkCells, row, problems)
  return { ...made, tags: [...new Set(made.tags)], metadataJson: objectText(metadata) }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function readSplit(
  value: unknown,
  row: number,
  column: string,
  problems: RowProblem[],
): Split | null {
  if (value === null) return null
  const split = splitSchema.safeParse(typeof value === 'string' ? value.trim() : value)
  if (split.success) return split.data
  problems.push({ row, column, message: `A split is one of ${splitNames.join(', ')}.` })
  return null
}

function readTags(value: unknown, row: number, column: string, problems: RowProblem[]): string[] {
  if (value === null) return []
  if (typeof value === 'string')
    return value
      .split(/[,;]/)
      .map((tag) => tag.trim())
      .filter(Boolean)
  if (Array.isArray(value) && value.every((tag) => typeof tag === 'string')) return value
  const message = 'Tags are a list of texts, or one text with "," between them.'
  problems.push({ row, column, message })
  return []
}

/** `a,b\\,c` as "a" and "b,c"; what is no text stays as it is. */
function listOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const parts = value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ',').trim())
  return parts.filter((part) => part !== '')
}
