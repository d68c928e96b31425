import type { Case } from '#shared/contract/dataset/dataset.ts'
import { rpc } from '../../../rpc/page.ts'
import { createPages } from '../../../ui/pages.ts'
import { createResources } from '../../../ui/resource.ts'

/** The datasets whose cases can give sample values. */
export const datasets = createResources(async () => (await rpc.dataset.list()).items)

/** Key of the cases of a dataset that hold a text; an empty text asks for all. */
export const casesKey = (dataset: string, query: string) => JSON.stringify([dataset, query.trim()])

/** Cases to choose from, by `casesKey`. */
export const caseChoices = createPages<Case>((key, cursor) => {
  const [dataset, query]: [string, string] = JSON.parse(key)
  return rpc.dataset.listCases({
    dataset,
    limit: 100,
    ...(query === '' ? {} : { query }),
    ...(cursor === undefined ? {} : { cursor }),
  })
})
