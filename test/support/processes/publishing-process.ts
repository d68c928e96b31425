// A workbench that saves and publishes one version after another until it is killed. Prints the id of
// every version once the store has answered. Arguments: the repository, data folder, connection
// string of the store, and `replay` for one that only empties its outbox and ends.
import { randomUUID } from 'node:crypto'
import { createRouterClient } from '@orpc/server'
import { v7 } from 'uuid'
import { openCore } from '#core/core.ts'
import { workerEnvironment } from './core-worker-environment.ts'

const [root = '', dataFolder = '', connectionString = '', mode = 'publish'] = process.argv.slice(2)
/** To who replays, every entry is due by now. */
const ahead = mode === 'replay' ? 3_600_000 : 0
const core = await openCore({
  ...workerEnvironment(root, dataFolder, () => v7()),
  clock: { now: () => new Date(Date.now() + ahead) },
  secrets: {
    kind: 'test',
    get: async () => connectionString,
    set: async () => {},
    delete: async () => {},
  },
})
const { template, remote, publishing } = createRouterClient(core.router)

const publish = async (version: number) => {
  const { published } = await publishing.publish({ remote: 'shop', template: 'hot', version })
  console.log(published.versionId)
}

if (mode === 'replay') {
  console.log('ready')
  await core.replayDue()
  console.log('done')
  await core.close()
  process.exit(0)
}
const { items } = await remote.list()
if (items.length === 0) await remote.add({ name: 'shop', connectionString })
const known = await template.get({ template: 'hot' }).catch(() => null)
const body = { kind: 'text' as const, text: 'first' }
if (known === null) await template.create({ name: 'hot', content: { body } })
// What was on its way when the process before this one was killed is sent again.
else if (known.latestVersion !== null) await publish(known.latestVersion)
for (;;) {
  const { draft } = await template.get({ template: 'hot' })
  const content = { body: { kind: 'text' as const, text: randomUUID() } }
  await template.updateDraft({ template: 'hot', content, revision: draft.revision })
  await publish((await template.createVersion({ template: 'hot' })).number)
}
