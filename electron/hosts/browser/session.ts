import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TokenRole } from '#shared/contract/token.ts'
import type { Caller } from './roles.ts'

const newSecret = () => randomBytes(32).toString('base64url')

/** Compares without telling by its duration how much of the secret was right. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...rest] = part.trim().split('=')
    if (key === name) return rest.join('=')
  }
  return null
}

export interface SessionOptions {
  /** The token of this process; a random one otherwise. */
  apiToken?: string | undefined
  /** What it may do; everything where nobody says less. */
  apiTokenRole?: TokenRole | undefined
  /** Roles of the tokens that were made and kept. */
  roleOf: (secret: string) => TokenRole | null
}

export interface Sessions {
  /** A token for one address; it opens one session and is then spent. */
  newToken(): string
  /** The `Set-Cookie` value of a new session, or null where the token is unknown or spent. */
  exchange(token: string): string | null
  /** True for a request with the cookie of a session. */
  hasSession(request: IncomingMessage): boolean
  /** What the bearer of the request's token may do; null where it carries none that is known. */
  tokenRole(request: IncomingMessage): TokenRole | null
  /** Who makes the request: a script by its token, else the page, whose session may do all. */
  callerOf(request: IncomingMessage): Caller
  readonly apiToken: string
}

/**
 * Sessions live as long as the process. Cookies are shared by all ports of a host, so the name
 * carries the port: two Galleys side by side do not sign each other out.
 */
export function createSessions(port: number, options: SessionOptions): Sessions {
  const { apiToken = newSecret(), apiTokenRole = 'admin', roleOf } = options
  const cookieName = `galley_session_${port}`
  const tokens = new Set<string>()
  const sessions = new Set<string>()
  const find = (known: Set<string>, given: string) =>
    [...known].find((secret) => isSame(given, secret)) ?? null

  const hasSession = (request: IncomingMessage) => {
    const cookie = cookieOf(request, cookieName)
    return cookie !== null && find(sessions, cookie) !== null
  }
  const tokenRole = (request: IncomingMessage) => {
    const [scheme, given] = (request.headers.authorization ?? '').split(' ')
    if (scheme?.toLowerCase() !== 'bearer' || given === undefined) return null
    return isSame(given, apiToken) ? apiTokenRole : roleOf(given)
  }

  return {
    apiToken,
    newToken() {
      const token = newSecret()
      tokens.add(token)
      return token
    },
    exchange(given) {
      const token = find(tokens, given)
      if (token === null) return null
      tokens.delete(token)
      const session = newSecret()
      sessions.add(session)
      return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    hasSession,
    tokenRole,
    callerOf(request) {
      const isScript = tokenRole(request) !== null
      return { role: () => (isScript ? tokenRole(request) : 'admin') }
    },
  }
}
