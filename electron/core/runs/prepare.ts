import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { isTemplated } from '#shared/domain/assertions/case-checks.ts'
import { compileAssertions } from '#shared/domain/assertions/check.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import type { Input } from '../inputs.ts'
import type { Model } from '../models/model.ts'
import { openModel } from '../models/registry.ts'
import { makeColumns } from './columns.ts'
import { modelsAsked, refuseUnasked } from './judging/judges.ts'
import type { RunParts } from './ports.ts'

type StartInput = Input<'run', 'start'>

/**
 * Everything a run freezes: versions, cases, assertions, guardrails and how models are asked.
 * @throws GalleyError for whatever could not be run, before the first cell.
 */
export function prepareRun(parts: RunParts, input: StartInput) {
  const { templates, datasets, guardrails, providers } = parts
  const dataset = datasets.get({ dataset: input.dataset })
  const columns = makeColumns(input.columns, templates)
  const models = columns.map(({ model }) => openModel(model, dataset, providers))
  refuseImpossible(input)
  const { judge = null, embedder = null } = input
  refuseUnasked(parts, { judge, embedder }, input.assertions)
  const asked = modelsAsked(parts, { judge, embedder }, input.assertions)
  refuseUnwatchableCap(input.maxCost ?? null, [...models, ...asked])
  const splits = input.splits && [...new Set(input.splits)]
  const totalCells = countCases(dataset, splits) * columns.length * input.repeats
  const frozen = {
    datasetId: dataset.id,
    datasetVersion: dataset.version,
    assertionsJson: JSON.stringify(input.assertions),
    threshold: input.threshold ?? null,
    guardrailsJson: JSON.stringify(guardrails.enabled()),
    totalCells,
    repeats: input.repeats,
    splitsJson: splits === undefined ? null : JSON.stringify(splits),
    judge,
    embedder,
    usesCache: input.usesCache,
    maxCost: input.maxCost ?? null,
    stopReason: null,
    isPaused: false,
    status: 'queued' as const,
    startedAt: null,
    finishedAt: null,
  }
  return { dataset, columns, models, totalCells, frozen }
}

/** Cases of the chosen splits. @throws GalleyError for a split that the dataset version does not have. */
function countCases(
  { name, caseCount, splitCounts }: Pick<Dataset, 'name' | 'caseCount' | 'splitCounts'>,
  splits: readonly string[] | undefined,
): number {
  if (splits === undefined) return caseCount
  const counts = new Map(Object.entries(splitCounts))
  const missing = splits.find((split) => (counts.get(split) ?? 0) === 0)
  if (missing === undefined) return splits.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0)
  const known = [...counts.keys()].join(', ')
  throw new GalleyError('not_found', `Dataset "${name}" has no cases in the split "${missing}".`, {
    fix: known === '' ? 'Split the dataset first.' : `Its splits: ${known}.`,
    where: { field: 'splits' },
  })
}

/** A cap over a model whose price nobody knows would promise what cannot be kept. */
function refuseUnwatchableCap(maxCost: number | null, models: readonly Model[]): void {
  const unpriced = models.find(({ isPriced }) => !isPriced)
  if (maxCost === null || unpriced === undefined) return
  throw new GalleyError('invalid_input', `No price is known of ${unpriced.ref}.`, {
    fix: 'Add its price to the provider, or start the run without a spend cap.',
    where: { field: 'maxCost' },
  })
}

/** Assertions that cannot be run are refused before the first cell, not once per cell. */
function refuseImpossible({ assertions }: Input<'run', 'start'>): void {
  for (const [index, assertion] of assertions.entries()) {
    try {
      // A template can be judged only with the inputs of a case.
      if (!isTemplated(assertion)) compileAssertions([assertion])
    } catch (error) {
      if (!(error instanceof AssertionRefused)) throw error
      throw new GalleyError('invalid_input', error.message, {
        where: { field: `assertions.${index}` },
        cause: error,
      })
    }
  }
}
