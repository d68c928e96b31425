import type { CaseId, DatasetId, VersionId } from '#shared/contract/base.ts'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { Template, Version } from '#shared/contract/template.ts'
import type {
  CheckFailure,
  CompiledGuardrails,
  Guardrail,
  Violation,
} from '#shared/domain/guardrails/types.ts'
import type { Reader, Transaction, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ResponseCache } from '../models/cache.ts'
import type { ProviderModels } from '../models/registry.ts'
import type { Renderer } from '../rendering/renderer.ts'
import type { Scripts } from '../scripts/scripts.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'

/** What runs need of templates. */
export interface TemplateLookup {
  get(ref: { template: string }): Pick<Template, 'id' | 'name' | 'category' | 'labels'>
  /** Throws `not_found` for an unknown template or version. */
  getVersion(ref: { template: string; version: number }): Version
  /** By the id, which never changes, unlike the number. */
  findVersionById(id: VersionId): Version | undefined
}

/** One case as a run reads it; JSON as text, because `1.0` and big integers do not survive parsing. */
export interface RunCase {
  id: CaseId
  ordinal: number
  inputsJson: string
  expectedJson: string
  recordedOutputsJson: string
  checksJson: string | null
  tagsJson: string
  split: string | null
}

/** One frozen version of a dataset. */
export interface CaseVersion {
  datasetId: DatasetId
  number: number
}

/** What runs need of datasets. Ordinals count from 1 without gaps. */
export interface CaseSource {
  get(ref: { dataset: string; version?: number | undefined }): Dataset
  readCases(version: CaseVersion, after: number, limit: number): RunCase[]
  readCasesAt(version: CaseVersion, ordinals: readonly number[]): RunCase[]
  /** Of these inputs those that cases (of these splits) do not have: in how many, and the first of them. */
  countLacking(
    version: CaseVersion,
    names: readonly string[],
    splits: readonly string[] | null,
  ): { name: string; cases: number; ordinal: number }[]
  /** The versions that hold a case, each with the case's ordinal in it. */
  findPlaces(dataset: DatasetId, id: CaseId): { version: number; ordinal: number }[]
  readCaseIds(version: CaseVersion): { id: CaseId; ordinal: number }[]
}

/** What runs need of guardrails: those enabled now, to be frozen, and the engine with its services. */
export interface GuardrailSource {
  enabled(): Guardrail[]
  compile(guardrails: readonly Guardrail[]): CompiledGuardrails
  /** How many violations each guardrail, by id, has in one column of a run. */
  violationsIn(runSeq: number, columnPosition: number): ReadonlyMap<string, number>
  /** Counts and keeps what guardrails said of the given cells, in the transaction of their results. */
  record(transaction: Transaction, runSeq: number, cells: readonly JudgedCell[]): void
}

/** A cell as the guardrails' own figures need it. */
export interface JudgedCell {
  columnPosition: number
  ordinal: number
  guardrails: { violations: Violation[]; failures: CheckFailure[]; checked: readonly string[] }
}

export interface RunParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'logger' | 'author'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  templates: TemplateLookup
  datasets: CaseSource
  guardrails: GuardrailSource
  renderer: Renderer
  providers: ProviderModels
  cache: ResponseCache
  scripts: Scripts
}
