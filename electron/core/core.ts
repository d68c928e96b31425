import { join } from 'node:path'
import { openWorkspaceDatabase } from './db/open.ts'
import type { CoreEnvironment } from './environment.ts'
import { openChangeFeed } from './workspace/changes.ts'

/** The name of the workspace file inside the data folder. */
const workspaceFile = 'workspace.sqlite'

/**
 * Opens the workspace in the environment's data folder and wires every noun to its own store. This is
 * the only file that knows all nouns; they meet each other through small interfaces handed out here.
 */
export async function openCore(environment: CoreEnvironment) {
  const database = openWorkspaceDatabase(join(environment.dataFolder, workspaceFile), {
    ...environment,
    migrationsFolder: environment.resources.sqliteMigrations,
  })
  const changes = openChangeFeed(environment.clock, database.foreignCommits)
  return {
    router: {},
    changes,
    database,
    async close() {
      changes.close()
      database.close()
    },
  }
}

export type Core = Awaited<ReturnType<typeof openCore>>
