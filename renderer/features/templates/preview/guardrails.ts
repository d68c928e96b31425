import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

let known: readonly GuardrailView[] = []

/** The rules alone: counters change with every run and alter no preview. */
const rulesOf = (views: readonly GuardrailView[]) =>
  JSON.stringify(views.map(({ counters: _, samples: __, ...rule }) => rule))

/**
 * The workspace's guardrails as the core has them; without them no preview can be trusted. The same
 * list comes back while no rule changed, so that nothing is compiled again.
 */
export const guardrailList = createResources(async () => {
  const { items } = await rpc.guardrail.list({})
  if (rulesOf(items) !== rulesOf(known)) known = items
  return known
})
