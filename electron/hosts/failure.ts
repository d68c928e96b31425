import { ORPCError } from '@orpc/client'
import {
  type ErrorCode,
  type ExitCode,
  errorCodes,
  GalleyError,
  type Problem,
  problemSchema,
  type Where,
} from '#shared/contract/errors.ts'

/** A failure as a host reports it: on the command line, in a log, in a dialog. */
export interface HostFailure {
  code: ErrorCode
  message: string
  problem: Problem
  exitCode: ExitCode
  /** The stack, for bugs only. */
  stack?: string
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

/** File system refusals that reach a host from any corner mean the same to a user. */
const readOnlyCodes = ['EACCES', 'EPERM', 'EROFS']

function expected(code: ErrorCode, message: string, problem: Problem): HostFailure {
  return { code, message, problem, exitCode: errorCodes[code].exitCode }
}

/** Reads whatever was thrown; what is not an expected failure is a bug and keeps its stack. */
export function readFailure(error: unknown): HostFailure {
  if (error instanceof GalleyError) return expected(error.code, error.message, error.problem)
  if (error instanceof ORPCError && isCode(error.code)) {
    const problem = problemSchema.safeParse(error.data)
    const fallback = { fault: errorCodes[error.code].fault }
    return expected(error.code, error.message, problem.success ? problem.data : fallback)
  }
  if (error instanceof Error && 'code' in error && readOnlyCodes.includes(String(error.code))) {
    const file = 'path' in error && typeof error.path === 'string' ? error.path : undefined
    return expected('read_only', `Galley may not write ${file ?? 'a file it needs to'}.`, {
      fault: 'environment',
      fix: 'Make it writable, or set GALLEY_HOME to a folder that is.',
      ...(file === undefined ? {} : { where: { file } }),
    })
  }
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  return {
    ...expected('internal', `Galley made a mistake: ${message}`, {
      fault: 'galley',
      fix: 'Please report it with the lines below.',
    }),
    ...(stack === undefined ? {} : { stack }),
  }
}

/** `cases.csv, row 4, column "expected"`; an empty string where nothing is known. */
export function describeWhere(where: Where | undefined): string {
  if (where === undefined) return ''
  const parts = [
    where.file,
    where.template === undefined ? undefined : `template "${where.template}"`,
    where.messageIndex === undefined ? undefined : `message ${where.messageIndex + 1}`,
    where.line === undefined ? undefined : `line ${where.line}`,
    where.row === undefined ? undefined : `row ${where.row}`,
    where.column === undefined ? undefined : `column ${where.column}`,
    where.field === undefined ? undefined : `field "${where.field}"`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}
