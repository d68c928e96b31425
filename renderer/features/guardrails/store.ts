import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

/** In their order: `all`, or those that hold for a template by its id or name. */
export const guardrailList = createResources(
  async (template) => (await rpc.guardrail.list(template === 'all' ? {} : { template })).items,
)

/** What one guardrail did by day, by its name. */
export const counts = createResources(
  async (guardrail) => (await rpc.guardrail.listCounts({ guardrail, days: 90 })).items,
)

/** Violations of one guardrail by its name, newest first. */
export const violations = createPages((guardrail, cursor) =>
  rpc.guardrail.listViolations({ guardrail, limit: 200, ...(cursor ? { cursor } : {}) }),
)

/** Shared stores of the workspace, and how the guardrails stand in one of them. */
export const sharedStores = createResources(async () => (await rpc.remote.list()).items)
export const sharedGuardrails = createResources(
  async (remote) => (await rpc.guardrail.compareShared({ remote })).items,
)

/** What pulls brought from shared stores and this workspace has not. */
export const pulledGuardrails = createResources(async () =>
  (await rpc.guardrail.listPulled()).items.filter(({ isHere }) => !isHere),
)

export function refreshGuardrails(): void {
  for (const resource of [guardrailList, pulledGuardrails, sharedStores, sharedGuardrails])
    resource.refresh()
  counts.refresh()
  violations.refresh()
}
