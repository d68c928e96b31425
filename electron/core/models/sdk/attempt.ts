import type { Price } from '#shared/contract/provider.ts'
import type { ModelAnswer, ModelRequest } from '../model.ts'
import { costOf } from '../price.ts'
import type { Attempt } from '../retry.ts'
import { callModel } from './call.ts'
import type { Endpoint } from './endpoint.ts'
import { readFailure } from './failures.ts'
import { languageModel } from './load.ts'

export interface AttemptParts {
  model: string
  timeoutMs: number
  price: Price | null
}

/** One call with its timeout; failures come back as values, an abort by the caller throws. */
export async function attemptOnce(
  { model, timeoutMs, price }: AttemptParts,
  endpoint: Endpoint,
  request: ModelRequest,
): Promise<Attempt<ModelAnswer>> {
  const { signal, onText } = request
  // Before the clock runs: the first call of a session loads the SDK.
  const asked = await languageModel(endpoint, model)
  const timeout = AbortSignal.timeout(timeoutMs)
  let hasSpoken = false
  const startedAt = performance.now()
  try {
    const answered = await callModel(asked, {
      ...request,
      signal: AbortSignal.any([signal, timeout]),
      ...(onText === undefined
        ? {}
        : {
            onText: (text) => {
              hasSpoken = true
              onText(text)
            },
          }),
    })
    const latencyMs = performance.now() - startedAt
    const cost = costOf(answered.usage, price)
    return { kind: 'answer', answer: { ...answered, latencyMs, cost, isCached: false } }
  } catch (error) {
    // Stopped by whoever asked: no failure of the provider.
    signal.throwIfAborted()
    const { name: provider, apiKey } = endpoint
    const cause = timeout.aborted ? timeout.reason : error
    const failed = readFailure(cause, { provider, model, timeoutMs, apiKey })
    // What was shown cannot be taken back, so a stream that broke off is not begun again.
    return { kind: 'failed', failed: hasSpoken ? { ...failed, isRetryable: false } : failed }
  }
}
