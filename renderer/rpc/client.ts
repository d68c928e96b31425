import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#shared/contract/contract.ts'
import type { Connection } from './connection.ts'
import { reconnectingLink } from './reconnect.ts'
import { messagePortTransport, type Transport, webSocketTransport } from './transport.ts'
import { workspaceOf, workspaceParameter } from './workspace.ts'

/** Every method of the contract, typed: `rpc.template.list({ limit: 50 })`. */
export type Rpc = ContractRouterClient<Contract>

export interface RpcClient {
  rpc: Rpc
  connection: Connection
  close(): void
}

/** A client over any transport; it reconnects by itself. */
export function createRpc(transport: Transport): RpcClient {
  const { link, connection, close } = reconnectingLink(transport)
  return { rpc: createORPCClient<Rpc>(link), connection, close }
}

/** The transport of the host that served this page: ports in the desktop app, else WebSocket. */
function transportOf(page: Window): Transport {
  if (page.location.protocol === 'app:') return messagePortTransport(page)
  const address = new URL('rpc', page.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const workspace = workspaceOf(page)
  if (workspace !== null) address.searchParams.set(workspaceParameter, workspace)
  return webSocketTransport(address.href, new URL('session', page.location.href).href)
}

/** The page's client; call it once. */
export function connect(): RpcClient {
  return createRpc(transportOf(window))
}
