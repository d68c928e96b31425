import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

export const experimentList = createResources(
  async () => (await rpc.experiment.list({ limit: 200 })).items,
)

/** By name. */
export const experimentByName = createResources((name) => rpc.experiment.get({ experiment: name }))

/** The newest figures of a live or ended experiment, by its name. */
export const monitors = createResources(
  async (name): Promise<Monitor> => (await rpc.experiment.status({ experiment: name })).monitor,
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

const separator = '\n'
export const canaryKey = (remote: string, name: string): string => `${remote}${separator}${name}`

/** By `canaryKey`. */
export const canaryByKey = createResources((key) => {
  const [remote = '', canary = ''] = key.split(separator)
  return rpc.canary.status({ remote, canary })
})

export function refreshExperiments(): void {
  for (const one of [experimentList, experimentByName, monitors, choices, canaryList, canaryByKey])
    one.refresh()
}
