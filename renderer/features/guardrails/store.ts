import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

export const guardrailList = createResources(async () => (await rpc.guardrail.list()).items)

/** What one guardrail did by day, by its name. */
export const counts = createResources(
  async (guardrail) => (await rpc.guardrail.listCounts({ guardrail, days: 90 })).items,
)

/** Violations of one guardrail by its name, newest first. */
export const violations = createPages((guardrail, cursor) =>
  rpc.guardrail.listViolations({ guardrail, limit: 200, ...(cursor ? { cursor } : {}) }),
)

export function refreshGuardrails(): void {
  guardrailList.refresh('all')
  counts.refresh()
  violations.refresh()
}
