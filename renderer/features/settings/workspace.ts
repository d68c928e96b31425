import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const workspace = createResources(() => rpc.workspace.get())

export const backups = createResources(async () => (await rpc.workspace.listBackups()).items)
