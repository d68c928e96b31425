import { GalleyError } from '#shared/contract/errors.ts'
import type { ListedPrice, Price } from '#shared/contract/provider.ts'
import type { Reader, Writer } from '../db/handles.ts'
import { priceOf } from '../models/price.ts'
import { shippedPrice, shippedPrices } from '../models/shipped-prices.ts'
import type { StoredProvider } from './store.ts'

const columns =
  'model, input_per_million AS inputPerMillion, output_per_million AS outputPerMillion, as_of AS asOf'

/** What a model costs: as its provider says, else the workspace's table, else the one that ships. */
export function findPrice(reader: Reader, provider: StoredProvider, model: string): Price | null {
  const own = priceOf(provider.prices, model)
  if (own !== null) return own
  const listed = reader
    .prepare<Price>(`SELECT ${columns} FROM model_prices WHERE model = ?`)
    .get(model)
  return listed ?? shippedPrice(provider, model)
}

/** The workspace's prices and those that ship, by model. */
export function listPrices(reader: Reader): { items: ListedPrice[] } {
  const own = reader.prepare<Price>(`SELECT ${columns} FROM model_prices`).all()
  const items: ListedPrice[] = [
    ...own.map((price) => ({ ...price, source: 'workspace' as const })),
    ...shippedPrices
      .filter(({ model }) => !own.some((one) => one.model === model))
      .map(({ vendor: _, ...price }) => ({ ...price, source: 'shipped' as const })),
  ]
  return { items: items.sort((a, b) => a.model.localeCompare(b.model)) }
}

export function setPrice(writer: Writer, price: Price): void {
  const { model, inputPerMillion, outputPerMillion, asOf } = price
  writer.transaction((transaction) =>
    transaction
      .prepare('INSERT OR REPLACE INTO model_prices VALUES (?, ?, ?, ?)')
      .run(model, inputPerMillion, outputPerMillion, asOf),
  )
}

/** The shipped price holds again, where there is one. */
export function removePrice(writer: Writer, model: string): void {
  const { changes } = writer.transaction((transaction) =>
    transaction.prepare('DELETE FROM model_prices WHERE model = ?').run(model),
  )
  if (changes > 0) return
  throw new GalleyError('not_found', `The workspace has no price of its own for "${model}".`, {
    fix: 'See the list of prices.',
    where: { field: 'model' },
  })
}
