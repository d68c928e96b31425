import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const experimentList = createResources(
  async () => (await rpc.experiment.list({ limit: 200 })).items,
)

const separator = '\n'

/** Of an experiment; with the shared store where another workspace started it there. */
export const experimentKey = (name: string, remote: string | null): string =>
  remote === null ? name : `${name}${separator}${remote}`

/** What a key names, as the methods take it. */
export function experimentOf(key: string): { experiment: string; remote?: string } {
  const [experiment = '', remote] = key.split(separator)
  return remote === undefined ? { experiment } : { experiment, remote }
}

/** What runs or ran in the shared stores. A store that cannot be reached adds nothing, and delays no list. */
export const sharedExperiments = createResources(async () => {
  const { items: remotes } = await rpc.remote.list()
  const lists = await Promise.allSettled(
    remotes.map(({ name }) => rpc.experiment.list({ remote: name, limit: 200 })),
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
    rpc.template.list({ limit: 1000 }),
    rpc.run.list({ limit: 50 }),
    rpc.remote.list(),
  ])
  return {
    templates: templates.items.filter(({ latestVersion }) => latestVersion !== null),
    runs: runs.items.filter(({ columns, status }) => status === 'finished' && columns.length > 1),
    remotes: remotes.items,
  }
})
export type Choices = NonNullable<ReturnType<typeof choices.peek>>

/** By the name of the shared store. */
export const canaryList = createResources(
  async (remote) => (await rpc.canary.list({ remote, limit: 100 })).items,
)

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
