import { join } from 'node:path'
import { datasetRouter } from './datasets/router.ts'
import { DatasetService } from './datasets/service.ts'
import { openWorkspaceDatabase } from './db/open.ts'
import type { CoreEnvironment } from './environment.ts'
import { openSample } from './samples/sample.ts'
import { templateRouter } from './templates/router.ts'
import { TemplateService } from './templates/service.ts'
import { openActivityLog } from './workspace/activity.ts'
import { openChangeFeed } from './workspace/changes.ts'
import { workspaceRouter } from './workspace/router.ts'
import { WorkspaceService } from './workspace/service.ts'

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
  const { reader, writer } = database
  const changes = openChangeFeed(environment.clock, database.foreignCommits)
  const activity = openActivityLog(environment)
  const parts = { environment, reader, writer, activity, changes }

  const templates = new TemplateService({
    ...parts,
    labels: { labelsOf: () => new Map() },
    refuseBrokenSyntax: () => {},
  })
  const datasets = new DatasetService(parts)
  const workspace = new WorkspaceService({
    database,
    changes,
    samples: openSample({ ...parts, templates, datasets }),
  })

  return {
    router: {
      workspace: workspaceRouter(workspace),
      template: templateRouter(templates),
      dataset: datasetRouter(datasets),
    },
    /** For tests and hosts that look under the bonnet; everything else goes through the router. */
    database,
    changes,
    async close() {
      changes.close()
      database.close()
    },
  }
}

export type Core = Awaited<ReturnType<typeof openCore>>
