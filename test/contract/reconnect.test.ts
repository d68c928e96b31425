import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { type BrowserHost, startBrowserHost } from '#hosts/browser/serve.ts'
import { createRpc, type RpcClient } from '#renderer/rpc/client.ts'
import type { Connection, ConnectionState } from '#renderer/rpc/connection.ts'
import { follow } from '#renderer/rpc/follow.ts'
import { readFailure } from '#renderer/rpc/problem.ts'
import { webSocketTransport } from '#renderer/rpc/transport.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { listLogger, openTestCore } from '../support/core.ts'

let core: Awaited<ReturnType<typeof openTestCore>>
let host: BrowserHost
let client: RpcClient

/** The same host again: same core, same port, same token, as after a restart of the process. */
const startHost = (port: number) =>
  startBrowserHost({
    core,
    logger: listLogger(),
    pagesFolder: fileURLToPath(new URL('.', import.meta.url)),
    version: '9.9.9',
    port,
    apiToken: 'a-token-that-outlives-restarts',
  })

/** The page's own client; Node's sockets carry the token where a browser would send its cookie. */
function connectTo(origin: string, token: () => string): RpcClient {
  const open = (url: string) => {
    const headers = { Authorization: `Bearer ${token()}` }
    const socket = new NodeWebSocket(url, { headers })
    // In a browser an error without a listener is no exception.
    socket.on('error', () => {})
    return socket as unknown as WebSocket
  }
  const address = `${origin.replace('http', 'ws')}/rpc`
  return createRpc(webSocketTransport(address, `${origin}/session`, open))
}

const reach = (connection: Connection, state: ConnectionState) =>
  new Promise<void>((resolve) => {
    const check = () => {
      if (connection.state !== state) return
      unsubscribe()
      resolve()
    }
    const unsubscribe = connection.subscribe(check)
    check()
  })

beforeEach(async () => {
  core = await openTestCore()
  host = await startHost(0)
  client = connectTo(host.origin, () => host.apiToken)
  await reach(client.connection, 'connected')
})
afterEach(async () => {
  client.close()
  await host.close()
  await core.dispose()
})

test('a client comes back after its host was away', async () => {
  expect((await client.rpc.workspace.get()).counts.templates).toBe(0)
  await host.close()
  await reach(client.connection, 'offline')
  host = await startHost(host.port)
  await reach(client.connection, 'connected')
  expect((await client.rpc.workspace.get()).counts.templates).toBe(0)
})

test('a call made while the host is away waits for it', async () => {
  await host.close()
  await reach(client.connection, 'offline')
  const call = client.rpc.workspace.get()
  host = await startHost(host.port)
  expect((await call).counts.templates).toBe(0)
})

test('a call under way when the line breaks fails as offline and is not repeated', async () => {
  const events = await client.rpc.workspace.watch()
  const next = events[Symbol.asyncIterator]().next()
  const failure = next.then(
    () => expect.unreachable('the stream should have broken'),
    (error: unknown) => readFailure(error),
  )
  await host.close()
  expect(await failure).toMatchObject({ code: 'offline', problem: { fault: 'environment' } })
  host = await startHost(host.port)
})

test('following a stream survives a restart and asks for the present state again', async () => {
  const stop = new AbortController()
  const seen: string[] = []
  let opened = 0
  let wake = () => {}
  const woken = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  let next = woken()
  const following = follow((signal) => client.rpc.workspace.watch(undefined, { signal }), {
    connection: client.connection,
    signal: stop.signal,
    onOpen: () => {
      opened += 1
      wake()
    },
    onEvent: ({ noun }) => {
      seen.push(noun)
      wake()
    },
  })
  await next
  next = woken()
  await host.close()
  host = await startHost(host.port)
  await next
  next = woken()
  const content = { body: { kind: 'text' as const, text: 'x' } }
  await client.rpc.template.create({ name: 'after', content })
  await next
  expect({ opened, seen: seen.slice(0, 1) }).toEqual({ opened: 2, seen: ['template'] })
  stop.abort()
  await following
})

test('a session that the host does not know is refused; with a fresh one the page goes on', async () => {
  let token = 'not the token'
  const stranger = connectTo(host.origin, () => token)
  await reach(stranger.connection, 'refused')
  const failure = await stranger.rpc.workspace.get().catch(readFailure)
  expect(failure).toMatchObject({
    code: 'offline',
    problem: { fix: expect.stringContaining('another tab') },
  })
  const opened = new Promise<void>((resolve) => {
    void follow((signal) => stranger.rpc.workspace.watch(undefined, { signal }), {
      connection: stranger.connection,
      signal: AbortSignal.timeout(60_000),
      onEvent: () => {},
      onOpen: resolve,
    })
  })
  token = host.apiToken
  await opened
  expect((await stranger.rpc.workspace.get()).counts.templates).toBe(0)
  stranger.close()
})

test('failures keep their facts; anything unexpected is a bug and says so', async () => {
  const missing = await client.rpc.template.get({ template: 'nothing' }).catch(readFailure)
  expect(missing).toMatchObject({ code: 'not_found', problem: { fault: 'user' } })
  expect(readFailure(new TypeError('x'))).toMatchObject({
    code: 'internal',
    problem: { fault: 'galley' },
  })
})

test('what the page itself refuses reads as the core would say it', () => {
  const text = 'x'.repeat(1_000_001)
  const refused = contentSchema.safeParse({ body: { kind: 'text', text } })
  expect(readFailure(refused.error)).toEqual({
    code: 'invalid_input',
    message: 'body.text: A text of a template has at most 1,000,000 characters.',
    problem: { fault: 'user', where: { field: 'body.text' } },
  })
})

test('a closed client makes no more calls', async () => {
  const gone = connectTo(host.origin, () => host.apiToken)
  await reach(gone.connection, 'connected')
  gone.close()
  await expect(gone.rpc.workspace.get()).rejects.toBeDefined()
})
