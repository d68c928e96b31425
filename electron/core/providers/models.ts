import { setTimeout as delay } from 'node:timers/promises'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Embedded } from '#shared/domain/assertions/services.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Model } from '../models/model.ts'
import { costOf } from '../models/price.ts'
import { type ProviderModels, providerPrefix } from '../models/registry.ts'
import { type Endpoint, needsKey } from '../models/sdk/endpoint.ts'
import { providerModel } from '../models/sdk/provider-model.ts'
import { Throttle, type Wait } from '../models/throttle.ts'
import { findPrice } from './prices.ts'
import { findProvider, listProviders, type StoredProvider } from './store.ts'

/** Key under which the secret store holds a provider's key; by name, as remotes do. */
export const secretKey = (name: string): string => `provider.${name}`

const systemWait: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
}

export interface OpenOptions {
  /** Instead of the provider's own setting. */
  maxRetries?: number
}

interface Parts {
  environment: Pick<CoreEnvironment, 'secrets' | 'wait'>
  reader: Reader
}

/** The models of all providers; everybody who asks one provider shares its throttle. */
export function providerModels({ environment, reader }: Parts) {
  const throttles = new Map<string, Throttle>()
  const wait = environment.wait ?? systemWait

  function throttleOf(provider: StoredProvider): Throttle {
    const throttle = throttles.get(provider.id) ?? new Throttle(provider, wait)
    throttle.setLimits(provider)
    throttles.set(provider.id, throttle)
    return throttle
  }

  async function endpoint({ kind, name, baseUrl }: StoredProvider): Promise<Endpoint> {
    const apiKey = await environment.secrets.get(secretKey(name))
    if (apiKey !== null || !needsKey(kind)) return { kind, name, baseUrl, apiKey }
    throw new GalleyError('missing_part', `Provider "${name}" has no key.`, {
      fix: `Give it one in the settings, or with "galley provider add".`,
      details: { provider: name },
    })
  }

  function partsOf(name: string, model: string, options: OpenOptions) {
    const provider = requireProvider(reader, name)
    requireModel(provider, model)
    const { kind, baseUrl, concurrency, timeoutMs, maxRetries, waitsForLimits } = provider
    const parts = {
      model,
      concurrency,
      timeoutMs,
      maxRetries: options.maxRetries ?? maxRetries,
      waitsForLimits,
      throttle: throttleOf(provider),
      wait,
      endpoint: () => endpoint(provider),
    }
    const cacheIdentity = JSON.stringify([kind, baseUrl, model])
    return { parts, price: findPrice(reader, provider, model), cacheIdentity }
  }

  const models = {
    refs: () =>
      listProviders(reader).flatMap(({ name, models }) =>
        models.map((model) => `${providerPrefix}${name}/${model}`),
      ),
    open(name: string, model: string, options: OpenOptions = {}): Model {
      const { parts, price, cacheIdentity } = partsOf(name, model, options)
      return providerModel(`${providerPrefix}${name}/${model}`, name, {
        ...parts,
        price,
        cacheIdentity,
      })
    },
    async embed(ref: string, texts: readonly string[], signal: AbortSignal): Promise<Embedded> {
      const [name = '', ...model] = ref.replace(providerPrefix, '').split('/')
      const { parts, price } = partsOf(name, model.join('/'), {})
      // With the first call: most sessions never embed, and the SDK takes a while to load.
      const { embedPatiently } = await import('../models/sdk/embed.ts')
      const { vectors, inputTokens } = await embedPatiently(parts, texts, signal)
      const usage = inputTokens === null ? null : { inputTokens, outputTokens: 0 }
      return { vectors, cost: costOf(usage, price) }
    },
  }
  return models satisfies ProviderModels
}

/** That provider; throws `not_found` with the nearest name. */
export function requireProvider(reader: Reader, name: string): StoredProvider {
  const found = findProvider(reader, name)
  if (found !== undefined) return found
  const known = listProviders(reader).map((provider) => provider.name)
  throw unknown(`There is no provider "${name}".`, name, known, 'Add one in the settings.')
}

function requireModel({ name, models }: StoredProvider, model: string): void {
  // A provider without a list takes every name: some servers have hundreds of models.
  if (models.length === 0 || models.includes(model)) return
  const fix = `It lists: ${models.join(', ')}.`
  throw unknown(`Provider "${name}" lists no model "${model}".`, model, models, fix)
}

function unknown(sentence: string, asked: string, known: string[], fix: string): GalleyError {
  const suggestion = nearestName(asked, known)
  return new GalleyError('not_found', sentence, {
    fix: suggestion === null ? fix : `Did you mean "${suggestion}"?`,
    where: { field: 'model' },
    ...(suggestion === null ? {} : { suggestion }),
  })
}
