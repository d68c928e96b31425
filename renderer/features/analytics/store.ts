import type { Dimension } from '#shared/contract/analytics.ts'
import type { Execution } from '#shared/contract/execution.ts'
import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

/** What the page asks for; it is kept in the address, so that a view can be shared as a link. */
export interface Question {
  readonly remote: string
  readonly hours: number
  readonly by: Dimension
  readonly templateName?: string
}

export type Shown = 'all' | 'failed' | 'violations'

/** Resources are kept by text: equal questions are one text. */
export const keyOf = ({ remote, hours, by, templateName }: Question): string =>
  JSON.stringify({ remote, hours, by, templateName })

const questionOf = (key: string): Question => JSON.parse(key)

export const stores = createResources(async () => (await rpc.remote.list()).items)

export const reports = createResources((key) => rpc.analytics.report(questionOf(key)))

export const findings = createResources((key) => {
  const { by: _, ...span } = questionOf(key)
  return rpc.analytics.findings(span)
})

export const executionsKey = (
  { remote, templateName }: Pick<Question, 'remote' | 'templateName'>,
  show: Shown,
): string => JSON.stringify({ remote, templateName, show })

export const executions = createPages<Execution>((key, cursor) =>
  rpc.execution.list({ ...JSON.parse(key), limit: 200, ...(cursor ? { cursor } : {}) }),
)

/** By `REMOTE\nID`; null where the store has no such execution. */
export const oneExecution = createResources(async (key) => {
  const [remote = '', id = ''] = key.split('\n')
  const { items } = await rpc.execution.list({ remote, idPrefix: id, limit: 1 })
  return items.find((one) => one.id === id) ?? null
})

/** The list of shared stores changed. */
export const refreshStores = (): void => stores.refresh()
