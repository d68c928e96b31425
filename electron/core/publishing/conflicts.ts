import { GalleyError } from '#shared/contract/errors.ts'
import type { Standing } from './outbox/outcome.ts'
import { isState } from './remotes/failures.ts'
import type { MoveRequest, PublishRequest } from './request.ts'

/** A lost race: names both versions and loses neither. */
export function conflictError(
  request: PublishRequest | MoveRequest,
  current: Standing | null,
): GalleyError {
  const { name, label } = request
  const stands =
    current === null
      ? `"${label}" of "${name}" stands on no version any more`
      : `"${label}" of "${name}" stands on version ${current.version} since ${current.movedAt.slice(0, 16).replace('T', ' ')} (${current.movedBy})`
  return new GalleyError(
    'conflict',
    `${stands}, which is not where you last saw it. Version ${request.version} was not published.`,
    {
      fix: 'Look at the plan, which compares your version with that one, then publish again.',
      where: { template: name },
      details: {
        current,
        wanted:
          'versionId' in request
            ? { versionId: request.versionId, version: request.version }
            : null,
        expectedVersionId: 'expected' in request ? (request.expected ?? null) : null,
      },
    },
  )
}

export function nothingToReturnTo({ name, label, version }: MoveRequest): GalleyError {
  if (version !== null) return noSuchVersion(name, version)
  return notPublished(name, `"${label}" of "${name}" never stood on another version.`)
}

export const noSuchVersion = (name: string, version: number): GalleyError =>
  notPublished(name, `"${name}" has no published version ${version}.`)

const notPublished = (name: string, what: string) =>
  new GalleyError('not_found', what, {
    fix: 'See the list of published versions, or publish the one you want.',
    where: { template: name },
  })

/** The store checks that evidence is for the very content it is given for, and that an end has a beginning. */
export function asCheckProblem(error: unknown): unknown {
  if (!isState(error, '23514') || !(error instanceof Error)) return error
  if ('constraint' in error && error.constraint === 'promotions_check') {
    return new GalleyError(
      'invalid_input',
      'The end has to lie in the future and after the begin.',
      {
        fix: 'Give a later end, or none.',
        where: { field: 'effectiveUntil' },
        cause: error,
      },
    )
  }
  return new GalleyError('invalid_input', `The store refuses this: ${error.message}.`, {
    fix: 'Give evidence from a run of this very version.',
    where: { field: 'evidence' },
    cause: error,
  })
}
