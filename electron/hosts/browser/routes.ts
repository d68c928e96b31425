import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiPrefix, type ServeApi } from './api.ts'
import type { ServeFile } from './files.ts'
import { refuseCall, refuseHost, refuseStranger } from './gate.ts'
import { setSecurityHeaders } from './headers.ts'
import { enterPage } from './pages.ts'
import { sendFailure, sendJson, sendPage, sendSentence, sendText } from './replies.ts'
import type { Sessions } from './session.ts'

/** What answering needs; the port is known only once the server listens. */
export interface Site {
  port: number
  sessions: Sessions
  serveFile: ServeFile
  serveApi: ServeApi
  version: string
}

/** Answers one request. Whatever it is, the Host is checked first and the headers are always set. */
export async function answer(request: IncomingMessage, response: ServerResponse, site: Site) {
  setSecurityHeaders(response)
  const foreign = refuseHost(request, site.port)
  if (foreign !== null) return sendText(response, foreign.status, foreign.message)
  const url = readAddress(request)
  if (url === null) return sendText(response, 400, 'This address cannot be read.')

  if (url.pathname === '/healthz') {
    return sendJson(response, { status: 'ok', version: site.version })
  }
  if (url.pathname.startsWith(`${apiPrefix}/`)) return answerCall(request, response, site)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(response, 405, 'Pages can only be read.')
  }
  if (url.pathname === '/session') return answerSession(request, response, site)
  // Browsers ask for it on pages of refusal too; an empty answer keeps their console clean.
  if (url.pathname === '/favicon.ico') return void response.writeHead(204).end()
  const token = url.searchParams.get('token')
  if (url.pathname === '/' && token !== null) return enter(request, response, token, site.sessions)
  return answerFile(url.pathname, request, response, site)
}

/**
 * The address of a request; null where it is no address at all. The text is put behind an origin, not
 * resolved against it: resolving would read `//name/` as another host.
 */
export function readAddress(request: IncomingMessage): URL | null {
  const path = request.url ?? ''
  return path.startsWith('/') ? URL.parse(`http://127.0.0.1${path}`) : null
}

async function answerCall(request: IncomingMessage, response: ServerResponse, site: Site) {
  const refusal = refuseCall(request, site.port, site.sessions)
  if (refusal !== null) {
    const { status, message } = refusal
    return sendFailure(response, status, {
      code: 'not_permitted',
      message: status === 401 ? 'This call needs a session or a token.' : message,
      fix: 'Send "Authorization: Bearer TOKEN"; "galley token add NAME" makes one.',
    })
  }
  if (await site.serveApi(request, response, site.sessions.callerOf(request))) return
  sendFailure(response, 404, {
    code: 'not_found',
    message: `The API has no ${request.method} at this address.`,
    fix: `${apiPrefix}/openapi.json lists all there is.`,
  })
}

/** The page asks here why its line broke: 401 says that trying again is useless. */
function answerSession(request: IncomingMessage, response: ServerResponse, site: Site) {
  const refusal = refuseStranger(request, site.sessions)
  if (refusal !== null) return sendText(response, refusal.status, refusal.message)
  return sendJson(response, { status: 'ok' })
}

async function answerFile(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  site: Site,
) {
  const refusal = refuseStranger(request, site.sessions)
  if (refusal !== null) {
    return sendSentence(response, refusal.status, 'No session', refusal.message)
  }
  if (await site.serveFile(path, request, response)) return
  sendText(response, 404, 'There is no such page.')
}

/** Trades the token of an address for a session cookie, then goes on without it in the address. */
function enter(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  sessions: Sessions,
) {
  const cookie = sessions.exchange(token)
  if (cookie === null && !sessions.hasSession(request)) {
    const sentence = 'Each address works once. Press Enter where Galley runs, or start it again.'
    return sendSentence(response, 401, 'This address was used already', sentence)
  }
  if (cookie !== null) response.setHeader('Set-Cookie', cookie)
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    return sendPage(response, 200, enterPage())
  }
  response.writeHead(303, { Location: '/', 'Cache-Control': 'no-store' }).end()
}
