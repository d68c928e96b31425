import { GalleyError } from '#shared/contract/errors.ts'
import type { ProviderFailure } from '#shared/contract/provider.ts'
import type { Model } from '../model.ts'
import { withRetries } from '../retry.ts'
import { RateLimited, type Throttle, type Wait } from '../throttle.ts'
import type { AttemptParts } from './attempt.ts'
import type { Endpoint } from './endpoint.ts'

export interface ProviderModelParts extends AttemptParts {
  concurrency: number
  maxRetries: number
  waitsForLimits: boolean
  cacheIdentity: string
  throttle: Throttle
  wait: Wait
  /** Asked at every call: a key may be changed while a run waits. */
  endpoint(): Promise<Endpoint>
}

/** A model of a provider as runs and tries ask it: with retries, timeout, throttle and cost. */
export function providerModel(ref: string, name: string, parts: ProviderModelParts): Model {
  return {
    ref,
    lane: `provider:${name}`,
    concurrency: parts.concurrency,
    isPriced: parts.price !== null,
    price: parts.price,
    cacheIdentity: parts.cacheIdentity,
    async complete(request) {
      // With the first call: most sessions never ask a model, and the SDK takes a while to load.
      const { attemptOnce } = await import('./attempt.ts')
      const endpoint = await parts.endpoint()
      const { signal } = request
      const attempt = () => attemptOnce(parts, endpoint, request)
      try {
        return await withRetries({ ...parts, signal }, attempt)
      } catch (error) {
        throw error instanceof RateLimited ? limited(error, name, parts.model) : error
      }
    },
  }
}

const limited = (error: RateLimited, provider: string, model: string) =>
  new GalleyError('provider_failed', `${provider}: ${error.message}`, {
    fix: 'Retry the errors of the run later, raise the limit, or let the provider wait for limits.',
    details: { provider, model, reason: 'rate_limited' satisfies ProviderFailure },
  })
