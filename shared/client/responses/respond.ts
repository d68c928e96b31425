import { type CheckedOutput, checkOutput, shown } from '../output.ts'
import type { Journal } from '../recording/journal.ts'
import type { GuardSource } from '../rendering/guard-source.ts'
import { ReadyPrompt } from '../rendering/rendered.ts'
import { type ModelSpan, type Telemetry, withoutSpan } from '../telemetry/telemetry.ts'
import type { RenderedPrompt } from '../types.ts'
import type { AnsweredPrompt, AskModel, ModelAnswer, RespondRequest } from './answer.ts'
import { type ResponseCache, responseKey } from './cache.ts'
import { answerRecord, failureRecord, type ModelCall } from './record.ts'

export interface ResponderParts {
  readonly guards: GuardSource
  readonly journal: Journal
  readonly cache: ResponseCache | null
  readonly telemetry: Telemetry | null
}

/** From a rendered prompt to an answer that may be shown: kept answers, output guardrails, recording. */
export class Responder {
  readonly #parts: ResponderParts

  constructor(parts: ResponderParts) {
    this.#parts = parts
  }

  /** Never rejects. */
  async respond(
    prompt: RenderedPrompt,
    ask: AskModel,
    request: RespondRequest,
  ): Promise<AnsweredPrompt> {
    const { telemetry } = this.#parts
    const facts = ReadyPrompt.factsOf(prompt)
    const call = { prompt, facts, cacheHit: null, responseTimeMs: 0 }
    const work = (span: ModelSpan) => this.#answer(call, ask, request, span)
    return telemetry === null ? withoutSpan(work) : telemetry.call(prompt, facts, work)
  }

  async #answer(
    call: ModelCall,
    ask: AskModel,
    { cache: mayCache = true, cacheScope = '' }: RespondRequest,
    span: ModelSpan,
  ): Promise<AnsweredPrompt> {
    const { guards, journal } = this.#parts
    const { prompt } = call
    const cache = mayCache ? this.#parts.cache : null
    const key = cache === null ? '' : responseKey(prompt, cacheScope)
    const began = performance.now()
    const kept = (await cache?.get(key)) ?? null
    const cacheHit = cache === null ? null : kept !== null
    try {
      const answer = kept ?? asAnswer(await ask(prompt))
      const asked = { ...call, cacheHit, responseTimeMs: performance.now() - began }
      const output = await checkOutput(guards.current, prompt, answer.text)
      // What is kept is what guardrails left, and it is judged again whenever it is given.
      if (kept === null && output.action !== 'block')
        cache?.set(key, { ...answer, text: output.text })
      span.answered(answer, kept !== null, output.action === 'block' ? null : output.text)
      const executionId = journal.record(answerRecord(asked, answer, output))
      return { ...outcome(prompt, answer, output), isCached: kept !== null, executionId }
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      span.failed(cause instanceof Error ? cause.name : 'model_failed', message)
      const asked = { ...call, cacheHit, responseTimeMs: performance.now() - began }
      const executionId = journal.record(failureRecord(asked, message))
      return { kind: 'failure', code: 'model_failed', message, cause, executionId }
    }
  }
}

const asAnswer = (answer: ModelAnswer | string): ModelAnswer =>
  typeof answer === 'string' ? { text: answer } : answer

function outcome(prompt: RenderedPrompt, answer: ModelAnswer, output: CheckedOutput) {
  const filtered = shown(prompt, output)
  return filtered.kind === 'blocked' ? filtered : { ...filtered, answer }
}
