import { runIdSchema } from '#shared/contract/base.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** The gates that may be asked about a template's columns. */
export const gatesOf = createResources((template) => rpc.gate.list({ template }))

/** What gates said of a run, newest first. */
export const verdictsOf = createResources((run) =>
  rpc.gate.listVerdicts({ run: runIdSchema.parse(run) }),
)
