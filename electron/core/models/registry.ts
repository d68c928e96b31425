import type { Dataset } from '#shared/contract/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { echo, recorded } from './local.ts'
import type { Model } from './model.ts'

const recordedPrefix = 'recorded:'

/**
 * The model of that name for a run over that dataset.
 * @throws GalleyError `not_found` with the nearest name.
 */
export function openModel(ref: string, dataset: Pick<Dataset, 'name' | 'recordedModels'>): Model {
  if (ref === echo.ref) return echo
  const names = dataset.recordedModels
  if (ref.startsWith(recordedPrefix)) {
    const name = ref.slice(recordedPrefix.length)
    if (names.includes(name)) return recorded(name)
  }
  const known = [echo.ref, ...names.map((name) => `${recordedPrefix}${name}`)]
  const suggestion = nearestName(ref, known)
  throw new GalleyError('not_found', `Dataset "${dataset.name}" knows no model "${ref}".`, {
    fix: suggestion === null ? `There are: ${known.join(', ')}.` : `Did you mean "${suggestion}"?`,
    where: { field: 'model' },
    ...(suggestion === null ? {} : { suggestion }),
  })
}
