import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import type { Core } from '#core/core.ts'
import type { Logger } from '#core/environment.ts'
import { logBugs } from '../bugs.ts'
import { largestRequestBytes } from './api.ts'
import { type Caller, type CallerContext, checkRole } from './roles.ts'
import { readAddress } from './routes.ts'

const longestGoodbyeMs = 500

export interface SocketHost {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): Promise<void>
  /** Tells every page that the host goes away, which ends their calls. */
  close(): void
}

/**
 * The contract over WebSocket: one peer per page, many calls and streams on it. A page may name its
 * workspace; where that cannot be opened it gets `home` and sees by its id that it is another one.
 */
export function createSocketHost(
  home: Core,
  coreOf: (workspace: string) => Promise<Core | null>,
  logger: Logger,
): SocketHost {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestRequestBytes })
  const handlers = new WeakMap<Core, RPCHandler<CallerContext>>()
  const handlerOf = (core: Core) => {
    const handler =
      handlers.get(core) ??
      new RPCHandler<CallerContext>(core.router, {
        interceptors: [logBugs(logger)],
        clientInterceptors: [checkRole],
      })
    handlers.set(core, handler)
    return handler
  }
  const coreFor = async (request: IncomingMessage, caller: Caller) => {
    const named = readAddress(request)?.searchParams.get('workspace') ?? null
    // A token's role was given for the workspace that keeps it, and says nothing of the others.
    if (named === null || caller.role() !== 'admin') return home
    const found = await coreOf(named).catch((error: unknown) => {
      logger.warn('a workspace cannot be opened', { workspace: named, error })
      return null
    })
    return found ?? home
  }
  return {
    async accept(request, socket, head, caller) {
      const handler = handlerOf(await coreFor(request, caller))
      server.handleUpgrade(request, socket, head, (page) => {
        page.on('error', (error) => logger.warn('a page broke its line', { error: error.message }))
        void handler.upgrade(page, { context: { caller } })
      })
    },
    close() {
      for (const page of server.clients) page.close(1001, 'Galley is stopping')
      server.close()
      // A page that sleeps says no goodbye, and its line would hold the port for half a minute.
      setTimeout(() => {
        for (const page of server.clients) page.terminate()
      }, longestGoodbyeMs).unref()
    },
  }
}
