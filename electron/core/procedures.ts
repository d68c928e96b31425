import { implement, ORPCError } from '@orpc/server'
import { contract } from '#shared/contract/contract.ts'
import { errorCodes, GalleyError } from '#shared/contract/errors.ts'

/**
 * The contract's methods, ready to be given handlers. One place turns an expected failure into the
 * typed error of the contract; whatever else is thrown is a bug and travels as `internal`.
 */
export const procedures = implement(contract).use(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    if (!(error instanceof GalleyError)) throw error
    throw new ORPCError(error.code, {
      defined: true,
      status: errorCodes[error.code].status,
      message: error.message,
      data: error.problem,
      cause: error,
    })
  }
})
