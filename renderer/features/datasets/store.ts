import type { Case } from '#shared/contract/dataset.ts'
import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const datasetList = createResources(async () => (await rpc.dataset.list()).items)

/** The cases of a dataset, whole: the grid virtualises, and sorting needs all of them. */
export const cases = createResources(async (dataset): Promise<Case[]> => {
  const all: Case[] = []
  let cursor: string | null = null
  do {
    const page: { items: Case[]; nextCursor: string | null } = await rpc.dataset.listCases({
      dataset,
      limit: 1000,
      ...(cursor ? { cursor } : {}),
    })
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
})
