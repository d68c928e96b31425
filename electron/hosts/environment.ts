import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { CoreEnvironment, Logger, SecretStore } from '#core/environment.ts'
import { GalleyError } from '#shared/contract/errors.ts'

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

/** The real clock, ids and paths for the core; throws `read_only` where data cannot be kept. */
export function makeEnvironment(options: EnvironmentOptions): CoreEnvironment {
  const { root, dataFolder, secrets, logger, env = process.env } = options
  makeFolder(dataFolder)
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
    },
  }
}

function makeFolder(path: string): void {
  try {
    // Prompts and outputs can be confidential: other users of the machine do not get to read them.
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new GalleyError('read_only', `The data folder ${path} cannot be created.`, {
      where: { file: path },
      fix: 'Make its parent writable, or set GALLEY_HOME to a folder that is.',
      cause,
    })
  }
}
