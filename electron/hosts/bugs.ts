import { ORPCError } from '@orpc/server'
import type { Logger } from '#core/environment.ts'

/** Failures the contract declares, refused inputs and cancelled calls are no bugs. */
function isExpected(error: unknown): boolean {
  if (error instanceof ORPCError) return error.defined || error.status < 500
  return error instanceof Error && error.name === 'AbortError'
}

/**
 * An interceptor for every handler: what the contract does not declare is a bug and is logged with
 * its stack, since the caller sees only that something went wrong.
 */
export const logBugs =
  (logger: Logger) =>
  async <Result>(call: { next(): Promise<Result> }): Promise<Result> => {
    try {
      return await call.next()
    } catch (error) {
      if (!isExpected(error)) {
        const cause = error instanceof ORPCError ? (error.cause ?? error) : error
        logger.error('a call failed in a way nobody expected', { error: cause })
      }
      throw error
    }
  }
