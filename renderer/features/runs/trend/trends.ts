import { templateIdSchema } from '#shared/contract/base.ts'
import type { TrendPoint } from '#shared/contract/run/comparison.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'
import type { Route } from '../../../ui/shell/route.ts'

export interface Trend {
  readonly template: string
  readonly name: string
  /** Oldest first, over all datasets and models. */
  readonly points: readonly TrendPoint[]
}

/** How a template did over its runs, by the template's id. */
export const trends = createResources(async (id): Promise<Trend> => {
  const template = templateIdSchema.parse(id)
  const [{ name }, { items }] = await Promise.all([
    rpc.template.get({ template }),
    rpc.run.trend({ template, limit: 1000 }),
  ])
  return { template, name, points: items }
})

export interface Line {
  readonly datasets: readonly string[]
  readonly dataset: string
  readonly models: readonly string[]
  readonly model: string
  readonly points: readonly TrendPoint[]
}

/**
 * The points that may be joined by a line: one dataset, one model. Those the URL names; where it
 * names none that has results, those of the newest run.
 */
export function lineOf(points: readonly TrendPoint[], query: Route['query']): Line {
  const datasets = distinct(points.map(({ datasetName }) => datasetName))
  const dataset = choose(datasets, query.dataset)
  const onDataset = points.filter(({ datasetName }) => datasetName === dataset)
  const models = distinct(onDataset.map(({ model }) => model))
  const model = choose(models, query.model)
  return {
    datasets,
    dataset,
    models,
    model,
    points: onDataset.filter((point) => point.model === model),
  }
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)]

const choose = (known: readonly string[], asked: string | undefined): string =>
  known.find((one) => one === asked) ?? known.at(-1) ?? ''
