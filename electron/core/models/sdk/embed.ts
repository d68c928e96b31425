import { embedMany } from 'ai'
import { GalleyError } from '#shared/contract/errors.ts'
import { type Attempt, withRetries } from '../retry.ts'
import type { Endpoint } from './endpoint.ts'
import { readFailure } from './failures.ts'
import { openAiCompatible } from './load.ts'
import type { ProviderModelParts } from './provider-model.ts'

export interface Embeddings {
  vectors: number[][]
  /** As the provider counted them; null where it did not. */
  inputTokens: number | null
}

/** The same with the provider's throttle, timeout and retries. @throws GalleyError */
export async function embedPatiently(
  parts: Omit<ProviderModelParts, 'cacheIdentity' | 'price'>,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Embeddings> {
  const endpoint = await parts.endpoint()
  const { model, timeoutMs } = parts
  const attempt = async (): Promise<Attempt<Embeddings>> => {
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const stops = AbortSignal.any([signal, timeout])
      return { kind: 'answer', answer: await embedTexts(endpoint, model, texts, stops) }
    } catch (error) {
      signal.throwIfAborted()
      const { name: provider, apiKey } = endpoint
      const cause = timeout.aborted ? timeout.reason : error
      return { kind: 'failed', failed: readFailure(cause, { provider, model, timeoutMs, apiKey }) }
    }
  }
  return withRetries({ ...parts, signal }, attempt)
}

/** One request for the vectors of some texts. */
async function embedTexts(
  endpoint: Endpoint,
  model: string,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Embeddings> {
  const { embeddings, usage } = await embedMany({
    model: await embeddingModel(endpoint, model),
    values: [...texts],
    maxRetries: 0,
    abortSignal: signal,
  })
  const { tokens } = usage
  return { vectors: embeddings, inputTokens: Number.isFinite(tokens) ? tokens : null }
}

async function embeddingModel(endpoint: Endpoint, model: string) {
  const { kind, name, apiKey, baseUrl } = endpoint
  if (kind === 'google') {
    const { createGoogle } = await import('@ai-sdk/google')
    return createGoogle({
      name,
      apiKey: apiKey ?? '',
      ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    }).embeddingModel(model)
  }
  if (kind !== 'anthropic') return (await openAiCompatible(endpoint)).embeddingModel(model)
  throw new GalleyError('invalid_input', 'Anthropic has no models that embed texts.', {
    fix: 'Choose an embedding model of another provider.',
  })
}
