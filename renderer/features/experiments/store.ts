import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../rpc/page.ts'
import { readFailure } from '../../rpc/problem.ts'
import { everyItem } from '../../ui/pages.ts'
import { createResources } from '../../ui/resource.ts'

/** Of this workspace: `all`, or those of a template by its name or id. */
export const experimentList = createResources(async (template) => {
  if (template === 'all') return (await rpc.experiment.list({ limit: 200 })).items
  try {
    return (await rpc.experiment.list({ template, limit: 200 })).items
  } catch (error) {
    // A template that was never pulled here has none here, and may have some in a store.
    if (readFailure(error).code === 'not_found') return []
    throw error
  }
})

const separator = '\n'

/** Of an experiment; with the shared store where another workspace started it there. */
export const experimentKey = (name: string, remote: string | null): string =>
  remote === null ? name : `${name}${separator}${remote}`

/** What a key names, as the methods take it. */
export function experimentOf(key: string): { experiment: string; remote?: string } {
  const [experiment = '', remote] = key.split(separator)
  return remote === undefined ? { experiment } : { experiment, remote }
}

/**
 * What runs or ran in the shared stores: `all`, or of a template. A store that cannot be reached adds
 * nothing, and delays no list.
 */
export const sharedExperiments = createResources(async (template) => {
  const { items: remotes } = await rpc.remote.list()
  const of = template === 'all' ? {} : { template }
  const lists = await Promise.allSettled(
    remotes.map(({ name }) => rpc.experiment.list({ remote: name, limit: 200, ...of })),
  )
  return lists.flatMap((list) => (list.status === 'fulfilled' ? list.value.items : []))
})

/** By `experimentKey`. */
export const experimentByKey = createResources((key) => rpc.experiment.get(experimentOf(key)))

/** The newest figures of a live or ended experiment, by `experimentKey`. */
export const monitors = createResources(
  async (key): Promise<Monitor> => (await rpc.experiment.status(experimentOf(key))).monitor,
)

/** What a design chooses from: templates with a version, runs with columns, shared stores. */
export const choices = createResources(async () => {
  const [templates, runs, remotes] = await Promise.all([
    everyItem((cursor) => rpc.template.list({ limit: 1000, ...(cursor ? { cursor } : {}) })),
    rpc.run.list({ limit: 50 }),
    rpc.remote.list(),
  ])
  return {
    templates: templates.filter(({ latestVersion }) => latestVersion !== null),
    runs: runs.items.filter(({ columns, status }) => status === 'finished' && columns.length > 1),
    remotes: remotes.items,
  }
})
export type Choices = NonNullable<ReturnType<typeof choices.peek>>

/** By `canaryKey`: of a shared store, all or those of a template. */
export const canaryList = createResources(async (key) => {
  const [remote = '', template] = key.split(separator)
  const of = template === undefined ? {} : { template }
  return (await rpc.canary.list({ remote, limit: 100, ...of })).items
})

export const canaryKey = (remote: string, name: string): string => `${remote}${separator}${name}`

/** By `canaryKey`. */
export const canaryByKey = createResources((key) => {
  const [remote = '', canary = ''] = key.split(separator)
  return rpc.canary.status({ remote, canary })
})

export function refreshExperiments(): void {
  experimentList.refresh()
  sharedExperiments.refresh()
  experimentByKey.refresh()
  monitors.refresh()
  choices.refresh()
  canaryList.refresh()
  canaryByKey.refresh()
}
