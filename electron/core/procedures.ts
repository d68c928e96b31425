import { mapEventIterator } from '@orpc/client'
import { ValidationError } from '@orpc/contract'
import { implement, ORPCError } from '@orpc/server'
import { contract } from '#shared/contract/contract.ts'
import { errorCodes, GalleyError, readIssues } from '#shared/contract/errors.ts'

/** An input that the contract refuses, as the same kind of failure a service would report. */
function invalidInput({ issues, cause }: ValidationError): GalleyError {
  const { sentence, problems } = readIssues(issues)
  const [first] = problems
  return new GalleyError('invalid_input', sentence, {
    ...(first?.field ? { where: { field: first.field } } : {}),
    details: { issues: problems },
    cause,
  })
}

/** The typed error of the contract for an expected failure; any other error as it is. */
function toTyped(error: unknown): unknown {
  if (error instanceof GalleyError) {
    return new ORPCError(error.code, {
      defined: true,
      status: errorCodes[error.code].status,
      message: error.message,
      data: error.problem,
      cause: error,
    })
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    if (error.cause instanceof ValidationError) return toTyped(invalidInput(error.cause))
  }
  return error
}

const isStream = (value: unknown): value is AsyncIteratorObject<unknown, unknown, void> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/**
 * The contract's methods, ready to be given handlers. One place turns an expected failure, of a call
 * or in the middle of an event stream, into the typed error of the contract; whatever else is thrown
 * is a bug and travels as an internal error.
 */
export const procedures = implement(contract).use(async ({ next, signal }) => {
  try {
    // A call given up before it began must not begin, in process as over a wire.
    signal?.throwIfAborted()
    const result = await next()
    if (!isStream(result.output)) return result
    const output = mapEventIterator(result.output, {
      value: async (event) => event,
      error: async (error) => toTyped(error),
    })
    return { ...result, output }
  } catch (error) {
    throw toTyped(error)
  }
})
