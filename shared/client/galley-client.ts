import { within } from './deadline.ts'
import { choose } from './feed/bundle.ts'
import { PromptFeed } from './feed/feed.ts'
import type { ClientOptions } from './options.ts'
import { checkOutput, shown } from './output.ts'
import type { PromptClient } from './prompt-client.ts'
import { Journal } from './recording/journal.ts'
import { GuardSource } from './rendering/guard-source.ts'
import { prepare } from './rendering/prepared.ts'
import { Renderer } from './rendering/renderer.ts'
import type {
  AnsweredPrompt,
  AskModel,
  FilteredOutput,
  RespondRequest,
} from './responses/answer.ts'
import { ResponseCache } from './responses/cache.ts'
import { Responder } from './responses/respond.ts'
import { PromptStore } from './store.ts'
import { openTelemetry } from './telemetry/telemetry.ts'
import { explainTls } from './tls/problems.ts'
import type {
  ActivePrompt,
  ClientProblem,
  ExecutionRecord,
  PromptRequest,
  RecordingCounters,
  RenderedPrompt,
  RenderRequest,
  RenderResult,
  TemplatePerformance,
  Variables,
} from './types.ts'

const CLOSE_MS = 5000

/** Wires the parts of a client. */
export class GalleyClient implements PromptClient {
  readonly #options: ClientOptions
  readonly #label: string
  readonly #store: PromptStore
  readonly #feed: PromptFeed
  readonly #guards: GuardSource
  readonly #journal: Journal
  readonly #renderer: Renderer
  readonly #responses: ResponseCache | null
  readonly #responder: Responder

  constructor(options: ClientOptions) {
    this.#options = options
    const { responses, clock = Date.now } = options
    const report = this.#report.bind(this)
    const telemetry = openTelemetry(options.telemetry)
    this.#label = options.label ?? 'production'
    this.#store = new PromptStore({ ...options, onError: (error) => report('load', error) })
    this.#guards = new GuardSource({
      own: options.guardrails,
      onError: (error) => report('guardrail', error),
    })
    this.#journal = new Journal({
      ...options,
      insert: (rows) => this.#store.insertExecutions(rows),
      report,
    })
    this.#feed = new PromptFeed({ ...options, store: this.#store, guards: this.#guards, report })
    this.#renderer = new Renderer({
      feed: this.#feed,
      guards: this.#guards,
      journal: this.#journal,
      label: this.#label,
      rateLimit: options.rateLimit,
      telemetry,
      clock,
    })
    this.#responses =
      responses === undefined
        ? null
        : new ResponseCache(responses, clock, (error) => report('responses', error))
    this.#responder = new Responder({
      guards: this.#guards,
      journal: this.#journal,
      cache: this.#responses,
      telemetry,
    })
  }

  #report(kind: ClientProblem['kind'], problem: unknown): void {
    const cause = explainTls(problem)
    const message = cause instanceof Error ? cause.message : String(cause)
    try {
      this.#options.onProblem?.({ kind, message, cause })
    } catch {
      // A listener that throws must not stop what it listens to.
    }
  }

  async getActivePrompt(name: string, request?: PromptRequest): Promise<ActivePrompt | null> {
    const label = request?.label ?? this.#label
    const bundle = this.#feed.peek(name) ?? (await this.#feed.get(name))
    const choice = bundle ? choose(bundle, label, request?.userId) : null
    return choice && prepare(choice.version).active(label, choice, this.#feed.isStale)
  }

  renderPrompt(name: string, variables: Variables, request?: RenderRequest): Promise<RenderResult> {
    // Services without types pass null for nothing.
    return this.#renderer.render(name, variables, request ?? {})
  }

  async filterOutput(prompt: RenderedPrompt, answer: string): Promise<FilteredOutput> {
    return shown(prompt, await checkOutput(this.#guards.current, prompt, answer))
  }

  respond(
    prompt: RenderedPrompt,
    ask: AskModel,
    request: RespondRequest = {},
  ): Promise<AnsweredPrompt> {
    return this.#responder.respond(prompt, ask, request)
  }

  logExecution(record: ExecutionRecord): string | null {
    return this.#journal.record({ ...record })
  }

  logPromptExecution(
    templateKey: string,
    success: boolean,
    responseTimeMs: number | null = null,
    tokenCount: number | null = null,
    costUsd: number | null = null,
    errorMessage: string | null = null,
    metadata: unknown = {},
  ): string | null {
    const bundle = this.#feed.peek(templateKey)
    const choice = bundle === undefined ? null : choose(bundle, this.#label, undefined)
    const figures = { responseTimeMs, tokenCount, costUsd, errorMessage, metadata }
    return this.#journal.record({
      templateName: templateKey,
      templateId: choice?.version.id ?? null,
      templateVersion: choice?.version.version ?? null,
      status: success ? 'success' : 'failure',
      ...figures,
    })
  }

  async recordOutcome(executionId: string, metric: string, value: number): Promise<boolean> {
    try {
      await this.#store.recordOutcome(executionId, metric, value)
      return true
    } catch (error) {
      this.#report('record', error)
      return false
    }
  }

  recordFeedback(executionId: string, value: number): Promise<boolean> {
    return this.recordOutcome(executionId, 'feedback', value)
  }

  async getTemplatePerformance(name: string, hours = 24): Promise<TemplatePerformance | null> {
    try {
      return await this.#store.performance(name, hours)
    } catch (error) {
      this.#report('load', error)
      return null
    }
  }

  get recording(): RecordingCounters {
    return this.#journal.counters
  }

  flush(deadlineMs = CLOSE_MS): Promise<boolean> {
    return this.#journal.flush(deadlineMs)
  }

  async close(deadlineMs = CLOSE_MS): Promise<void> {
    this.#feed.close()
    await this.#journal.close(deadlineMs)
    await this.#responses?.close(deadlineMs)
    // A server that never answers must not keep a service from ending.
    await within(this.#store.close(), deadlineMs, undefined)
  }
}
