import type { Promotion } from '#shared/contract/promotion.ts'
import type { AuditEntry } from '#shared/contract/publishing.ts'
import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

export const remotes = createResources(async () => (await rpc.remote.list()).items)

/** How a shared store stands now, by its name. */
export const checks = createResources((remote) => rpc.remote.check({ remote }))

export const published = createResources(
  async (remote) => (await rpc.publishing.list({ remote })).items,
)

export const audit = createPages<AuditEntry>((remote, cursor) =>
  rpc.publishing.listAudit({ remote, limit: 100, ...(cursor ? { cursor } : {}) }),
)

/** By `open REMOTE` or `all REMOTE`. */
export const promotions = createPages<Promotion>((key, cursor) => {
  const [scope = '', ...remote] = key.split(' ')
  return rpc.promotion.list({
    remote: remote.join(' '),
    isOpen: scope === 'open',
    limit: 30,
    ...(cursor ? { cursor } : {}),
  })
})

export const outbox = createResources(async () => (await rpc.outbox.list()).items)

/** Something was published or recorded: ask again for what is on screen. */
export function refreshRemotes(): void {
  for (const resource of [remotes, published, audit, promotions, outbox]) resource.refresh()
}
