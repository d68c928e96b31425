import type { Promotion } from '#shared/contract/promotion.ts'
import { rpc } from '../../rpc/page.ts'
import { addressOf, isStoreAtHand } from '../../ui/shell/addresses.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { promotionStates, promotionTitle } from './promotions/words.ts'
import { remotes } from './store.ts'

const leastLetters = 3
const mostFound = 5

const all = async () => remotes.peek('all') ?? (await rpc.remote.list()).items

/** Shared stores by name. */
export const findRemotes = async (query: string): Promise<Destination[]> =>
  (await all())
    .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
    .map(({ id, name, address }) => ({
      id,
      title: name,
      detail: address,
      href: addressOf.remote(name),
    }))

/** The newest promotions by their store: asked for once while the palette is open. */
const asked = new Map<string, Promise<readonly Promotion[]>>()

function newestOf(remote: string): Promise<readonly Promotion[]> {
  const known = asked.get(remote)
  if (known !== undefined) return known
  const newest = rpc.promotion.list({ remote, limit: 100 }).then(({ items }) => items)
  asked.set(remote, newest)
  return newest
}

const toDestination =
  (remote: string) =>
  (promotion: Promotion): Destination => ({
    id: `promotion ${promotion.id}`,
    title: promotionTitle(promotion),
    detail: `Promotion in ${remote} · ${promotionStates[promotion.state]}`,
    href: addressOf.promotion(remote, promotion.id),
  })

/** Promotions by template, version and label, as in "greet production" or "greet v2". */
export async function findPromotions(query: string): Promise<Destination[]> {
  // The palette opens without a word: what is known may be old by then.
  if (query === '') asked.clear()
  const words = query.trim().toLowerCase()
  if (words.length < leastLetters) return []
  const lists = await Promise.allSettled(
    (await all())
      .filter(isStoreAtHand)
      .map(async ({ name }) => (await newestOf(name)).map(toDestination(name))),
  )
  return lists
    .flatMap((list) => (list.status === 'fulfilled' ? list.value : []))
    .filter(({ title }) => words.split(/\s+/).every((word) => title.toLowerCase().includes(word)))
    .slice(0, mostFound)
}
