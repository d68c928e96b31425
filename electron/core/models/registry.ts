import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Embedded } from '#shared/domain/assertions/services.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { echo, recorded } from './local.ts'
import type { Model } from './model.ts'
import { scripted, scriptedPrefix } from './scripted.ts'

const recordedPrefix = 'recorded:'
export const providerPrefix = 'provider:'

/** What opening a model needs of providers. */
export interface ProviderModels {
  /** The references of all models that providers list. */
  refs(): string[]
  /** That model; throws `not_found` for a provider or model that does not exist. */
  open(provider: string, model: string): Model
  /** Vectors of texts by the model that the reference `provider:NAME/MODEL` names. */
  embed(ref: string, texts: readonly string[], signal: AbortSignal): Promise<Embedded>
}

/**
 * The model of that name for a run over that dataset.
 * @throws GalleyError `not_found` with the nearest name.
 */
export function openModel(
  ref: string,
  dataset: Pick<Dataset, 'name' | 'recordedModels'> | null,
  providers: ProviderModels,
): Model {
  if (ref === echo.ref) return echo
  if (ref.startsWith(scriptedPrefix)) return scripted(ref)
  if (ref.startsWith(providerPrefix)) {
    const [name = '', ...model] = ref.slice(providerPrefix.length).split('/')
    return providers.open(name, model.join('/'))
  }
  const names = dataset?.recordedModels ?? []
  if (ref.startsWith(recordedPrefix)) {
    const name = ref.slice(recordedPrefix.length)
    if (names.includes(name)) return recorded(name)
  }
  throw unknownModel(ref, dataset, [
    echo.ref,
    ...names.map((name) => `${recordedPrefix}${name}`),
    ...providers.refs(),
  ])
}

function unknownModel(
  ref: string,
  dataset: Pick<Dataset, 'name'> | null,
  known: string[],
): GalleyError {
  const suggestion = nearestName(ref, known)
  const sentence =
    dataset === null
      ? `"${ref}" has its answers in a dataset, and no case of one is given.`
      : `Dataset "${dataset.name}" knows no model "${ref}".`
  return new GalleyError('not_found', sentence, {
    fix: suggestion === null ? `There are: ${known.join(', ')}.` : `Did you mean "${suggestion}"?`,
    where: { field: 'model' },
    ...(suggestion === null ? {} : { suggestion }),
  })
}
