import type { RunId } from '#shared/contract/base.ts'
import type { Evidence } from '#shared/contract/evidence.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Run } from '#shared/contract/run/run.ts'
import type { Template } from '#shared/contract/template.ts'
import type { CaseOutcome } from '#shared/domain/comparison/outcomes.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'

/** One column of a run as gates see it. */
export interface MeasuredColumn {
  run: Run
  seq: number
  column: RunColumn
  outcomes: readonly CaseOutcome[]
}

/** What gates need of runs. */
export interface GatedRuns {
  /** The number a run is stored under. @throws GalleyError `not_found` */
  seqOf(run: string): number
  /** @throws GalleyError `not_found` */
  measured(place: { run: string; column: string }, field: string): MeasuredColumn
  /** What is known of the column beside the gate's own part. */
  evidence(column: MeasuredColumn): Omit<Evidence, 'gate' | 'evaluatedAt'>
  /** Runs that ended, over that dataset, newest first; without the one given. */
  finishedOver(datasetId: string, without: RunId): Run[]
}

export interface GateParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  templates: { get(ref: { template: string }): Pick<Template, 'id' | 'name' | 'labels'> }
  runs: GatedRuns
}
