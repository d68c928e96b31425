import { eq } from 'drizzle-orm'
import type { Provider } from '#shared/contract/provider.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { providers } from '../db/tables/providers.ts'

/** A provider as it is stored: whether there is a key only the secret store knows. */
export type StoredProvider = Omit<Provider, 'hasKey'>

const toProvider = ({
  modelsJson,
  pricesJson,
  ...row
}: typeof providers.$inferSelect): StoredProvider => ({
  ...row,
  models: JSON.parse(modelsJson),
  prices: JSON.parse(pricesJson),
})

const toRow = ({ models, prices, ...provider }: StoredProvider) => ({
  ...provider,
  modelsJson: JSON.stringify(models),
  pricesJson: JSON.stringify(prices),
})

/** By name. */
export function listProviders(reader: Reader): StoredProvider[] {
  return reader.query.select().from(providers).orderBy(providers.name).all().map(toProvider)
}

export function findProvider(reader: Reader, name: string): StoredProvider | undefined {
  const row = reader.query.select().from(providers).where(eq(providers.name, name)).get()
  return row && toProvider(row)
}

export function insertProvider(transaction: Transaction, provider: StoredProvider): void {
  transaction.query.insert(providers).values(toRow(provider)).run()
}

export function updateProvider(transaction: Transaction, provider: StoredProvider): void {
  transaction.query
    .update(providers)
    .set(toRow(provider))
    .where(eq(providers.id, provider.id))
    .run()
}

export function deleteProvider(transaction: Transaction, id: string): void {
  transaction.query.delete(providers).where(eq(providers.id, id)).run()
}
