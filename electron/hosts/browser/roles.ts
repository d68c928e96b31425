import { ORPCError } from '@orpc/server'
import type { StandardHandlerOptions } from '@orpc/server/standard'
import type { TokenRole } from '#shared/contract/token.ts'
import { tokenRoleSchema } from '#shared/contract/token.ts'

/**
 * What a call asks of a token. Calls that only look need a reader, whatever their HTTP method; all that
 * is named nowhere here changes the workspace and needs an author.
 */
const looking = new Set([
  ...['render.*', 'analytics.*', 'execution.*', 'outbox.list', 'publishing.plan'],
  ...[
    'run.compare',
    'run.checkInputs',
    'run.forecast',
    'dataset.previewImport',
    'dataset.checkRules',
  ],
  ...[
    'experiment.power',
    'experiment.simulate',
    'experiment.simulateSizes',
    'promptfoo.references',
  ],
  ...['guardrail.check', 'guardrail.test'],
])
/** The shared store asks its own logins besides: a token never gives more than the remote's login has. */
const publishing = new Set([
  ...['publishing.publish', 'publishing.rollBack', 'publishing.activate', 'publishing.deactivate'],
  ...['promotion.cancel', 'outbox.retry', 'outbox.drop', 'guardrail.*', 'canary.*', 'experiment.*'],
])
const administering = new Set([
  ...['remote.add', 'remote.remove', 'remote.migrate', 'remote.maintain', 'promotion.setRule'],
  // It holds a password.
  'remote.connection',
  // The settings of runs say whether scripts may be run.
  ...['token.*', 'provider.*', 'workspace.*', 'run.updateSettings'],
])

const isIn = (names: ReadonlySet<string>, [noun = '', verb = '']: readonly string[]) =>
  names.has(`${noun}.${verb}`) || names.has(`${noun}.*`)

/** The least role for a method of the contract. */
function roleFor(path: readonly string[], httpMethod: string | undefined): TokenRole {
  const isLook = httpMethod === 'GET' || httpMethod === 'HEAD'
  // Secrets' names and providers' addresses are no business of a reader.
  if (isIn(administering, path) && !(isLook && path[0] === 'workspace')) return 'admin'
  if (isLook || isIn(looking, path)) return 'reader'
  return isIn(publishing, path) ? 'publisher' : 'author'
}

const roles = tokenRoleSchema.options

/** What the two ways to call, REST and WebSocket, know of who calls. */
export interface Caller {
  /** What the caller may do by now; null where its token was revoked since its line was opened. */
  role(): TokenRole | null
}

type Interceptor = NonNullable<StandardHandlerOptions<CallerContext>['clientInterceptors']>[number]
export type CallerContext = { caller: Caller }

/** Refuses calls that the caller's role does not cover: `not_permitted` says what the call needs. */
export const checkRole: Interceptor = ({ next, context, path, procedure }) => {
  refuseWeakToken(context.caller.role(), path, procedure['~orpc'].route.method)
  return next()
}

function refuseWeakToken(
  role: TokenRole | null,
  path: readonly string[],
  httpMethod: string | undefined,
): void {
  const needed = roleFor(path, httpMethod)
  if (role !== null && roles.indexOf(role) >= roles.indexOf(needed)) return
  const has = role === null ? 'was revoked' : `has the role ${role}`
  throw new ORPCError('not_permitted', {
    defined: true,
    status: 403,
    message: `${path.join('.')} needs the role ${needed}; this token ${has}.`,
    data: { fault: 'user', fix: `Make one with "galley token add NAME --role ${needed}".` },
  })
}
