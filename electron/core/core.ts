import { join } from 'node:path'
import { datasetRouter } from './datasets/router.ts'
import { DatasetService } from './datasets/service.ts'
import { openWorkspaceDatabase } from './db/open.ts'
import type { CoreEnvironment } from './environment.ts'
import { executionRouter } from './executions/router.ts'
import { ExecutionService } from './executions/service.ts'
import { guardrailRouter } from './guardrails/router.ts'
import { GuardrailService } from './guardrails/service.ts'
import { openPublishing, seenLabels } from './publishing/open.ts'
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
    labels: seenLabels(reader),
    refuseBrokenSyntax: () => {},
  })
  const datasets = new DatasetService(parts)
  const publishing = openPublishing({ ...parts, templates })
  const executions = new ExecutionService(publishing.withRemote)
  const guardrails = new GuardrailService(parts)
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
      guardrail: guardrailRouter(guardrails),
      remote: publishing.remoteRouter,
      publishing: publishing.publishingRouter,
      execution: executionRouter(executions),
    },
    /** For tests and hosts that look under the bonnet; everything else goes through the router. */
    database,
    changes,
    /** What a production service would be given to reach a remote, for the demo and tests. */
    connectionString: publishing.connectionString,
    async close() {
      changes.close()
      await publishing.close()
      database.close()
    },
  }
}

export type Core = Awaited<ReturnType<typeof openCore>>
