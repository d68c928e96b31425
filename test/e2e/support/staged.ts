import { cpSync } from 'node:fs'
import { test as base } from './fixture.ts'
import { startHost, temporaryHome } from './host.ts'
import { fillWorkspace, type Stage } from './stage.ts'

interface Prepared {
  /** The data folder of a host that was filled and has ended. */
  readonly home: string
  readonly stage: Stage
}

/** Tests on a workspace in which every page has something to show; nothing is published yet. */
export const test = base.extend<{ stage: Stage; home: string }, { prepared: Prepared }>({
  /** Filled once per worker: each test has a copy of its own. */
  prepared: [
    async ({ browserName: _ }, use) => {
      const { home, remove } = temporaryHome()
      const host = await startHost(home)
      const stage = await fillWorkspace(host)
      await host.stop()
      await use({ home, stage })
      remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  stage: ({ prepared }, use) => use(prepared.stage),
  home: async ({ prepared }, use) => {
    const { home, remove } = temporaryHome()
    cpSync(prepared.home, home, { recursive: true })
    await use(home)
    remove()
  },
})
