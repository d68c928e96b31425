import { connect, createServer, type Socket } from 'node:net'

export type ProxyMode = 'pass' | 'refuse' | 'hang' | 'slow'

/** What `slow` adds to every piece, there and back. */
const SLOW_MS = 150

export interface FailingProxy {
  /** The same address, through the proxy. */
  readonly connectionString: string
  /** `refuse` closes new connections at once, `hang` accepts them and never answers, `slow` delays all. */
  setMode(mode: ProxyMode): void
  /** From the moment a client sends this text, it is passed on but no answer comes back. */
  muteAfter(text: string): void
  /** Breaks all connections there are, in the middle of whatever they do. */
  cut(): void
  close(): Promise<void>
}

/** A door in front of a server that can be made to fail in the ways networks fail. */
export async function startProxy(target: string): Promise<FailingProxy> {
  const { port, hostname } = new URL(target)
  const sockets = new Set<Socket>()
  let mode: ProxyMode = 'pass'
  let isMute = false
  let muteAfter: string | null = null
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((socket) => {
    keep(socket)
    if (mode === 'refuse') return void socket.destroy()
    const upstream = keep(connect(Number(port), hostname))
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
    // What hangs is decided per piece, so that a connection can begin to hang while it is open.
    const pass = (to: Socket, data: Buffer) => {
      if (mode === 'slow') setTimeout(() => to.write(data), SLOW_MS)
      else if (mode !== 'hang') to.write(data)
    }
    socket.on('data', (data) => {
      if (muteAfter !== null && data.includes(muteAfter)) isMute = true
      pass(upstream, data)
    })
    upstream.on('data', (data) => !isMute && pass(socket, data))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(target)
  url.port = String(typeof address === 'object' ? address?.port : '')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    connectionString: url.toString(),
    muteAfter: (text) => {
      muteAfter = text
    },
    setMode: (next) => {
      mode = next
      isMute = false
      muteAfter = null
    },
    cut,
    close: () => {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
