import type { GivenVerdict } from '#shared/contract/gate.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** What gates said last of a template's versions, by version number. */
export const gateVerdicts = createResources(
  async (template): Promise<ReadonlyMap<number, readonly GivenVerdict[]>> => {
    const { items } = await rpc.gate.listNewest({ template })
    return Map.groupBy(items, ({ version }) => version)
  },
)
