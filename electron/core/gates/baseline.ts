import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Run } from '#shared/contract/run/run.ts'
import type { GateParts, MeasuredColumn } from './ports.ts'

/** A column of a run to compare with. */
export interface BaselinePlace {
  run: string
  column: string
}

/**
 * The column to compare with where nobody named one: the version that the gate's label points to, or
 * without a label the version before, answered by the same model over the same dataset. In the run
 * itself where it has it, else in the newest run that has; null where there is none.
 */
export function findBaseline(
  { templates, runs }: Pick<GateParts, 'templates' | 'runs'>,
  measured: MeasuredColumn,
  label: string | null,
): BaselinePlace | null {
  const { run, column } = measured
  const versions = versionsUnder(templates, column, label)
  const inRun = (one: Run): BaselinePlace | null => {
    const found = one.columns
      .filter((other) => isSame(other, column) && versions(other.version))
      .sort((a, b) => b.version - a.version)[0]
    return found === undefined ? null : { run: one.id, column: found.key }
  }
  const own = inRun(run)
  if (own !== null) return own
  for (const other of runs.finishedOver(run.datasetId, run.id)) {
    const found = inRun(other)
    if (found !== null) return found
  }
  return null
}

const isSame = (one: RunColumn, other: RunColumn) =>
  one.templateId === other.templateId && one.model === other.model

/** Which versions may be the baseline. */
function versionsUnder(
  templates: GateParts['templates'],
  { templateId, version }: RunColumn,
  label: string | null,
): (candidate: number) => boolean {
  if (label === null) return (candidate) => candidate < version
  const labelled = templates
    .get({ template: templateId })
    .labels.filter((one) => one.label === label)
    .map((one) => one.version)
  return (candidate) => candidate !== version && labelled.includes(candidate)
}
