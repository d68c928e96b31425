import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Core } from '#core/core.ts'
import type { Logger } from '#core/environment.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { TokenRole } from '#shared/contract/token.ts'
import { serveApi } from './api.ts'
import { serveFolder } from './files.ts'
import { type Refusal, refuseCall, refuseHost } from './gate.ts'
import { sendText } from './replies.ts'
import { answer, readAddress, type Site } from './routes.ts'
import { createSessions } from './session.ts'
import { createSocketHost } from './socket.ts'

export interface BrowserHostOptions {
  /** What scripts call, and pages that name no workspace. */
  core: Core
  /** The core of the workspace a page names; null where there is none (any more). */
  coreOf?: (workspace: string) => Promise<Core | null>
  logger: Logger
  /** Where the built pages are. */
  pagesFolder: string
  version: string
  /** 0 takes any free port. */
  port: number
  /** Fixed bearer token for scripts; a random one otherwise. */
  apiToken?: string | undefined
  /** What that token may do; everything where nobody says less. */
  apiTokenRole?: TokenRole | undefined
}

export interface BrowserHost {
  /** `http://127.0.0.1:PORT` */
  origin: string
  port: number
  apiToken: string
  /** An address that opens one session, once. */
  newAddress(): string
  /** Refuses new requests, ends the open lines and resolves when the port is free again. */
  close(): Promise<void>
}

/**
 * Serves the core to a browser on this machine and to nobody else. Throws `port_in_use` where the
 * port is taken and `missing_part` where the pages are not built.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer()
  const port = await listen(server, options.port)
  try {
    return answerOn(server, port, options)
  } catch (error) {
    server.close()
    throw error
  }
}

function answerOn(server: Server, port: number, options: BrowserHostOptions): BrowserHost {
  const { core, logger, version } = options
  const sessions = createSessions(port, { ...options, roleOf: core.roleOf })
  const site: Site = {
    port,
    sessions,
    version,
    serveFile: serveFolder(options.pagesFolder),
    serveApi: serveApi(core, logger, version),
  }
  const sockets = createSocketHost(core, options.coreOf ?? (async () => null), logger)

  server.on('request', (request, response) => {
    answer(request, response, site).catch((error: unknown) => {
      logger.error('a request failed', { error })
      if (response.headersSent) response.destroy()
      else sendText(response, 500, 'Galley made a mistake; its log says more.')
    })
  })
  server.on('upgrade', (request, socket, head) => {
    // Node lets go of the socket here: unheard, a caller that breaks off would end the whole host.
    socket.on('error', () => socket.destroy())
    upgrade(request, socket, head).catch((error: unknown) => {
      logger.error('a line could not be opened', { error })
      socket.destroy()
    })
  })
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refuseUpgrade(request, site)
    if (refusal !== null) return refuseSocket(socket, refusal)
    await sockets.accept(request, socket, head, sessions.callerOf(request))
  }

  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    port,
    apiToken: sessions.apiToken,
    newAddress: () => `${origin}/?token=${sessions.newToken()}`,
    close: () => stop(server, sockets.close),
  }
}

/** Listens on the loopback address only; resolves to the port that was taken. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error)
      const failure = new GalleyError('port_in_use', `Port ${port} is in use by another program.`, {
        fix: 'Choose another with --port, or let Galley find a free one with --port 0.',
        details: { port },
        cause: error,
      })
      reject(failure)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'))
      else resolve(address.port)
    })
  })
}

function stop(server: Server, closeSockets: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    closeSockets()
    // Open event streams and kept-alive connections would hold the port for minutes.
    server.closeAllConnections()
  })
}

function refuseUpgrade(request: IncomingMessage, site: Site): Refusal | null {
  if (readAddress(request)?.pathname !== '/rpc') {
    return { status: 403, message: 'There is no such line.' }
  }
  return refuseHost(request, site.port) ?? refuseCall(request, site.port, site.sessions)
}

function refuseSocket(socket: Duplex, { status, message }: Refusal): void {
  // A caller that never hangs up would hold the port when the host stops.
  socket.once('finish', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
  )
}
