import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const providers = createResources(async () => (await rpc.provider.list()).items)
