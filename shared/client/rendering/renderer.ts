import { type Choice, choose } from '../feed/bundle.ts'
import type { PromptFeed } from '../feed/feed.ts'
import type { RateLimit } from '../options.ts'
import type { Journal } from '../recording/journal.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { FailureCode, RenderRequest, RenderResult, Variables } from '../types.ts'
import type { GuardSource } from './guard-source.ts'
import { prepare } from './prepared.ts'
import { RateLimiter } from './rate-limit.ts'
import { type Rendering, renderVersion } from './render.ts'
import { type Origin, promptText, ReadyPrompt } from './rendered.ts'

export interface RendererParts {
  readonly feed: PromptFeed
  readonly guards: GuardSource
  readonly journal: Journal
  /** Of calls that name none. */
  readonly label: string
  readonly rateLimit: RateLimit | undefined
  readonly telemetry: Telemetry | null
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** One call, from its beginning on. */
interface Call {
  readonly name: string
  readonly label: string
  readonly request: RenderRequest
  readonly beganMs: number
}

// Held here: reading the global one again at each call takes as long as reading the clock.
const { performance } = globalThis

/** What a call was answered with. */
type Served = Pick<Origin, 'choice' | 'model'>

/**
 * Finds the version, renders it under guardrails and records that. What can be answered from memory is
 * answered without waiting for anything.
 */
export class Renderer {
  readonly #parts: RendererParts
  readonly #limiter: RateLimiter | null

  constructor(parts: RendererParts) {
    this.#parts = parts
    this.#limiter =
      parts.rateLimit === undefined ? null : new RateLimiter(parts.rateLimit, parts.clock)
  }

  /** Never rejects. */
  render(name: string, variables: Variables, request: RenderRequest): Promise<RenderResult> {
    const label = request.label ?? this.#parts.label
    const { telemetry } = this.#parts
    const call = { name, label, request, beganMs: performance.now() }
    return telemetry === null
      ? this.#render(call, variables)
      : this.#renderTraced(telemetry, call, variables)
  }

  #renderTraced(telemetry: Telemetry, call: Call, variables: Variables): Promise<RenderResult> {
    return telemetry.render(call.name, call.label, () => this.#render(call, variables))
  }

  async #render(call: Call, variables: Variables): Promise<RenderResult> {
    const { name, label, request } = call
    const { feed, guards } = this.#parts
    const limited = this.#limiter === null ? null : this.#limit(call, this.#limiter)
    if (limited !== null) return limited
    const bundle = feed.peek(name) ?? (await feed.get(name))
    if (bundle === undefined) return this.#fail(call, 'store_unreachable')
    const choice = bundle === null ? null : choose(bundle, label, request.userId)
    if (choice === null) return this.#fail(call, 'not_published')
    const prepared = prepare(choice.version)
    const rendering = renderVersion({
      prepared,
      label,
      variables,
      metadata: request.metadata,
      guard: guards.current,
    })
    const served = { choice, model: prepared.content.modelSettings }
    return this.#conclude(call, served, rendering instanceof Promise ? await rendering : rendering)
  }

  /** A flood of one user is one row, not a million. */
  #limit(call: Call, limiter: RateLimiter): RenderResult | null {
    const { userId } = call.request
    if (userId === undefined) return null
    const permit = limiter.take(userId)
    if (permit.kind === 'granted') return null
    const { retryAfterMs, isFirst } = permit
    return { ...this.#fail(call, 'rate_limited', isFirst), retryAfterMs }
  }

  #conclude(call: Call, { choice, model }: Served, rendering: Rendering): RenderResult {
    const executionId = this.#record(call, choice, rendering)
    const { isStale } = this.#parts.feed
    if (rendering.kind === 'success') {
      const { label, request } = call
      return new ReadyPrompt({ choice, model, label, request, isStale, executionId }, rendering)
    }
    const { version, arm } = choice
    const { violations } = rendering
    const served = { name: version.name, version: version.version, arm, executionId, violations }
    if (rendering.kind === 'blocked') return { kind: 'blocked', ...served, isStale }
    return { kind: 'failure', ...served, code: rendering.code, message: rendering.message }
  }

  #record(call: Call, { version, arm }: Choice, rendering: Rendering): string | null {
    const { request } = call
    if (request.record === false) return null
    const isFailure = rendering.kind === 'failure'
    return this.#parts.journal.record({
      templateName: version.name,
      templateId: version.id,
      templateVersion: version.version,
      arm,
      userId: request.userId ?? null,
      sessionId: request.sessionId ?? null,
      requestId: request.requestId ?? null,
      // What was blocked is what must not spread: only the masked findings are recorded of it.
      inputVariables: rendering.kind === 'blocked' ? null : rendering.variables,
      renderedPrompt: rendering.kind === 'success' ? promptText(rendering) : null,
      responseTimeMs: performance.now() - call.beganMs,
      status: rendering.kind,
      errorType: isFailure ? rendering.code : null,
      errorMessage: isFailure ? rendering.message : null,
      violations: rendering.violations,
      guardrailAction: rendering.action,
      metadata: request.metadata,
    })
  }

  #fail(call: Call, code: FailureCode, isRecorded = true) {
    const { name, label, request } = call
    const message = sentence(code, name, label)
    const { userId = null, sessionId = null, requestId = null } = request
    const failure = { status: 'failure', errorType: code, errorMessage: message }
    const executionId =
      isRecorded && request.record !== false
        ? this.#parts.journal.record({
            templateName: name,
            userId,
            sessionId,
            requestId,
            ...failure,
          })
        : null
    const facts = { name, version: null, arm: null, executionId, violations: [] }
    return { kind: 'failure' as const, code, message, ...facts }
  }
}

function sentence(code: FailureCode, name: string, label: string): string {
  if (code === 'rate_limited') return `This user has rendered "${name}" too often; try again later.`
  return code === 'not_published'
    ? `Nothing is published under "${name}" with the label "${label}".`
    : `The shared store cannot be reached and "${name}" was never read from it.`
}
