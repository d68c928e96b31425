import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

export const datasetList = createResources(async () => (await rpc.dataset.list()).items)

/** The cases of a dataset by its id, a thousand at a time. */
export const cases = createPages((dataset, cursor) =>
  rpc.dataset.listCases({ dataset, limit: 1000, ...(cursor ? { cursor } : {}) }),
)
