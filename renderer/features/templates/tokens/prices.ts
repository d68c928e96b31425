import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** A model with what a million tokens of a prompt cost, in US dollars. */
export interface PricedModel {
  readonly name: string
  readonly model: string
  readonly inputPerMillion: number
  readonly asOf: string
}

/** Models of providers whose price is known. */
export const modelPrices = createResources(async (): Promise<PricedModel[]> => {
  const { items } = await rpc.provider.list()
  return items.flatMap(({ name, prices }) =>
    prices.map(({ model, inputPerMillion, asOf }) => ({
      name: `${name}/${model}`,
      model,
      inputPerMillion,
      asOf,
    })),
  )
})
