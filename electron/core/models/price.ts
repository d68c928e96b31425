import type { TokenUsage } from '#shared/contract/model.ts'
import type { Price } from '#shared/contract/provider.ts'

/** US dollars, or null where usage or price is unknown: never 0 by ignorance. */
export function costOf(usage: TokenUsage | null, price: Price | null): number | null {
  if (usage === null || price === null) return null
  const { inputTokens, outputTokens } = usage
  return (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000
}

/** The newest price of a model, null where the table has none. */
export function priceOf(prices: readonly Price[], model: string): Price | null {
  const known = prices.filter((price) => price.model === model)
  return known.toSorted((a, b) => b.asOf.localeCompare(a.asOf))[0] ?? null
}
