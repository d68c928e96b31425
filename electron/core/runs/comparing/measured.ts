import type { RunId, VersionId } from '#shared/contract/base.ts'
import type { Evidence } from '#shared/contract/evidence.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { summariseMetrics } from '#shared/domain/comparison/summary.ts'
import type { Guardrail } from '#shared/domain/guardrails/types.ts'
import type { GatedRuns, MeasuredColumn } from '../../gates/ports.ts'
import type { RunParts } from '../ports.ts'
import * as store from '../store.ts'
import { readOutcomes, type Side } from './pairs.ts'

/** How far back a baseline is looked for. */
const runsLookedAt = 200

interface Lookup {
  side(place: { run: string; column: string }): Side
  toRun(row: store.RunRow): Run
}

/** Columns of runs as gates see them: what was measured, and what is evidence of it. */
export function gatedRuns(parts: RunParts, { side, toRun }: Lookup): GatedRuns {
  return {
    seqOf: (run) => side({ run, column: '' }).row.seq,
    measured(place, field) {
      const asked = side(place)
      const { column, outcomes } = readOutcomes(parts, asked, field)
      return { run: toRun(asked.row), seq: asked.row.seq, column, outcomes }
    },
    evidence: (measured) => evidenceOf(parts, side, measured),
    finishedOver(datasetId, without: RunId) {
      return store
        .listRunsOver(parts.reader, datasetId, runsLookedAt)
        .filter(({ id, status }) => id !== without && status === 'finished')
        .map(toRun)
    },
  }
}

function evidenceOf(
  { templates, datasets, guardrails }: RunParts,
  side: Lookup['side'],
  { run, column, outcomes }: MeasuredColumn,
): Omit<Evidence, 'gate' | 'evaluatedAt'> {
  const { row, columns } = side({ run: run.id, column: column.key })
  const position = columns.findIndex(({ key }) => key === column.key)
  const { name, contentHash } = datasets.get({
    dataset: run.datasetId,
    version: run.datasetVersion,
  })
  const judged: Guardrail[] = JSON.parse(row.guardrailsJson)
  const found = guardrails.violationsIn(row.seq, position)
  const figures = run.figures.find(({ key }) => key === column.key)
  const checked = figures ? figures.passed + figures.failed + figures.errors : 0
  const version = templates.findVersionById(column.versionId as VersionId)
  return {
    runId: run.id,
    contentHash: version?.contentHash ?? '',
    datasetName: name,
    datasetVersion: run.datasetVersion,
    datasetVersionHash: contentHash,
    model: column.model,
    metrics: summariseMetrics(outcomes)
      .slice(0, 200)
      .map((metric) => ({ ...metric })),
    guardrails: judged
      .filter(
        ({ appliesTo }) =>
          appliesTo.templates.length === 0 || appliesTo.templates.includes(column.templateName),
      )
      .map((one) => {
        const violations = found.get(one.id) ?? 0
        const isPassed = one.action !== 'block' || violations === 0
        return { name: one.name, action: one.action, isPassed, checked, violations }
      }),
  }
}
