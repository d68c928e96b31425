import { join } from 'node:path'
import { analyticsRouter } from './analytics/router.ts'
import { AnalyticsService } from './analytics/service.ts'
import { CurationService } from './datasets/curation.ts'
import { EditingService } from './datasets/editing/service.ts'
import { datasetRouter } from './datasets/router.ts'
import { DatasetService } from './datasets/service.ts'
import { UploadService } from './datasets/uploads/service.ts'
import type { Reader, Writer } from './db/handles.ts'
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
import { type ActivityLog, openActivityLog } from './workspace/activity.ts'
import { type ChangeFeed, openChangeFeed } from './workspace/changes.ts'
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
  const parts = { environment, reader, writer, activity: openActivityLog(environment), changes }
  const authoring = openAuthoring(parts)
  const testing = openTesting(parts, authoring)
  const shared = openShared(parts, authoring, testing)
  const { runs } = testing
  const tokens = new TokenService(parts)
  const samples = openSample({ ...parts, ...authoring })
  const isAnyRunGoing = () => runs.isAnyGoing()
  const workspace = new WorkspaceService({ ...parts, database, samples, isAnyRunGoing })
  const secretKeys = () =>
    [testing.providers, shared.publishing, authoring.guardrails].flatMap((one) => one.secretKeys())
  const shelf = new ShelfService({ ...parts, database, secretKeys })

  return {
    router: procedures.router({
      workspace: workspaceRouter(workspace, shelf),
      token: tokenRouter(tokens),
      ...routesOf(authoring, testing, shared),
    }),
    /** For tests and hosts that look under the bonnet; everything else goes through the router. */
    database,
    changes,
    /** What a production service would be given to reach a remote, for the demo and tests. */
    connectionString: shared.publishing.connectionString,
    /** What the bearer of a script's token may do. */
    roleOf: (secret: string) => tokens.roleOf(secret),
    /** For hosts with several workspaces: what goes on here, and what a new one may begin with. */
    isAnyRunGoing,
    addSample: () => samples.add(),
    hasSample: () => samples.areThere(),
    /** Hosts that stay call this: from then on the outbox empties itself and trial stores answer. */
    stayOpen: shared.publishing.stayOpen,
    /** Sends what the outbox holds and what is due, once. */
    replayDue: shared.publishing.replayDue,
    /** Ends what is under way, cleanly: the database goes last, because the others still write to it. */
    async close() {
      changes.close()
      try {
        await runs.close()
        authoring.uploads.close()
        authoring.nunjucks.close()
        await shared.publishing.close()
      } finally {
        database.close()
      }
    },
  }
}

/** What every noun gets. */
interface Parts {
  environment: CoreEnvironment
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
}

/** Templates, datasets, guardrails, and rendering one with the other. */
function openAuthoring(parts: Parts) {
  const { environment, reader } = parts
  const nunjucks = openNunjucksRenderer({ script: environment.resources.nunjucksChild })
  const renderer = createRenderer(nunjucks)
  const labels = seenLabels(reader)
  const templates = new TemplateService({ ...parts, labels, refuseBrokenSyntax })
  const datasets = new DatasetService(parts)
  const cared = { ...parts, get: datasets.get.bind(datasets) }
  const guardrails = new GuardrailService({ ...parts, templates, cases: datasets })
  return {
    nunjucks,
    renderer,
    templates,
    datasets,
    editing: new EditingService(cared),
    curation: new CurationService(cared),
    uploads: new UploadService({ ...parts, targetOf: datasets.target }),
    guardrails,
    rendering: new RenderService({ renderer, templates, guardrails }),
  }
}

/** Asking models: providers, tries, runs, and what a run must show. */
function openTesting(parts: Parts, authoring: ReturnType<typeof openAuthoring>) {
  const { environment, reader, writer } = parts
  const { templates, datasets, guardrails, renderer, rendering } = authoring
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
  return {
    providers,
    runs,
    gates: new GateService({ ...parts, templates, runs: runs.gated }),
    promptfoo: new PromptfooService({ ...parts, templates, datasets, providers, runs }),
    tries: new TryService({ ...asked, rendering, kept: openKeptTries(parts) }),
  }
}

/** All that speaks with shared stores. */
function openShared(
  parts: Parts,
  { templates }: ReturnType<typeof openAuthoring>,
  { runs, providers }: ReturnType<typeof openTesting>,
) {
  const { environment, reader } = parts
  const publishing = openPublishing({
    ...parts,
    templates,
    evidenceFor: (contentHash, label) => newestEvidence(reader, contentHash, label),
  })
  const { rollups, withRemote, publishable, pulledExperiments } = publishing
  const store = { withRemote, publishable, pulledExperiments }
  const live = { ...parts, ...store, templates, providers: providers.models, scores: runs }
  const experiments = new ExperimentService(live)
  const pulled = publishing.pulledGuardrails
  return {
    publishing,
    experimentRoutes: experimentRouter(experiments, live),
    canaries: new CanaryService(live),
    executions: new ExecutionService(withRemote),
    analytics: new AnalyticsService({ environment, rollups, withRemote }),
    guardrailSharing: new GuardrailSharing({ ...parts, withRemote, pulled }),
  }
}

/** The contract's methods of all nouns but the workspace itself. */
function routesOf(
  authoring: ReturnType<typeof openAuthoring>,
  testing: ReturnType<typeof openTesting>,
  shared: ReturnType<typeof openShared>,
) {
  const { publishing } = shared
  return {
    template: templateRouter(authoring.templates),
    render: renderRouter(authoring.rendering),
    dataset: datasetRouter(authoring),
    promptfoo: promptfooRouter(testing.promptfoo),
    provider: providerRouter(testing.providers),
    model: modelRouter(testing.tries),
    run: runRouter(testing.runs),
    experiment: shared.experimentRoutes,
    canary: canaryRouter(shared.canaries),
    gate: gateRouter(testing.gates),
    guardrail: guardrailRouter(authoring.guardrails, shared.guardrailSharing),
    remote: publishing.remoteRouter,
    publishing: publishing.publishingRouter,
    promotion: publishing.promotionRouter,
    outbox: publishing.outboxRouter,
    execution: executionRouter(shared.executions),
    analytics: analyticsRouter(shared.analytics),
  }
}
