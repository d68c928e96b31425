import { runIdSchema } from '#shared/contract/base.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** The gates that may be asked about a template's columns. */
export const gatesOf = createResources((template) => rpc.gate.list({ template }))

/** What gates said of a run, newest first. */
export const verdictsOf = createResources((run) =>
  rpc.gate.listVerdicts({ run: runIdSchema.parse(run) }),
)

/** All gates, or those that hold for a template, each with the newest verdicts it gave. */
export const gateOverview = createResources(async (template) => {
  const of = template === 'all' ? {} : { template }
  const [gates, verdicts] = await Promise.all([rpc.gate.list(of), rpc.gate.listNewest(of)])
  const byGate = Map.groupBy(verdicts.items, ({ gateId }) => gateId)
  return gates.items.map((gate) => ({ gate, verdicts: byGate.get(gate.id) ?? [] }))
})

/** A gate was made, changed or removed, or judged a run. */
export function refreshGates(): void {
  gatesOf.refresh()
  verdictsOf.refresh()
  gateOverview.refresh()
}
