import { APICallError } from 'ai'
import { GalleyError } from '#shared/contract/errors.ts'
import type { ProviderFailure } from '#shared/contract/provider.ts'
import type { FailedAttempt } from '../retry.ts'

export interface Asked {
  provider: string
  model: string
  timeoutMs: number
  /** Struck out of every sentence: some providers repeat the key they refuse. */
  apiKey: string | null
}

const overloadStatuses = [429, 503, 529]

/** An attempt's error as a sentence for people and a decision for the retries. */
export function readFailure(error: unknown, asked: Asked): FailedAttempt {
  if (error instanceof GalleyError) return final(error)
  if (isTimeout(error)) {
    const sentence = `${asked.provider} did not answer within ${asked.timeoutMs / 1000} s.`
    // Asked again it would take as long again: nothing may wait for a multiple of the timeout.
    const fix = 'Try again later, or give it a longer timeout.'
    return final(failure(asked, 'timed_out', sentence, fix, error))
  }
  const call = APICallError.isInstance(error) ? error : undefined
  const status = call?.statusCode
  if (status === undefined) return unanswered(error, asked)
  // The status was fine: what came after it was cut off or is no answer.
  if (status < 400) return unreadable(error, asked, status)
  const [sentence, fix] = refusal(status, asked, providerWords(call, asked))
  return {
    error: failure(asked, reasonOfStatus(status), sentence, fix, error, status),
    isRetryable: status === 408 || status === 409 || status === 429 || status >= 500,
    isOverload: overloadStatuses.includes(status),
    retryAfterMs: readRetryAfter(call?.responseHeaders ?? {}),
  }
}

const final = (error: GalleyError): FailedAttempt => ({
  error,
  isRetryable: false,
  isOverload: false,
  retryAfterMs: null,
})

const again = (error: GalleyError): FailedAttempt => ({ ...final(error), isRetryable: true })

function unanswered(error: unknown, asked: Asked): FailedAttempt {
  const sentence = `${asked.provider} could not be reached, or broke the connection (${reasonOf(error)}).`
  const fix = 'Is its address right, and does it run?'
  return again(failure(asked, 'unreachable', sentence, fix, error))
}

function unreadable(error: unknown, asked: Asked, status: number): FailedAttempt {
  const sentence = `${asked.provider} sent an answer that is broken or cut off.`
  const fix = 'Try again; if it stays, the server does not speak the format it was added with.'
  return again(failure(asked, 'unreadable_answer', sentence, fix, error, status))
}

function reasonOfStatus(status: number): ProviderFailure {
  if (status === 401 || status === 403) return 'key_refused'
  if (status === 404) return 'unknown_model'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'server_failed' : 'request_refused'
}

function refusal(status: number, { provider, model }: Asked, words: string): [string, string] {
  const said = words === '' ? '' : ` It says: ${words}`
  if (status === 401 || status === 403) {
    return [`${provider} refuses the key (${status}).${said}`, 'Give the provider another key.']
  }
  if (status === 404) {
    return [
      `${provider} knows no model "${model}", or not at this address (404).${said}`,
      'Check the name of the model and the base URL.',
    ]
  }
  if (status === 429) {
    return [
      `${provider} takes no more requests for now (429).${said}`,
      'Run again later, or lower its concurrency or requests per minute.',
    ]
  }
  if (status >= 500) return [`${provider} failed (${status}).${said}`, 'Try again later.']
  return [
    `${provider} refuses the request (${status}).${said}`,
    'Check the model settings and the prompt.',
  ]
}

function failure(
  { provider, model, apiKey }: Asked,
  reason: ProviderFailure,
  sentence: string,
  fix: string,
  cause: unknown,
  status?: number,
): GalleyError {
  const safe = apiKey ? sentence.replaceAll(apiKey, '•••') : sentence
  const details = { provider, model, reason, ...(status === undefined ? {} : { status }) }
  return new GalleyError('provider_failed', safe, {
    fix,
    details,
    cause: withoutKey(cause, apiKey),
  })
}

/** The SDK's error keeps request and response; a cause is only there to be logged. */
function withoutKey(cause: unknown, apiKey: string | null): unknown {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return new Error(apiKey ? text.replaceAll(apiKey, '•••') : text)
}

function providerWords(call: APICallError | undefined, { apiKey }: Asked): string {
  const words = (call?.message ?? '').replace(/\s+/g, ' ').trim()
  const safe = apiKey ? words.replaceAll(apiKey, '•••') : words
  return safe.length > 300 ? `${safe.slice(0, 300)}…` : safe
}

/** The innermost reason: "fetch failed" alone says nothing. */
function reasonOf(error: unknown): string {
  let reason = error
  for (let depth = 0; depth < 5; depth += 1) {
    if (!(reason instanceof Error) || reason.cause === undefined) break
    reason = reason.cause
  }
  if (!(reason instanceof Error)) return String(reason)
  const { code } = reason as NodeJS.ErrnoException
  return reason.message || code || reason.name
}

function isTimeout(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; depth += 1) {
    if (one.name === 'TimeoutError') return true
    one = one.cause
  }
  return false
}

/** Milliseconds that `retry-after-ms` or `retry-after` (seconds, or a date as in RFC 9110) asks for. */
export function readRetryAfter(
  headers: Readonly<Record<string, string>>,
  now = Date.now(),
): number | null {
  const exact = Number.parseFloat(headers['retry-after-ms'] ?? '')
  if (exact >= 0) return exact
  const text = headers['retry-after']?.trim()
  if (text === undefined || text === '') return null
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
