import { createHash } from 'node:crypto'
import { within } from '../deadline.ts'
import type { ResponseCacheOptions } from '../options.ts'
import type { RenderedPrompt } from '../types.ts'
import type { ModelAnswer } from './answer.ts'
import { MemoryResponses } from './memory.ts'
import { RedisResponses } from './redis.ts'
import type { ResponseStore } from './store.ts'

/** A cache that takes longer than asking would is no help: then the model is asked. */
const LOOK_MS = 250
const TTL_MS = 300_000

/** Answers of models by all that they depend on. A cache in trouble is an empty one. */
export class ResponseCache {
  readonly #store: ResponseStore
  readonly #ttlMs: number
  readonly #onError: (error: unknown) => void

  constructor(
    options: ResponseCacheOptions,
    clock: () => number,
    onError: (error: unknown) => void,
  ) {
    const { redis, prefix = 'galley:response:', maxBytes = 32 * 2 ** 20, ttlMs = TTL_MS } = options
    this.#ttlMs = ttlMs
    this.#onError = onError
    this.#store =
      redis === undefined
        ? new MemoryResponses(maxBytes, clock)
        : new RedisResponses(redis, prefix, onError)
  }

  async get(key: string): Promise<ModelAnswer | null> {
    try {
      const found = this.#store.get(key)
      const text = found instanceof Promise ? await within(found, LOOK_MS, null) : found
      return text === null ? null : readAnswer(text)
    } catch (error) {
      this.#onError(error)
      return null
    }
  }

  /** In the background: nobody waits for an answer to be kept. */
  set(key: string, answer: ModelAnswer): void {
    void (async () => this.#store.set(key, JSON.stringify(answer), this.#ttlMs))().catch(
      this.#onError,
    )
  }

  async close(deadlineMs: number): Promise<void> {
    const closing = this.#store.close()
    if (closing !== undefined) await within(closing, deadlineMs, undefined)
  }
}

/** Null for what is no answer: others write to a shared Redis too. */
function readAnswer(text: string): ModelAnswer | null {
  const kept: Partial<ModelAnswer> | null = JSON.parse(text)
  return typeof kept?.text === 'string' ? { ...kept, text: kept.text } : null
}

/**
 * What an answer depends on: the messages as they are sent, and the model with its settings. `scope`
 * keeps apart what must not be shared, e.g. users. Messages hold placeholders, never what was redacted.
 */
export function responseKey({ messages, model }: RenderedPrompt, scope: string): string {
  const parts = [scope, model, messages.map(({ role, content }) => [role, content])]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
