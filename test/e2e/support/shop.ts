import type { createClient } from '#shared/client/client.ts'
import { testDesign } from '../../support/experiments/experiments.ts'
import { playDay } from '../../support/experiments/simulated-users.ts'
import { startTestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'
import type { Host } from './host.ts'

export const shop = 'shop'

/** A real Postgres with the schema in it; `env` hands its login to a host as the remote `shop`. */
export async function startShop() {
  const postgres = await startTestPostgres()
  const connectionString = await createStore(postgres)
  const env = { GALLEY_SECRET_REMOTE_SHOP: connectionString }
  return { connectionString, env, stop: () => postgres.stop() }
}

/** `welcome` in two versions, the first in production, and a draft `shorter` that compares them. */
export async function fillShop(host: Host, connectionString: string): Promise<void> {
  const content = (text: string) => ({ body: { kind: 'text', text } })
  await host.api('POST', '/remotes', { name: shop, connectionString })
  await host.api('POST', '/templates', { name: 'welcome', content: content('one') })
  await host.api('POST', '/templates/welcome/versions', {})
  await host.api('PUT', '/templates/welcome/draft', { content: content('two'), revision: 1 })
  await host.api('POST', '/templates/welcome/versions', {})
  const publish = { template: 'welcome', version: 1, reason: 'The first.' }
  await host.api('POST', `/remotes/${shop}/publish`, publish)
  const design = testDesign()
  await host.api('POST', '/experiments', { name: 'shorter', template: 'welcome', design })
}

/** Users of one day call a production service; those who get the second version more often succeed. */
export function playShopDay(
  client: ReturnType<typeof createClient>,
  day: number,
  usersPerDay: number,
  template = 'welcome',
): Promise<void> {
  const plan = {
    template,
    usersPerDay,
    rates: { one: 0.4, two: 0.6 },
    outcome: 'solved',
    seed: 'live',
  }
  return playDay(client, [plan], day)
}
