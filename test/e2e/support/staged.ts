import { cpSync } from 'node:fs'
import { test as base } from './fixture.ts'
import { temporaryHome } from './host.ts'
import type { Stage } from './stage.ts'

/** Tests on a workspace in which every page has something to show; nothing is published yet. */
export const test = base.extend<{ stage: Stage; home: string }>({
  stage: ({ prepared }, use) => use(prepared.stage),
  home: async ({ prepared }, use) => {
    const { home, remove } = temporaryHome()
    cpSync(prepared.home, home, { recursive: true })
    await use(home)
    remove()
  },
})
