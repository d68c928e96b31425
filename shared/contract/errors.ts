import { z } from 'zod'

/** Who can mend a failure: the user by changing something, the provider, or we (a bug). */
type Fault = 'user' | 'environment' | 'provider' | 'galley'

/** Exit codes of the command line: they let a CI job tell a typo from an outage. */
export type ExitCode = 1 | 2 | 3 | 100

interface CodeFacts {
  fault: Fault
  status: number
  exitCode: ExitCode
}

/**
 * Every failure Galley can report. Closed on purpose: hosts map a code to an HTTP status and an
 * exit code here and nowhere else, and nobody matches on message text.
 */
export const errorCodes = {
  not_found: { fault: 'user', status: 404, exitCode: 2 },
  invalid_input: { fault: 'user', status: 422, exitCode: 2 },
  already_exists: { fault: 'user', status: 409, exitCode: 2 },
  conflict: { fault: 'user', status: 409, exitCode: 2 },
  template_syntax: { fault: 'user', status: 422, exitCode: 2 },
  undefined_variable: { fault: 'user', status: 422, exitCode: 2 },
  template_failed: { fault: 'user', status: 422, exitCode: 2 },
  malformed_file: { fault: 'user', status: 422, exitCode: 2 },
  guardrail_blocked: { fault: 'user', status: 422, exitCode: 100 },
  gate_failed: { fault: 'user', status: 412, exitCode: 100 },
  not_permitted: { fault: 'user', status: 403, exitCode: 2 },
  cancelled: { fault: 'user', status: 499, exitCode: 2 },
  remote_unreachable: { fault: 'environment', status: 503, exitCode: 3 },
  schema_newer: { fault: 'environment', status: 409, exitCode: 3 },
  schema_older: { fault: 'environment', status: 409, exitCode: 3 },
  schema_changed: { fault: 'environment', status: 409, exitCode: 3 },
  workspace_unusable: { fault: 'environment', status: 503, exitCode: 3 },
  read_only: { fault: 'environment', status: 503, exitCode: 3 },
  port_in_use: { fault: 'environment', status: 503, exitCode: 3 },
  missing_part: { fault: 'environment', status: 503, exitCode: 3 },
  provider_failed: { fault: 'provider', status: 502, exitCode: 3 },
  internal: { fault: 'galley', status: 500, exitCode: 1 },
} as const satisfies Record<string, CodeFacts>

export type ErrorCode = keyof typeof errorCodes
export const errorCodeSchema = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]])

/** Where the bad input stands. Lines, rows and columns count from 1. */
export const whereSchema = z.object({
  file: z.string().optional(),
  template: z.string().optional(),
  messageIndex: z.number().int().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  row: z.number().int().optional(),
  field: z.string().optional(),
})
export type Where = z.infer<typeof whereSchema>

/** What travels beside the message of an error, on every transport. */
export const problemSchema = z.object({
  fault: z.enum(['user', 'environment', 'provider', 'galley']),
  fix: z.string().optional(),
  where: whereSchema.optional(),
  suggestion: z.string().optional(),
  /** Facts that a page shows beside the sentence, e.g. both versions of a conflict. */
  details: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problemSchema>

export interface GalleyErrorOptions {
  /** What the user can do now, one sentence. */
  fix?: string
  where?: Where
  suggestion?: string
  details?: Record<string, unknown>
  cause?: unknown
}

/** What a schema said of a value: the places with their sentences, and all in one sentence. */
export function readIssues(
  issues: readonly {
    message: string
    path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  }[],
): { sentence: string; problems: { field: string; message: string }[] } {
  const problems = issues.map(({ path = [], message }) => ({
    field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }))
  const sentence = problems
    .map(({ field, message }) => (field ? `${field}: ${message}` : message))
    .join(' · ')
  return { sentence, problems }
}

/** The one error class of an expected failure. Anything else that is thrown is a bug. */
export class GalleyError extends Error {
  readonly code: ErrorCode
  readonly problem: Problem

  constructor(code: ErrorCode, message: string, options: GalleyErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'GalleyError'
    this.code = code
    const { cause: _, ...rest } = options
    this.problem = { fault: errorCodes[code].fault, ...rest }
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code].exitCode
  }
}
