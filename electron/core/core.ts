import { join } from 'node:path'
import { analyticsRouter } from './analytics/router.ts'
import { AnalyticsService } from './analytics/service.ts'
import { CurationService } from './datasets/curation.ts'
import { EditingService } from './datasets/editing/service.ts'
import { datasetRouter } from './datasets/router.ts'
import { DatasetService } from './datasets/service.ts'
import { UploadService } from './datasets/uploads/service.ts'
import { openWorkspaceDatabase, type WorkspaceDatabase } from './db/open.ts'
import { type CoreEnvironment, workspaceFile } from './environment.ts'
import { executionRouter } from './executions/router.ts'
import { ExecutionService } from './executions/service.ts'
import { CanaryService } from './experiments/canary/service.ts'
import { canaryRouter, experimentRouter } from './experiments/router.ts'
import { ExperimentService } from './experiments/service.ts'
import { gateRouter } from './gates/router.ts'
import { GateService } from './gates/service.ts'
import { newestEvidence } from './gates/store.ts'
import { guardrailRouter } from './guardrails/router.ts'
import { GuardrailService } from './guardrails/service.ts'
import { GuardrailSharing } from './guardrails/sharing.ts'
import { openResponseCache } from './models/cache.ts'
import { modelRouter } from './models/router.ts'
import { openKeptTries } from './models/tries.ts'
import { TryService } from './models/try.ts'
import { procedures } from './procedures.ts'
import { promptfooRouter } from './promptfoo/router.ts'
import { PromptfooService } from './promptfoo/service.ts'
import { providerRouter } from './providers/router.ts'
import { ProviderService } from './providers/service.ts'
import { openPublishing, seenLabels } from './publishing/open.ts'
import { refuseBrokenSyntax } from './rendering/analysis.ts'
import { openNunjucksRenderer } from './rendering/nunjucks.ts'
import { createRenderer } from './rendering/renderer.ts'
import { renderRouter } from './rendering/router.ts'
import { RenderService } from './rendering/service.ts'
import { runRouter } from './runs/router.ts'
import { RunService } from './runs/service.ts'
import { readRunSettings } from './runs/settings.ts'
import { openSample } from './samples/sample.ts'
import { openScripts } from './scripts/scripts.ts'
import { templateRouter } from './templates/router.ts'
import { TemplateService } from './templates/service.ts'
import { tokenRouter } from './tokens/router.ts'
import { TokenService } from './tokens/service.ts'
import { openActivityLog } from './workspace/activity.ts'
import { openChangeFeed } from './workspace/changes.ts'
import { workspaceRouter } from './workspace/router.ts'
import { WorkspaceService } from './workspace/service.ts'
import { ShelfService } from './workspace/shelf.ts'

/**
 * Opens the workspace in the environment's data folder and wires every noun to its own store. This is
 * the only file that knows all nouns; they meet each other through small interfaces handed out here.
 */
export async function openCore(environment: CoreEnvironment) {
  const database = openWorkspaceDatabase(join(environment.dataFolder, workspaceFile), {
    ...environment,
    migrationsFolder: environment.resources.sqliteMigrations,
  })
  try {
    return wire(environment, database)
  } catch (error) {
    // Nobody would get a core to close; an open file would keep its folder from being moved or mended.
    database.close()
    throw error
  }
}

export type Core = Awaited<ReturnType<typeof openCore>>

