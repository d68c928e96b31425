import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'
import type { Entry, Options } from './setup-store.ts'

type Asked = Parameters<typeof rpc.run.checkInputs>[0]

/** What cases lack of what versions need, by `lackingKey`. */
export const lacking = createResources(
  async (key) => (await rpc.run.checkInputs(JSON.parse(key) as Asked)).items,
)

/** As soon as there is a dataset and a version, whatever else is still to be chosen; null before. */
export function lackingKey(
  dataset: string | undefined,
  entries: readonly Entry[],
  { splits }: Pick<Options, 'splits'>,
): string | null {
  const versions = entries.flatMap(({ template, versions }) =>
    template === null ? [] : versions.map((version) => ({ template, version: Number(version) })),
  )
  if (dataset === undefined || versions.length === 0) return null
  const asked = { dataset, versions, ...(splits.length === 0 ? {} : { splits }) }
  return JSON.stringify(asked)
}
