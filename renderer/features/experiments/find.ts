import type { Remote } from '#shared/contract/remote.ts'
import { rpc } from '../../rpc/page.ts'
import type { Destination } from '../../ui/shell/feature.ts'
import { formatRoute } from '../../ui/shell/route.ts'
import { canaryList, experimentList } from './store.ts'
import { statusWords } from './words.ts'

const asked = new Set<string>()

/** Asks a store once for its canaries, for the next letter typed. A trial store would have to be started. */
function lookInto({ name: remote, kind }: Remote): void {
  if (asked.has(remote) || kind === 'trial') return
  asked.add(remote)
  void rpc.canary.list({ remote, limit: 100 }).then(
    ({ items }) => canaryList.put(remote, items),
    () => asked.delete(remote),
  )
}

/** Canaries live in shared stores: one of them that is away must hold up nobody who types a name. */
async function findCanaries(): Promise<Destination[]> {
  const { items } = await rpc.remote.list()
  return items.flatMap((remote) => {
    const known = canaryList.peek(remote.name)
    if (known === undefined) lookInto(remote)
    return (known ?? []).map(({ name, templateName }) => ({
      id: `canary ${remote.name} ${name}`,
      title: name,
      detail: `Canary of ${templateName} in ${remote.name}`,
      href: formatRoute(['experiments', 'canaries', remote.name, name]),
    }))
  })
}

/** Experiments of this workspace and canaries, by name. */
export async function findExperiments(query: string): Promise<Destination[]> {
  const words = query.toLowerCase()
  const [all, canaries] = await Promise.all([
    experimentList.peek('all') ?? rpc.experiment.list({ limit: 200 }).then(({ items }) => items),
    findCanaries(),
  ])
  const drafts = all.map(({ id, name, status }) => ({
    id,
    title: name,
    detail: statusWords[status],
    href: formatRoute(['experiments', name]),
  }))
  return [...drafts, ...canaries].filter(({ title }) => title.toLowerCase().includes(words))
}