function wire(environment: CoreEnvironment, database: WorkspaceDatabase) {
  const { reader, writer } = database
  const changes = openChangeFeed(environment.clock, database.foreignCommits)
  const activity = openActivityLog(environment)
  const parts = { environment, reader, writer, activity, changes }

  const nunjucks = openNunjucksRenderer({ script: environment.resources.nunjucksChild })
  const renderer = createRenderer(nunjucks)
  const templates = new TemplateService({
    ...parts,
    labels: seenLabels(reader),
    refuseBrokenSyntax,
  })
  const datasets = new DatasetService(parts)
  const cared = { ...parts, get: datasets.get.bind(datasets) }
  const editing = new EditingService(cared)
  const curation = new CurationService(cared)
  const uploads = new UploadService({ ...parts, targetOf: datasets.target })
  const guardrails = new GuardrailService({ ...parts, cases: datasets })
  const rendering = new RenderService({ renderer, templates, guardrails })
  const providers = new ProviderService(parts)
  const cache = openResponseCache({ reader, writer, clock: environment.clock }, () => {
    const { cacheDays, cacheMegabytes } = readRunSettings(reader)
    return { timeToLiveMs: cacheDays * 86_400_000, maxBytes: cacheMegabytes * 1_048_576 }
  })
  const scripts = openScripts(
    environment.resources.scriptChild,
    () => readRunSettings(reader).allowsScripts,
  )
  const asked = { ...parts, templates, datasets, guardrails, providers: providers.models }
  const runs = new RunService({ ...asked, renderer, cache, scripts })
  const gates = new GateService({ ...parts, templates, runs: runs.gated })
  const promptfoo = new PromptfooService({ ...parts, templates, datasets, providers, runs })
  const tries = new TryService({ ...asked, rendering, kept: openKeptTries(parts) })
  const publishing = openPublishing({
    ...parts,
    templates,
    evidenceFor: (contentHash, label) => newestEvidence(reader, contentHash, label),
  })
  const { rollups, withRemote, publishable, pulledExperiments } = publishing
  const judges = { providers: providers.models }
  const store = { withRemote, publishable, pulledExperiments }
  const live = { ...parts, ...judges, ...store, templates, scores: runs }
  const experiments = new ExperimentService(live)
  const executions = new ExecutionService(publishing.withRemote)
  const analytics = new AnalyticsService({ environment, rollups, withRemote })
  const tokens = new TokenService(parts)
  const guardrailSharing = new GuardrailSharing({
    ...parts,
    withRemote: publishing.withRemote,
    pulled: publishing.pulledGuardrails,
  })
  const samples = openSample({ ...parts, templates, datasets })
  const workspace = new WorkspaceService({
    ...parts,
    database,
    samples,
    isAnyRunGoing: () => runs.isAnyGoing(),
  })
  const secretKeys = () =>
    [providers, publishing, guardrails].flatMap((holder) => holder.secretKeys())
  const shelf = new ShelfService({ ...parts, database, secretKeys })

  return {
    router: procedures.router({
      workspace: workspaceRouter(workspace, shelf),
      template: templateRouter(templates),
      render: renderRouter(rendering),
      dataset: datasetRouter({ datasets, uploads, editing, curation }),
      promptfoo: promptfooRouter(promptfoo),
      provider: providerRouter(providers),
      model: modelRouter(tries),
      run: runRouter(runs),
      experiment: experimentRouter(experiments, live),
      canary: canaryRouter(new CanaryService(live)),
      gate: gateRouter(gates),
      guardrail: guardrailRouter(guardrails, guardrailSharing),
      remote: publishing.remoteRouter,
      publishing: publishing.publishingRouter,
      promotion: publishing.promotionRouter,
      outbox: publishing.outboxRouter,
      execution: executionRouter(executions),
      analytics: analyticsRouter(analytics),
      token: tokenRouter(tokens),
    }),
    /** For tests and hosts that look under the bonnet; everything else goes through the router. */
    database,
    changes,
    /** What a production service would be given to reach a remote, for the demo and tests. */
    connectionString: publishing.connectionString,
    /** What the bearer of a script's token may do. */
    roleOf: (secret: string) => tokens.roleOf(secret),
    /** For hosts with several workspaces: what goes on here, and what a new one may begin with. */
    isAnyRunGoing: () => runs.isAnyGoing(),
    addSample: () => samples.add(),
    /** Hosts that stay call this: from then on the outbox empties itself. */
    startReplaying: publishing.startReplaying,
    /** Sends what the outbox holds and what is due, once. */
    replayDue: publishing.replayDue,
    /** Ends what is under way, cleanly: the database goes last, because the others still write to it. */
    async close() {
      changes.close()
      await runs.close()
      uploads.close()
      nunjucks.close()
      await publishing.close()
      database.close()
    },
  }
}
