import { caseIdSchema } from '#shared/contract/base.ts'
import type { DatasetEdit } from '#shared/contract/dataset/editing.ts'
import { rpc } from '../../rpc/page.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

export const datasetList = createResources(async () => (await rpc.dataset.list()).items)

/** The rows of a dataset's draft by its id, a thousand at a time. */
export const draftRows = createPages((dataset, cursor) =>
  rpc.dataset.listDraftCases({ dataset, limit: 1000, ...(cursor ? { cursor } : {}) }),
)

/** One case as it is in a version, by `DATASET VERSION ORDINAL`. */
export const caseAt = createResources(async (key) => {
  const [dataset = '', version, ordinal] = key.split(' ')
  const { items } = await rpc.dataset.listCases({
    dataset,
    version: Number(version),
    after: Number(ordinal) - 1,
    limit: 1,
  })
  return items.find((one) => one.ordinal === Number(ordinal)) ?? null
})

/** How a case ended in the runs over it, by `DATASET CASE`. */
export const caseResults = createPages((key, cursor) => {
  const [dataset = '', id] = key.split(' ')
  const one = caseIdSchema.parse(id)
  return rpc.run.listCaseResults({ dataset, case: one, limit: 10, ...(cursor ? { cursor } : {}) })
})

/** How far the edits of a dataset are, by its id. */
export const drafts = createResources((dataset) => rpc.dataset.getDraft({ dataset }))

export const versions = createResources(
  async (dataset) => (await rpc.dataset.listVersions({ dataset })).items,
)

export const leaks = createResources(
  async (dataset) => (await rpc.dataset.checkSplits({ dataset })).leaks,
)

/** Edits go out one after the other: each names the revision that the one before it made. */
let queue: Promise<unknown> = Promise.resolve()

function change(dataset: string, act: (revision: number) => Promise<unknown>): Promise<void> {
  const done = queue.then(async () => {
    const { revision } = drafts.peek(dataset) ?? (await rpc.dataset.getDraft({ dataset }))
    try {
      await act(revision)
    } catch (error) {
      tellFailure(error)
    }
    drafts.put(dataset, await rpc.dataset.getDraft({ dataset }))
    draftRows.refresh(dataset)
  })
  queue = done.catch(() => {})
  return done.catch(tellFailure)
}

/** Adds an edit to the draft; it is stored before this resolves. */
export const editCases = (dataset: string, edit: DatasetEdit) =>
  change(dataset, (revision) => rpc.dataset.edit({ dataset, revision, edit }))

export const undoEdit = (dataset: string) =>
  change(dataset, (revision) => rpc.dataset.undoEdit({ dataset, revision }))

export const redoEdit = (dataset: string) =>
  change(dataset, (revision) => rpc.dataset.redoEdit({ dataset, revision }))

export const discardDraft = (dataset: string) =>
  change(dataset, (revision) => rpc.dataset.discardDraft({ dataset, revision }))

/** Makes the next version of the draft; rejects with the rows that do not meet the rules. */
export async function saveDraft(dataset: string): Promise<number> {
  await queue
  const { revision } = await rpc.dataset.getDraft({ dataset })
  const saved = await rpc.dataset.saveDraft({ dataset, revision })
  return saved.version
}

/** After any change of datasets, here or elsewhere. */
export function refreshDatasets(): void {
  datasetList.refresh('all')
  for (const resources of [draftRows, drafts, versions, leaks]) resources.refresh()
}
