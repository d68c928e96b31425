import { fileURLToPath } from 'node:url'
import { createRouterClient } from '@orpc/server'
import { v7 } from 'uuid'
import { openCore } from '#core/core.ts'
import type { CoreEnvironment } from '#core/environment.ts'

const path = (relative: string) => fileURLToPath(new URL(`../../../${relative}`, import.meta.url))

/** A core of real parts on a folder, for programs outside the tests, and a client of its router. */
export async function openPlainCore(dataFolder: string, changed: Partial<CoreEnvironment> = {}) {
  const core = await openCore({
    clock: { now: () => new Date() },
    newId: v7,
    dataFolder,
    secrets: { kind: 'none', get: async () => null, set: async () => {}, delete: async () => {} },
    logger: { info: () => {}, warn: console.error, error: console.error },
    author: 'nobody',
    resources: {
      sqliteMigrations: path('migrations/sqlite'),
      postgresMigrations: path('migrations/postgres'),
      samples: path('electron/core/samples'),
      nunjucksChild: path('electron/core/rendering/nunjucks-child.ts'),
      simulationWorker: path('electron/core/experiments/simulation/worker.ts'),
      readerThread: path('electron/core/datasets/uploads/reader-thread.ts'),
    },
    ...changed,
  })
  return { client: createRouterClient(core.router), close: () => core.close() }
}
