import type { DatasetId } from '#shared/contract/base.ts'
import type {
  Case,
  ColumnMapping,
  DatasetRules,
  SplitPlan,
} from '#shared/contract/dataset/dataset.ts'
import { CaseIds, CasesHash, contentView, type StoredCase, toStored } from './cases.ts'
import { type ParsedRow, type RowProblem, type RowSink, UnreadableFile } from './files/parsed.ts'
import { type DraftCase, FileMapping, toCase } from './mapping.ts'
import { type RowFindings, shownProblems } from './problems.ts'
import { compileRules, type RuleCheck } from './rules.ts'
import { splitOf } from './splitting.ts'
import type { CasesFacts } from './versions.ts'

/** How many cases a preview shows. */
const previewedCases = 20

/**
 * Cases name their fields each, so a file can ask for far more room than it takes: rows of a few bytes
 * under thousands of columns. Real ones stay far below this many characters per byte of the file.
 */
const mostGrowth = 40
/** Characters that are no harm, however small the file. */
const harmless = 64 * 1024 ** 2

export interface ReadingOptions {
  fileName: string
  mapping: ColumnMapping
  /** The dataset that the cases are for; its id is part of theirs. */
  datasetId: DatasetId
  splitPlan: SplitPlan | null
  rules: DatasetRules | null
  /** Takes each case as it is made. */
  take: (stored: StoredCase) => void
}

/** What reading a file came to. */
export interface ReadingEnd extends RowFindings {
  columns: string[]
  mapping: ColumnMapping
  sample: Omit<Case, 'id'>[]
  facts: CasesFacts
}

/**
 * Makes cases of rows, one after the other, keeping none of them: however long a file is, this takes
 * the same room.
 */
export class CaseReading implements RowSink {
  readonly #options: ReadingOptions
  readonly #mapping: FileMapping
  readonly #check: RuleCheck
  readonly #ids: CaseIds
  readonly #hash = new CasesHash()
  readonly #names = { inputs: new Set<string>(), models: new Set<string>() }
  readonly #splitCounts: CasesFacts['splitCounts'] = {}
  readonly #problems: RowProblem[] = []
  readonly #sample: Omit<Case, 'id'>[] = []
  #problemCount = 0
  #characters = 0
  #rows = 0
  #isTable = false

  constructor(options: ReadingOptions) {
    this.#options = options
    this.#mapping = new FileMapping(options.mapping, options.fileName)
    this.#check = compileRules(options.rules)
    this.#ids = new CaseIds(options.datasetId)
  }

  get rowCount(): number {
    return this.#rows
  }

  get problemCount(): number {
    return this.#problemCount
  }

  columns(names: readonly string[]): void {
    this.#isTable = true
    this.#mapping.see(names)
    // Only here all columns are known before the rows: a slip in the mapping is told at once.
    if (names.length > 0) this.#mapping.refuseUnknown()
  }

  problem(problem: RowProblem): void {
    this.#problemCount += 1
    if (this.#problems.length < shownProblems) this.#problems.push(problem)
  }

  row(row: ParsedRow): void {
    this.#rows += 1
    this.#mapping.seeRow(row)
    const problems: RowProblem[] = []
    const draft = toCase(row, this.#mapping.entries, this.#isTable, problems)
    const stored = this.#store(draft)
    problems.push(...this.#check(stored).map((one) => ({ row: row.row, ...one })))
    for (const problem of problems) this.problem(problem)
    if (this.#sample.length < previewedCases) this.#sample.push(contentView(stored))
    // One problem refuses the file: what comes behind it is read for its own problems only.
    if (this.#problemCount === 0) this.#options.take(stored)
  }

  /** Throws `UnreadableFile` when the cases take far more room than the bytes they were read from. */
  refuseBomb(readBytes: number): void {
    if (this.#characters <= Math.max(harmless, mostGrowth * readBytes)) return
    const times = Math.round(this.#characters / readBytes)
    const message = `The cases would take ${times} times the room of the file: leave out columns that are nearly always empty, or use JSONL.`
    throw new UnreadableFile(this.#rows, null, message)
  }

  end(): ReadingEnd {
    if (this.#rows > 0) this.#mapping.refuseUnknown()
    return {
      columns: this.#mapping.offered,
      mapping: Object.fromEntries(this.#mapping.entries),
      rowCount: this.#rows,
      sample: this.#sample,
      problems: this.#problems,
      problemCount: this.#problemCount,
      facts: {
        contentHash: this.#hash.digest(),
        caseCount: this.#rows,
        inputNames: [...this.#names.inputs],
        recordedModels: [...this.#names.models],
        splitCounts: this.#splitCounts,
      },
    }
  }

  #store(draft: DraftCase): StoredCase {
    const { splitPlan } = this.#options
    const content = toStored(draft, this.#rows)
    const split = content.split ?? (splitPlan && splitOf(content.inputsJson, splitPlan))
    const stored: StoredCase = { id: this.#ids.next(draft.inputs), ...content, split }
    this.#characters += stored.inputsJson.length + stored.metadataJson.length
    this.#hash.add(stored)
    for (const [name] of draft.inputs) this.#names.inputs.add(name)
    for (const [name] of draft.recordedOutputs) this.#names.models.add(name)
    if (split !== null) this.#splitCounts[split] = (this.#splitCounts[split] ?? 0) + 1
    return stored
  }
}
