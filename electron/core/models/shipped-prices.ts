import type { Price, ProviderKind } from '#shared/contract/provider.ts'

/**
 * List prices as generally known on this day; no machine has read them from the vendors' pages. They
 * age: each is shown with its day, and the workspace's own go before them.
 */
const asOf = '2025-11-01'

/** Vendors whose prices are known; a server elsewhere that has a model of that name costs what its owner says. */
type Vendor = 'openai' | 'anthropic' | 'google'

/** US dollars per million tokens, in and out, at list price without discounts for caching or batches. */
const table: Readonly<Record<Vendor, Readonly<Record<string, readonly [number, number]>>>> = {
  openai: {
    'gpt-5': [1.25, 10],
    'gpt-5-mini': [0.25, 2],
    'gpt-5-nano': [0.05, 0.4],
    'gpt-4.1': [2, 8],
    'gpt-4.1-mini': [0.4, 1.6],
    'gpt-4.1-nano': [0.1, 0.4],
    'gpt-4o': [2.5, 10],
    'gpt-4o-mini': [0.15, 0.6],
    o3: [2, 8],
    'o4-mini': [1.1, 4.4],
    'text-embedding-3-small': [0.02, 0],
    'text-embedding-3-large': [0.13, 0],
  },
  anthropic: {
    'claude-opus-4-1': [15, 75],
    'claude-sonnet-4-5': [3, 15],
    'claude-haiku-4-5': [1, 5],
    'claude-3-5-haiku': [0.8, 4],
  },
  google: {
    'gemini-2.5-pro': [1.25, 10],
    'gemini-2.5-flash': [0.3, 2.5],
    'gemini-2.5-flash-lite': [0.1, 0.4],
  },
}

export const shippedPrices: readonly (Price & { vendor: Vendor })[] = Object.entries(table).flatMap(
  ([vendor, models]) =>
    Object.entries(models).map(([model, [inputPerMillion, outputPerMillion]]) => {
      return { vendor: vendor as Vendor, model, inputPerMillion, outputPerMillion, asOf }
    }),
)

/** Whose list price holds at that address; null where nobody's is known. */
function vendorAt(kind: ProviderKind, baseUrl: string | null): Vendor | null {
  if (kind === 'azure') return 'openai'
  const host = baseUrl === null ? null : new URL(baseUrl).hostname
  if (kind === 'anthropic' && (host === null || host === 'api.anthropic.com')) return 'anthropic'
  const isGoogle = host === null || host === 'generativelanguage.googleapis.com'
  if (kind === 'google' && isGoogle) return 'google'
  return kind === 'openai-compatible' && host === 'api.openai.com' ? 'openai' : null
}

/** The shipped price of a model at that address, also of a dated snapshot of it; null where none is known. */
export function shippedPrice(
  { kind, baseUrl }: { kind: ProviderKind; baseUrl: string | null },
  model: string,
): Price | null {
  const vendor = vendorAt(kind, baseUrl)
  const bare = model.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$/, '')
  const found = shippedPrices.find((one) => one.vendor === vendor && one.model === bare)
  if (found === undefined) return null
  const { vendor: _, ...price } = found
  return price
}
