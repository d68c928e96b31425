import type { LanguageModel } from 'ai'
import type { Endpoint } from './endpoint.ts'

/** Vendors' own addresses, written down here: the SDK would else read them from the environment. */
const vendorUrls = {
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const

// Warnings would go to the console of whichever host this is; settings a model ignores are no event.
globalThis.AI_SDK_LOG_WARNINGS = false

/** The SDK's model behind an endpoint; connects to nothing yet. */
export async function languageModel(endpoint: Endpoint, model: string): Promise<LanguageModel> {
  const { kind, name, baseUrl } = endpoint
  // Empty rather than absent: the SDK fills an absent key from the environment.
  const apiKey = endpoint.apiKey ?? ''
  if (kind === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ name, apiKey, baseURL: baseUrl ?? vendorUrls.anthropic })(model)
  }
  if (kind === 'google') {
    const { createGoogle } = await import('@ai-sdk/google')
    return createGoogle({ name, apiKey, baseURL: baseUrl ?? vendorUrls.google })(model)
  }
  return (await openAiCompatible(endpoint))(model)
}

/** The same wire format for OpenAI, Azure and the many that copy it. */
export async function openAiCompatible({ kind, name, baseUrl, apiKey }: Endpoint) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  if (baseUrl === null) throw new Error('An OpenAI-compatible provider has a base URL.')
  return createOpenAICompatible({
    name,
    baseURL: kind === 'azure' ? azureUrl(baseUrl) : baseUrl,
    // Without includeUsage a stream tells no token counts.
    includeUsage: true,
    supportsStructuredOutputs: true,
    // Azure takes a key of its own header; a bearer token there means another way of signing in.
    ...(kind === 'azure' ? { headers: { 'api-key': apiKey ?? '' } } : {}),
    ...(kind !== 'azure' && apiKey !== null ? { apiKey } : {}),
  })
}

/** A resource's address as its page shows it, with or without the path of the v1 API. */
function azureUrl(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '')
  return bare.endsWith('/openai/v1') ? bare : `${bare}/openai/v1`
}
