import { join } from 'node:path'
import type { CoreEnvironment } from '#core/environment.ts'

const nothing = () => {}

/** A real clock and real ids: several processes share the file, so neither may repeat. */
export function workerEnvironment(
  root: string,
  dataFolder: string,
  newId: () => string,
): CoreEnvironment {
  return {
    clock: { now: () => new Date() },
    newId,
    dataFolder,
    secrets: { kind: 'none', get: async () => null, set: async () => {}, delete: async () => {} },
    logger: { info: nothing, warn: nothing, error: nothing },
    author: 'Worker',
    resources: {
      sqliteMigrations: join(root, 'migrations/sqlite'),
      postgresMigrations: join(root, 'migrations/postgres'),
      samples: join(root, 'electron/core/samples'),
      nunjucksChild: join(root, 'electron/core/rendering/nunjucks-child.ts'),
      simulationWorker: join(root, 'electron/core/experiments/simulation/worker.ts'),
      readerThread: join(root, 'electron/core/datasets/uploads/reader-thread.ts'),
    },
  }
}
