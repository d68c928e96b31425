import type pg from 'pg'
import type { VersionId } from '#shared/contract/base.ts'
import type { Template, Version } from '#shared/contract/template.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ProviderModels } from '../models/registry.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'

/** What experiments need of templates. */
export interface VersionLookup {
  get(ref: { template: string }): Template
  has(ref: string): boolean
  /** Throws `not_found` for an unknown template or version. */
  getVersion(ref: { template: string; version: number }): Version
  /** By the id, which never changes, unlike the number. */
  findVersionById(id: VersionId): Version | undefined
}

/** The name that shared stores know a template by; one that is not here may be there all the same. */
export function nameOfTemplate(
  templates: Pick<VersionLookup, 'get' | 'has'>,
  ref: string | undefined,
): string | null {
  if (ref === undefined) return null
  return templates.has(ref) ? templates.get({ template: ref }).name : ref
}

/** Scores of one column of a run, in the order of the cases that all columns have one for. */
export interface ColumnScores {
  readonly key: string
  readonly scores: number[]
}

/** What simulations need of runs. */
export interface ScoreSource {
  /** Paired by case; 1 where it passed, or the score of the result. Throws where no case is common. */
  pairedScores(
    columns: readonly { run: string; column: string }[],
    measure: 'passed' | 'score',
  ): ColumnScores[]
}

/** Runs `work` on a connection to the shared store of that name. */
export type WithRemote = <Result>(
  name: string,
  work: (client: pg.PoolClient) => Promise<Result>,
) => Promise<Result>

/** A version as the shared store takes it; made by publishing, sent as it is. */
export type PublishableVersion = Readonly<Record<string, unknown>>

export interface ExperimentParts {
  readonly environment: CoreEnvironment
  readonly reader: Reader
  readonly writer: Writer
  readonly activity: ActivityLog
  readonly changes: ChangeFeed
  readonly templates: VersionLookup
  readonly scores: ScoreSource
  /** Models that judge responses. */
  readonly providers: ProviderModels
  readonly withRemote: WithRemote
  /** As the last pull from that store saw them: `show_experiment`'s JSON. */
  readonly pulledExperiments: (remote: string) => readonly { body: unknown; seenAt: string }[]
  /** Throws for what production could not render. */
  readonly publishable: (ref: { template: string; version: number }) => PublishableVersion
}
