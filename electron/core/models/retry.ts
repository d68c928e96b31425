import type { GalleyError } from '#shared/contract/errors.ts'
import type { Throttle, Wait } from './throttle.ts'

/** A failed attempt, read once where the SDK's errors are known. */
export interface FailedAttempt {
  error: GalleyError
  isRetryable: boolean
  /** The provider has too much to do (429, 503, 529): fewer requests at once from now on. */
  isOverload: boolean
  /** What Retry-After asked for. */
  retryAfterMs: number | null
}

export type Attempt<Answer> =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'failed'; failed: FailedAttempt }

export interface RetryParts {
  throttle: Throttle
  wait: Wait
  maxRetries: number
  /** False: an overloaded provider is not waited for, its refusal is the answer. */
  waitsForLimits: boolean
  signal: AbortSignal
}

/** A provider that wants more than this is down for today's purposes: the cell says so, the run goes on. */
const longestWaitMs = 120_000

const firstBackOffMs = 500
const longestBackOffMs = 30_000

/** Doubles with each attempt; the jitter keeps requests that failed together from coming together again. */
export const backOffMs = (attempt: number, random = Math.random): number =>
  Math.min(longestBackOffMs, firstBackOffMs * 2 ** attempt) * (0.5 + random() / 2)

/**
 * Attempts until there is an answer, the failure is final, the attempts are used up, or the provider
 * asks for a pause beyond `longestWaitMs`. Bounded in every case.
 * @throws the GalleyError of the last attempt, or the signal's reason.
 */
export async function withRetries<Answer>(
  { throttle, wait, maxRetries, waitsForLimits, signal }: RetryParts,
  attempt: () => Promise<Attempt<Answer>>,
): Promise<Answer> {
  for (let count = 0; ; count += 1) {
    const outcome = await throttle.run(attempt, signal)
    if (outcome.kind === 'answer') {
      throttle.succeeded()
      return outcome.answer
    }
    const { error, isRetryable, isOverload, retryAfterMs } = outcome.failed
    const isTooLong = (retryAfterMs ?? 0) > longestWaitMs
    if (isOverload) throttle.overloaded(isTooLong || !waitsForLimits ? null : retryAfterMs)
    const isFinal = !isRetryable || isTooLong || (isOverload && !waitsForLimits)
    if (isFinal || count >= maxRetries) throw error
    // A pause of the whole provider is waited for inside the throttle.
    if (retryAfterMs === null || !isOverload) await wait(retryAfterMs ?? backOffMs(count), signal)
  }
}
