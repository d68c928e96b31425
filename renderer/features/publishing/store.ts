import type { Promotion } from '#shared/contract/promotion.ts'
import type { AuditEntry } from '#shared/contract/publishing.ts'
import { rpc } from '../../rpc/page.ts'
import { createPages, everyItem } from '../../ui/pages.ts'
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

/** Which promotions of a store: those that wait or all, of one template or of all. */
export interface PromotionFilter {
  readonly remote: string
  readonly isOpen: boolean
  readonly templateName?: string
}

/** By a `PromotionFilter` as text. */
export const promotions = createPages<Promotion>((key, cursor) => {
  const filter: PromotionFilter = JSON.parse(key)
  return rpc.promotion.list({
    ...filter,
    limit: 30,
    ...(cursor ? { cursor } : {}),
  })
})

const separator = '\n'

export const promotionKey = (remote: string, id: string): string => `${remote}${separator}${id}`

/** By `promotionKey`. */
export const onePromotion = createResources((key) => {
  const [remote = '', promotion = ''] = key.split(separator)
  return rpc.promotion.get({ remote, promotion })
})

/** What a version to publish, and where to, is chosen from. */
export const choices = createResources(async () => {
  const [templates, stores] = await Promise.all([
    everyItem((cursor) => rpc.template.list({ limit: 1000, ...(cursor ? { cursor } : {}) })),
    rpc.remote.list(),
  ])
  return {
    templates: templates.filter((template) => template.latestVersion !== null),
    remotes: stores.items,
  }
})

export const outbox = createResources(async () => (await rpc.outbox.list()).items)

/** Something was published or recorded: ask again for what is on screen. */
export function refreshRemotes(): void {
  for (const resource of [remotes, published, audit, promotions, onePromotion, choices, outbox]) {
    resource.refresh()
  }
}
