/** The other side of `startCoreProcess`: a core that writes and tells what it was told is stored. */
import { createRouterClient } from '@orpc/server'
import { v7 } from 'uuid'
import { openCore } from '#core/core.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { WorkerMessage } from './core-process.ts'
import { workerEnvironment } from './core-worker-environment.ts'

const [root = '', dataFolder = '', job = 'open', name = 'worker', count = '0'] =
  process.argv.slice(2)

function tell(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(message, () => resolve())
  })
}

type Client = ReturnType<typeof clientOf>
const clientOf = (core: Awaited<ReturnType<typeof openCore>>) => createRouterClient(core.router)

/** One turn: a draft, on every second turn a version, on every fifth a dataset version. */
async function turn(client: Client, template: string, number: number): Promise<void> {
  const { draft } = await client.template.get({ template })
  const content = { body: { kind: 'text' as const, text: `${name} ${number} ${'x'.repeat(500)}` } }
  const { revision } = await client.template.updateDraft({
    template,
    content,
    revision: draft.revision,
  })
  await tell({ kind: 'done', what: 'draft', fact: revision })
  if (number % 2 === 0) {
    const version = await client.template.createVersion({ template })
    await tell({ kind: 'done', what: 'version', fact: version.contentHash })
  }
  if (number % 5 === 0) {
    const rows = Array.from({ length: 200 }, (_, row) => `${name} ${number} ${row},${row}`)
    const text = ['question,answer', ...rows].join('\n')
    const dataset = await client.dataset.import({ name: `${name}-data`, fileName: 'x.csv', text })
    await tell({ kind: 'done', what: 'dataset', fact: dataset.contentHash })
  }
}

try {
  const core = await openCore(workerEnvironment(root, dataFolder, v7))
  await tell({ kind: 'opened', schemaVersion: core.database.schemaVersion })
  if (job === 'write') {
    const client = clientOf(core)
    const template = `${name}-template`
    const { total } = await client.template.list({ query: template })
    if (total === 0)
      await client.template.create({
        name: template,
        content: { body: { kind: 'text', text: '' } },
      })
    const turns = Number(count) || Number.POSITIVE_INFINITY
    for (let number = 1; number <= turns; number++) await turn(client, template, number)
  }
  await core.close()
} catch (error) {
  const code =
    error instanceof GalleyError ? error.code : String(Reflect.get(Object(error), 'code'))
  await tell({ kind: 'failed', code, message: String(error) })
}
process.disconnect()
