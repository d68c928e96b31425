import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { WebSocket as NodeWebSocket } from 'ws'
import type { Rpc } from '#renderer/rpc/client.ts'
import { contract } from '#shared/contract/contract.ts'
import { openTestCore } from '../../support/core.ts'
import { startTestHost } from './browser-host.ts'
import { startTestDesktop } from './desktop.ts'

export interface OpenTransport {
  rpc: Rpc
  dispose(): Promise<void>
}

async function inProcess(): Promise<OpenTransport> {
  const core = await openTestCore()
  return { rpc: core.client, dispose: core.dispose }
}

/** The desktop's own core process and the page's own client, over real message ports. */
async function messagePort(): Promise<OpenTransport> {
  const home = mkdtempSync(join(tmpdir(), 'galley-desktop-'))
  const desktop = await startTestDesktop(home)
  const line = desktop.openPage()
  return {
    rpc: createORPCClient<Rpc>(line.link),
    async dispose() {
      line.close()
      await desktop.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function webSocket(): Promise<OpenTransport> {
  const host = await startTestHost()
  const socket = new NodeWebSocket(`ws://127.0.0.1:${host.port}/rpc`, {
    headers: { Cookie: await host.signIn(), Origin: host.origin },
  })
  const link = new WebSocketLink({ websocket: socket as unknown as WebSocket })
  return {
    rpc: createORPCClient<Rpc>(link),
    async dispose() {
      socket.close()
      await host.dispose()
    },
  }
}

async function rest(): Promise<OpenTransport> {
  const host = await startTestHost()
  const link = new OpenAPILink(contract, {
    url: `${host.origin}/api/v1`,
    headers: { Authorization: `Bearer ${host.apiToken}` },
  })
  // What the contract sends is JSON throughout, so nothing is lost by its passing as JSON.
  const rpc = createORPCClient<JsonifiedClient<Rpc>>(link) as unknown as Rpc
  return { rpc, dispose: host.dispose }
}

export const transports: [name: string, open: () => Promise<OpenTransport>][] = [
  ['in process', inProcess],
  ['message port', messagePort],
  ['WebSocket', webSocket],
  ['REST', rest],
]
