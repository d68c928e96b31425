import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** The datasets whose cases can give sample values. */
export const datasets = createResources(async () => (await rpc.dataset.list()).items)
