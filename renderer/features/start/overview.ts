import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const workspace = createResources(() => rpc.workspace.get())

export const activity = createResources(
  async () => (await rpc.workspace.listActivity({ limit: 30 })).items,
)
