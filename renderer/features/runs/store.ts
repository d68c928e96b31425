import type { z } from 'zod'
import { datasetIdSchema, runIdSchema, templateIdSchema } from '#shared/contract/base.ts'
import type { resultRowSchema } from '#shared/contract/run/result.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../rpc/page.ts'
import { createPages } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

export type ResultRow = z.infer<typeof resultRowSchema>
export type ResultFilter = 'all' | 'failed' | 'errors' | 'differing'

/** Which runs are listed: all, or those that played a template, a dataset (in a version), a model. */
export interface RunFilter {
  readonly ofDataset?: string
  readonly ofVersion?: string
  readonly ofTemplate?: string
  readonly ofModel?: string
}

export const runsKey = ({ ofDataset, ofVersion, ofTemplate, ofModel }: RunFilter): string =>
  JSON.stringify({ ofDataset, ofVersion, ofTemplate, ofModel })

export const runList = createPages<Run>((key, cursor) => {
  const { ofDataset, ofVersion, ofTemplate, ofModel }: RunFilter = JSON.parse(key)
  return rpc.run.list({
    limit: 200,
    ...(ofDataset === undefined ? {} : { dataset: datasetIdSchema.parse(ofDataset) }),
    ...(ofVersion === undefined ? {} : { datasetVersion: Number(ofVersion) }),
    ...(ofTemplate === undefined ? {} : { template: templateIdSchema.parse(ofTemplate) }),
    ...(ofModel === undefined ? {} : { model: ofModel }),
    ...(cursor ? { cursor } : {}),
  })
})

/** One run by its id. */
export const runById = createResources((id) => rpc.run.get({ run: runIdSchema.parse(id) }))

/** Key of the results of one run under one filter. */
export const resultsKey = (run: string, filter: ResultFilter): string => `${run} ${filter}`

export const results = createPages<ResultRow>((key, cursor) => {
  const [run, filter] = key.split(' ')
  return rpc.run.listResults({
    run: runIdSchema.parse(run),
    filter: filter as ResultFilter,
    // A screenful several times over; what is behind it comes while one scrolls.
    limit: 200,
    ...(cursor ? { cursor } : {}),
  })
})

/** Everything about one cell, by `run result`. */
export const resultDetail = createResources((key) => {
  const [run, result] = key.split(' ')
  return rpc.run.getResult({ run: runIdSchema.parse(run), result: Number(result) })
})
