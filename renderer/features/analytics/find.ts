import type { Execution } from '#shared/contract/execution.ts'
import { rpc } from '../../rpc/page.ts'
import { formatInstant } from '../../ui/format.ts'
import { addressOf, isStoreAtHand } from '../../ui/shell/addresses.ts'
import type { Destination } from '../../ui/shell/feature.ts'

/** An id or its beginning, or a service's name of a request: one word with a digit in it. */
const looksLikeId = /^(?=\S*\d)\S{6,}$/

/** The beginning of a UUID. */
const beginsId = /^[0-9a-f]{6,8}(-[0-9a-f-]{0,27})?$/i

const mostFound = 5

/** The pages of analytics, by the store's name. */
export async function findStores(query: string): Promise<Destination[]> {
  const { items } = await rpc.remote.list()
  return items
    .map(({ id, name }) => ({
      id: `analytics ${id}`,
      title: `Analytics: ${name}`,
      detail: 'What production did: executions, errors, times, cost',
      href: addressOf.analytics(name),
    }))
    .filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
}

const toDestination =
  (remote: string) =>
  (one: Execution): Destination => ({
    id: `execution ${remote} ${one.id}`,
    title: one.requestId ?? one.id,
    detail: [
      `Execution of ${one.templateName} v${one.templateVersion ?? '–'} in ${remote}`,
      formatInstant(one.executedAt),
      one.id,
    ].join(' · '),
    href: addressOf.execution(remote, one.id),
  })

/** By id first: what looks like one may be a service's name of a request all the same. */
async function findIn(remote: string, asked: string): Promise<readonly Execution[]> {
  const { items: byId } = beginsId.test(asked)
    ? await rpc.execution.list({ remote, idPrefix: asked, limit: mostFound })
    : { items: [] }
  if (byId.length > 0) return byId
  return (await rpc.execution.list({ remote, requestId: asked, limit: mostFound })).items
}

/** Executions by id or its beginning, or by the request that they answered. */
export async function findExecutions(query: string): Promise<Destination[]> {
  const asked = query.trim()
  if (!looksLikeId.test(asked)) return []
  const { items: remotes } = await rpc.remote.list()
  const lists = await Promise.allSettled(
    remotes
      .filter(isStoreAtHand)
      .map(async ({ name }) => (await findIn(name, asked)).map(toDestination(name))),
  )
  return lists
    .flatMap((list) => (list.status === 'fulfilled' ? list.value : []))
    .slice(0, mostFound)
}
