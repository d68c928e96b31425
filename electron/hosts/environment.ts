import { userInfo } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { CoreEnvironment, Logger, SecretStore } from '#core/environment.ts'

/** Run from its sources, as in tests, a script of the last build could be an older one. */
const isSource = import.meta.url.endsWith('.ts')

export interface EnvironmentOptions {
  /** The folder that holds `migrations/` and the built `out/`: the repository or the app package. */
  root: string
  dataFolder: string
  secrets: SecretStore
  logger: Logger
  env?: NodeJS.ProcessEnv
}

/** Who did it, for versions and audit: `GALLEY_AUTHOR`, else the login name. */
function authorName(env: NodeJS.ProcessEnv): string {
  if (env.GALLEY_AUTHOR) return env.GALLEY_AUTHOR
  try {
    return userInfo().username
  } catch {
    // A container may run under a user id without an entry.
    return 'unknown'
  }
}

/** The real clock, ids and paths for the core. */
export function makeEnvironment(options: EnvironmentOptions): CoreEnvironment {
  const { root, dataFolder, secrets, logger, env = process.env } = options
  return {
    clock: { now: () => new Date() },
    newId: () => v7(),
    dataFolder,
    secrets,
    logger,
    author: authorName(env),
    resources: {
      sqliteMigrations: join(root, 'migrations', 'sqlite'),
      postgresMigrations: join(root, 'migrations', 'postgres'),
      samples: join(root, 'electron', 'core', 'samples'),
      nunjucksChild: join(root, 'out', 'main', 'nunjucks-child.js'),
      scriptChild: join(root, 'out', 'main', 'script-child.js'),
      simulationWorker: join(root, 'out', 'main', 'simulation-worker.js'),
      readerThread: isSource
        ? join(root, 'electron', 'core', 'datasets', 'uploads', 'reader-thread.ts')
        : join(root, 'out', 'main', 'reader-thread.js'),
    },
  }
}
