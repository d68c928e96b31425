import { v7 as uuidv7 } from 'uuid'
import { defaultGuardrails } from '#shared/domain/guardrails/engine.ts'
import { choose } from './bundle.ts'
import { contentOf } from './content.ts'
import { within } from './deadline.ts'
import { executionRow } from './execution-row.ts'
import { PromptFeed } from './feed.ts'
import { Guard } from './guard.ts'
import { Recorder } from './recorder.ts'
import { type Rendering, renderPrompt, type Variables } from './render.ts'
import { PromptStore } from './store.ts'
import type {
  ActivePrompt,
  ClientOptions,
  ClientProblem,
  ExecutionRecord,
  PromptRequest,
  RecordingCounters,
  RenderRequest,
  RenderResult,
  TemplatePerformance,
} from './types.ts'

export type * from './types.ts'

const CLOSE_MS = 5000

/** Reads published prompts, renders them and records what came of it. */
export interface PromptClient {
  /** The version to serve; null when nothing is published under that name and label, or nothing can be known. */
  getActivePrompt(name: string, request?: PromptRequest): Promise<ActivePrompt | null>
  /** Never rejects: blocked and failed renders are values. */
  renderPrompt(name: string, variables: Variables, request?: RenderRequest): Promise<RenderResult>
  /** Id of the recorded execution; null when it was not taken. Never throws. */
  logExecution(record: ExecutionRecord): string | null
  /** The original services' signature. Never throws. */
  logPromptExecution(
    templateKey: string,
    success: boolean,
    responseTimeMs?: number | null,
    tokenCount?: number | null,
    costUsd?: number | null,
    errorMessage?: string | null,
    metadata?: unknown,
  ): string | null
  /** What happened later because of an execution; the last value of a metric counts. False when not stored. */
  recordOutcome(executionId: string, metric: string, value: number): Promise<boolean>
  /** The same under the metric `feedback`, e.g. 1 and -1 for thumbs. */
  recordFeedback(executionId: string, value: number): Promise<boolean>
  /** Figures of the last `hours` (default 24); null when the store cannot be asked. */
  getTemplatePerformance(name: string, hours?: number): Promise<TemplatePerformance | null>
  readonly recording: RecordingCounters
  /** Sends waiting executions; false when not all went through within `deadlineMs` (default 5,000). */
  flush(deadlineMs?: number): Promise<boolean>
  /** Flushes and lets go of the database, each within `deadlineMs` (default 5,000). */
  close(deadlineMs?: number): Promise<void>
}

/** A client on the shared store. Returns at once: the database is asked when, and only if, it is needed. */
export function createClient(options: ClientOptions): PromptClient {
  return new GalleyClient(options)
}

class GalleyClient implements PromptClient {
  readonly #options: ClientOptions
  readonly #store: PromptStore
  readonly #feed: PromptFeed
  readonly #guard: Guard
  readonly #recorder: Recorder | null

  constructor(options: ClientOptions) {
    this.#options = options
    const report = this.#report.bind(this)
    this.#store = new PromptStore({ ...options, onError: (error) => report('load', error) })
    this.#guard = new Guard(options.guardrails ?? defaultGuardrails)
    this.#recorder =
      options.logging === false
        ? null
        : new Recorder({
            ...options.logging,
            write: (rows) => this.#store.insertExecutions(rows),
            onError: (error) => report('record', error),
          })
    this.#feed = new PromptFeed({ ...options, store: this.#store, report })
  }

