import type { Version, VersionSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { everyItem } from '../../../ui/pages.ts'
import { createResources } from '../../../ui/resource.ts'

/** Newest first, whole: notes are short and versions are made by hand. */
export const allVersions = (template: string): Promise<VersionSummary[]> =>
  everyItem((cursor) =>
    rpc.template.listVersions({ template, limit: 1000, ...(cursor ? { cursor } : {}) }),
  )

/** The history of a template by its id. */
export const history = createResources(allVersions)

const keyOf = (template: string, number: number) => `${template} ${number}`

/** One version with its content; versions never change, so one question is enough. */
const contents = createResources((key): Promise<Version> => {
  const [template = '', number = ''] = key.split(' ')
  return rpc.template.getVersion({ template, version: Number(number) })
})

export const useVersion = (template: string, number: number | null) =>
  contents.use(number === null ? null : keyOf(template, number))

/** A version was made or published. */
export function refreshHistory(template: string): void {
  history.refresh(template)
}
