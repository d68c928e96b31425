import type { Run } from '#shared/contract/run/run.ts'
import type { Template } from '#shared/contract/template.ts'
import { type Host, startHost, temporaryHome } from './host.ts'

/** A workspace in which every page has something to show. */
export interface Stage {
  readonly template: string
  /** The template that the run has played. */
  readonly solver: string
  readonly dataset: string
  readonly run: string
  readonly remote: string
}

const models = ['6b_finetuning', '6b_verification', '175b_finetuning', '175b_verification']

/** Fills a host's workspace through its REST interface: the sample and a run of four models. */
export async function fillWorkspace(host: Host): Promise<Stage> {
  await host.api('POST', '/workspace/sample')
  const { items } = (await host.api('GET', '/templates?limit=100')) as { items: Template[] }
  const solver = items.find((template) => template.name.includes('gsm8k'))
  const script = items.find((template) => template.name.includes('script'))
  const { items: datasets } = (await host.api('GET', '/datasets')) as {
    items: { id: string; recordedModels: string[] }[]
  }
  const dataset = datasets[0]
  if (!solver || !script || !dataset) throw new Error('the sample is not what it was')
  const known = dataset.recordedModels.length > 0 ? dataset.recordedModels : models
  const run = (await host.api('POST', '/runs', {
    dataset: dataset.id,
    columns: known.map((model) => ({
      template: solver.id,
      version: solver.latestVersion ?? 1,
      model: `recorded:${model}`,
    })),
    assertions: [{ type: 'number' }],
  })) as Run
  await untilFinished(host, run.id)
  const gate = { rules: [{ kind: 'threshold', metric: 'pass', atLeast: 0.5 }], minCases: 100 }
  await host.api('POST', '/gates', { name: 'half', label: 'production', ...gate })
  await host.api('POST', '/gates/half/evaluate', { run: run.id, column: 'c1' })
  return {
    template: script.id,
    solver: solver.id,
    dataset: dataset.id,
    run: run.id,
    remote: 'trial',
  }
}

export interface Prepared {
  /** The data folder of a host that was filled and has ended. */
  readonly home: string
  readonly stage: Stage
}

/** A filled workspace at rest, for the time of its use: each test has a copy of its own. */
export async function prepare(use: (prepared: Prepared) => Promise<void>): Promise<void> {
  const { home, remove } = temporaryHome()
  const host = await startHost(home)
  const stage = await fillWorkspace(host)
  await host.stop()
  await use({ home, stage })
  remove()
}

/** Publishes what the run has played to a trial store. */
export async function publishStage(host: Host, { solver }: Stage): Promise<void> {
  await host.api('POST', '/remotes', { name: 'trial', isTrial: true })
  await host.api('POST', '/remotes/trial/migrate')
  await host.api('POST', '/remotes/trial/publish', {
    template: solver,
    version: 1,
    reason: 'The better of the two in the paired comparison.',
  })
}

/** Asks until the run has ended; the run itself sets the pace. */
export async function untilFinished(host: Host, run: string): Promise<void> {
  for (;;) {
    const { status } = (await host.api('GET', `/runs/${run}`)) as Run
    if (status === 'finished') return
    if (status !== 'queued' && status !== 'running') throw new Error(`the run is ${status}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
