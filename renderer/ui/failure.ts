/** What a page tells of a failure: the sentence, where it is, what to do. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly where: string | null
  readonly fix: string | null
  readonly suggestion: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/** A place in a file or template; lines, rows and columns count from 1. */
interface Place {
  readonly file?: string | undefined
  readonly template?: string | undefined
  readonly messageIndex?: number | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly row?: number | undefined
  readonly field?: string | undefined
}

interface ReadFailure {
  readonly code: string
  readonly message: string
  readonly problem: {
    readonly fix?: string | undefined
    readonly where?: Place | undefined
    readonly suggestion?: string | undefined
    readonly details?: Record<string, unknown> | undefined
  }
}

let readFailure = (error: unknown): ReadFailure => ({
  code: 'internal',
  message: error instanceof Error ? error.message : String(error),
  problem: {},
})

/** The page tells once how its errors are read: these parts know nothing of the contract. */
export function installFailureReader(reader: (error: unknown) => ReadFailure): void {
  readFailure = reader
}

/** "cases.csv, row 3, column 2" from the places a failure names; null where it names none. */
function describeWhere(place: Place | undefined): string | null {
  if (place === undefined) return null
  const named = [
    place.file,
    place.template && `template ${place.template}`,
    place.messageIndex !== undefined && `message ${place.messageIndex + 1}`,
    place.row !== undefined && `row ${place.row}`,
    place.line !== undefined && `line ${place.line}`,
    place.column !== undefined && `column ${place.column}`,
    place.field && `field ${place.field}`,
  ].filter(Boolean)
  return named.length === 0 ? null : named.join(', ')
}

/** Reads whatever was thrown into what a page can show. */
export function describeFailure(error: unknown): Failure {
  const { code, message, problem } = readFailure(error)
  return {
    code,
    message,
    where: describeWhere(problem.where),
    fix: problem.fix ?? null,
    suggestion: problem.suggestion ?? null,
    details: problem.details ?? {},
  }
}
