import { ORPCError } from '@orpc/server'
import type { TokenRole } from '#shared/contract/token.ts'
import { tokenRoleSchema } from '#shared/contract/token.ts'

/**
 * What a call asks of a token. Calls that only look need a reader, whatever their HTTP method; all that
 * is named nowhere here changes the workspace and needs an author.
 */
const looking = new Set([
  ...['render.*', 'analytics.*', 'execution.*', 'outbox.list', 'publishing.plan'],
  ...['run.compare', 'experiment.simulate', 'guardrail.check', 'guardrail.test'],
])
/** The shared store asks its own logins besides: a token never gives more than the remote's login has. */
const publishing = new Set([
  ...['publishing.publish', 'publishing.rollBack', 'publishing.activate', 'publishing.deactivate'],
  ...['promotion.cancel', 'outbox.retry', 'outbox.drop', 'guardrail.*', 'canary.*', 'experiment.*'],
])
const administering = new Set([
  ...['remote.add', 'remote.remove', 'remote.migrate', 'remote.maintain', 'promotion.setRule'],
  ...['token.*', 'provider.*', 'workspace.*'],
])

const isIn = (names: ReadonlySet<string>, [noun = '', verb = '']: readonly string[]) =>
  names.has(`${noun}.${verb}`) || names.has(`${noun}.*`)

/** The least role for a method of the contract. */
export function roleFor(path: readonly string[], httpMethod: string | undefined): TokenRole {
  const isLook = httpMethod === 'GET' || httpMethod === 'HEAD'
  // Secrets' names and providers' addresses are no business of a reader.
  if (isIn(administering, path) && !(isLook && path[0] === 'workspace')) return 'admin'
  if (isLook || isIn(looking, path)) return 'reader'
  return isIn(publishing, path) ? 'publisher' : 'author'
}

const roles = tokenRoleSchema.options

/** Throws `not_permitted`, which says what the call needs and what the token has. */
export function refuseWeakToken(
  role: TokenRole,
  path: readonly string[],
  httpMethod: string | undefined,
): void {
  const needed = roleFor(path, httpMethod)
  if (roles.indexOf(role) >= roles.indexOf(needed)) return
  throw new ORPCError('not_permitted', {
    defined: true,
    status: 403,
    message: `${path.join('.')} needs the role ${needed}; this token has the role ${role}.`,
    data: { fault: 'user', fix: `Make one with "galley token add NAME --role ${needed}".` },
  })
}
