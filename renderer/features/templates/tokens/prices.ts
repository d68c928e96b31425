import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** A model with what a million tokens of a prompt cost, in US dollars; null where nobody has said. */
export interface PricedModel {
  readonly name: string
  readonly model: string
  readonly price: { readonly inputPerMillion: number; readonly asOf: string } | null
}

/**
 * The models of the providers with their prices: the provider's own, else the table's. Without
 * providers the table itself, so that a prompt's cost can be seen before one is added.
 */
export const modelPrices = createResources(async (): Promise<PricedModel[]> => {
  const [{ items: providers }, { items: table }] = await Promise.all([
    rpc.provider.list(),
    rpc.provider.listPrices(),
  ])
  const ofProviders = providers.flatMap(({ name, models, prices }) =>
    [...new Set([...models, ...prices.map(({ model }) => model)])].map((model) => ({
      name: `${name}/${model}`,
      model,
      price: [...prices, ...table].find((price) => price.model === model) ?? null,
    })),
  )
  if (ofProviders.length > 0) return ofProviders
  return table.map((price) => ({ name: price.model, model: price.model, price }))
})
