import type { IncomingMessage } from 'node:http'
import type { Sessions } from './session.ts'

export interface Refusal {
  status: 401 | 403 | 421
  message: string
}

/**
 * Refuses a request that reached this port under a foreign name. A page on the internet can point
 * its own name at 127.0.0.1 (DNS rebinding); its requests then carry that name as Host.
 */
export function refuseHost(request: IncomingMessage, port: number): Refusal | null {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (names.includes(request.headers.host ?? '')) return null
  return { status: 421, message: `This host answers only under http://${names[0]}.` }
}

/**
 * Refuses requests that another origin's page makes. Browsers name the page in Origin on every
 * request that can change something; a WebSocket is not bound by the same-origin rule at all, so
 * there an absent Origin is refused unless the caller proves itself with the bearer token.
 */
function refuseOrigin(
  request: IncomingMessage,
  port: number,
  isOriginRequired: boolean,
): Refusal | null {
  const { origin } = request.headers
  const refusal: Refusal = { status: 403, message: 'Requests from other origins are refused.' }
  if (origin !== undefined) {
    return [`http://127.0.0.1:${port}`, `http://localhost:${port}`].includes(origin)
      ? null
      : refusal
  }
  // Other ports of this machine are the same "site", so the strict cookie alone would not stop them.
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return refusal
  return isOriginRequired ? refusal : null
}

/** Refuses who has neither the page's session nor, where scripts may call, the bearer token. */
export function refuseStranger(request: IncomingMessage, sessions: Sessions): Refusal | null {
  if (sessions.hasSession(request) || sessions.tokenRole(request) !== null) return null
  return {
    status: 401,
    message:
      'This page has no session. Press Enter where Galley runs and open the address it prints; each address works once.',
  }
}

/** What every call to the core has to pass, over REST and WebSocket alike. */
export function refuseCall(
  request: IncomingMessage,
  port: number,
  sessions: Sessions,
): Refusal | null {
  const isScript = sessions.tokenRole(request) !== null
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  const isUpgrade = request.headers.upgrade !== undefined
  return (
    refuseOrigin(request, port, !isScript && (!isSafe || isUpgrade)) ??
    refuseStranger(request, sessions)
  )
}
