import { ORPCError } from '@orpc/client'
import { ZodError } from 'zod'
import {
  type ErrorCode,
  errorCodes,
  type Problem,
  problemSchema,
  readIssues,
} from '#shared/contract/errors.ts'
import { OfflineError } from './reconnect.ts'

/** A failed call as a page shows it: what happened, where, and what to do. */
export interface Failure {
  code: ErrorCode | 'offline'
  message: string
  problem: Problem
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

/**
 * Reads any error a call can end with. Failures the contract declares keep their code and facts; a
 * broken line is `offline`; all else is a bug in Galley and says so without guessing.
 */
export function readFailure(error: unknown): Failure {
  if (error instanceof OfflineError) {
    const problem: Problem = { fault: 'environment', fix: error.fix }
    return { code: 'offline', message: error.message, problem }
  }
  if (error instanceof ORPCError && isCode(error.code)) {
    const problem = problemSchema.safeParse(error.data)
    return {
      code: error.code,
      message: error.message,
      problem: problem.success ? problem.data : { fault: errorCodes[error.code].fault },
    }
  }
  // The page checks with the contract's own schemas before it asks: that refusal is the core's.
  if (error instanceof ZodError) {
    const { sentence, problems } = readIssues(error.issues)
    const field = problems[0]?.field
    const where = field ? { where: { field } } : {}
    return { code: 'invalid_input', message: sentence, problem: { fault: 'user', ...where } }
  }
  // The peer ends every open call with an AbortError when its line closes.
  if (error instanceof Error && error.name === 'AbortError') {
    return {
      code: 'offline',
      message: 'The connection was lost during the call.',
      problem: { fault: 'environment', fix: 'Look whether it was done before you try again.' },
    }
  }
  return {
    code: 'internal',
    message: 'Galley made a mistake: this should not have happened.',
    problem: {
      fault: 'galley',
      fix: 'Try again; if it happens again, report it with what you did before.',
      details: { cause: error instanceof Error ? error.message : String(error) },
    },
  }
}
