import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import type { Core } from '#core/core.ts'
import type { Logger } from '#core/environment.ts'
import { logBugs } from '../bugs.ts'
import { largestRequestBytes } from './api.ts'

export interface SocketHost {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every page that the host goes away, which ends their calls. */
  close(): void
}

/** The contract over WebSocket: one peer per page, many calls and streams on it. */
export function createSocketHost(core: Core, logger: Logger): SocketHost {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestRequestBytes })
  const handler = new RPCHandler(core.router, { interceptors: [logBugs(logger)] })
  return {
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (page) => {
        page.on('error', (error) => logger.warn('a page broke its line', { error: error.message }))
        void handler.upgrade(page, { context: {} })
      })
    },
    close() {
      for (const page of server.clients) page.close(1001, 'Galley is stopping')
      server.close()
    },
  }
}