  #report(kind: ClientProblem['kind'], cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause)
    try {
      this.#options.onProblem?.({ kind, message, cause })
    } catch {
      // A listener that throws must not stop what it listens to.
    }
  }

  async getActivePrompt(name: string, request: PromptRequest = {}): Promise<ActivePrompt | null> {
    const found = await this.#find(name, request)
    return typeof found === 'string' ? null : found
  }

  #label({ label }: PromptRequest): string {
    return label ?? this.#options.label ?? 'production'
  }

  async #find(name: string, request: PromptRequest) {
    const label = this.#label(request)
    const bundle = this.#feed.peek(name) ?? (await this.#feed.get(name))
    if (bundle === undefined) return 'store_unreachable'
    const choice = bundle === null ? null : choose(bundle, label, request.userId)
    if (choice === null) return 'not_published'
    const { version, arm, experiment } = choice
    return { ...version, label, arm, experiment, isStale: this.#feed.isStale }
  }

  async renderPrompt(
    name: string,
    variables: Variables,
    request: RenderRequest = {},
  ): Promise<RenderResult> {
    const began = performance.now()
    const prompt = await this.#find(name, request)
    if (typeof prompt === 'string') {
      const executionId = this.#recordMissing(name, prompt, request)
      const facts = { name, version: null, arm: null, executionId, violations: [] }
      return {
        kind: 'failure',
        code: prompt,
        message: sentence(prompt, name, this.#label(request)),
        ...facts,
      }
    }
    const rendering = await renderPrompt(prompt, variables, this.#guard, request.metadata)
    const executionId = this.#recordRendering(prompt, rendering, request, performance.now() - began)
    const { version, arm, isStale } = prompt
    const served = { name, version, arm, executionId, violations: rendering.violations }
    switch (rendering.kind) {
      case 'success': {
        const { text, messages } = rendering
        const model = contentOf(prompt).modelSettings
        return { kind: 'success', ...served, isStale, text, messages, model }
      }
      case 'blocked':
        return { kind: 'blocked', ...served, isStale }
      case 'failure':
        return { kind: 'failure', ...served, code: rendering.code, message: rendering.message }
    }
  }

  #recordRendering(
    prompt: ActivePrompt,
    rendering: Rendering,
    { userId, sessionId, requestId, metadata }: RenderRequest,
    responseTimeMs: number,
  ): string | null {
    const isFailure = rendering.kind === 'failure'
    return this.logExecution({
      templateName: prompt.name,
      templateId: prompt.id,
      templateVersion: prompt.version,
      arm: prompt.arm,
      userId: userId ?? null,
      sessionId: sessionId ?? null,
      requestId: requestId ?? null,
      // What was blocked is what must not spread: only the masked findings are recorded of it.
      inputVariables: rendering.kind === 'blocked' ? null : rendering.variables,
      renderedPrompt: rendering.kind === 'success' ? promptText(rendering) : null,
      responseTimeMs,
      status: rendering.kind,
      errorType: isFailure ? rendering.code : null,
      errorMessage: isFailure ? rendering.message : null,
      violations: rendering.violations,
      guardrailAction: rendering.action,
      metadata: metadata ?? {},
    })
  }

  #recordMissing(name: string, code: string, request: RenderRequest): string | null {
    const { userId = null, sessionId = null, requestId = null } = request
    const errorMessage = sentence(code, name, this.#label(request))
    const failure = { status: 'failure', errorType: code, errorMessage }
    return this.logExecution({ templateName: name, userId, sessionId, requestId, ...failure })
  }

  logExecution(record: ExecutionRecord): string | null {
    if (this.#recorder === null) return null
    const { logging, environment = 'production', clock = Date.now, newId = uuidv7 } = this.#options
    try {
      const id = record.id ?? newId()
      const withTexts = logging ? (logging.withTexts ?? true) : true
      const row = executionRow(record, { id, executedAtMs: clock(), environment, withTexts })
      return this.#recorder.record(row) ? id : null
    } catch (error) {
      // Values that JSON cannot hold (a cycle, a BigInt): worth a word, never worth a failed request.
      this.#report('record', error)
      return null
    }
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
    const choice = choose(this.#feed.peek(templateKey) ?? EMPTY, this.#label({}), undefined)
    const figures = { responseTimeMs, tokenCount, costUsd, errorMessage, metadata }
    return this.logExecution({
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
    return this.#recorder?.counters ?? NOTHING_RECORDED
  }

  async flush(deadlineMs = CLOSE_MS): Promise<boolean> {
    return (await this.#recorder?.flush(deadlineMs)) ?? true
  }

  async close(deadlineMs = CLOSE_MS): Promise<void> {
    this.#feed.close()
    await this.#recorder?.close(deadlineMs)
    // A server that never answers must not keep a service from ending.
    await within(this.#store.close(), deadlineMs, undefined)
  }
}

const EMPTY = { name: '', labels: new Map(), versions: new Map(), experiment: null }
const NOTHING_RECORDED = { recorded: 0, written: 0, dropped: 0, rejected: 0, waiting: 0 }

function promptText({ text, messages }: Extract<Rendering, { kind: 'success' }>): string {
  return text ?? messages.map(({ role, content }) => `${role}: ${content}`).join('\n\n')
}

function sentence(code: string, name: string, label: string): string {
  return code === 'not_published'
    ? `Nothing is published under "${name}" with the label "${label}".`
    : `The shared store cannot be reached and "${name}" was never read from it.`
}
