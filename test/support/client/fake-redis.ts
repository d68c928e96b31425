import { createServer, type Socket } from 'node:net'

export interface FakeRedis {
  readonly url: string
  /** What is kept, by key, with its time to live in ms. */
  readonly kept: Map<string, { value: string; ttlMs: number }>
  /** `hang` takes commands and never answers. */
  setMode(mode: 'pass' | 'hang'): void
  close(): Promise<void>
}

/** Takes one command (an array of bulk strings) from the front of `data`; null while it is not whole. */
function readCommand(data: string): { words: string[]; length: number } | null {
  const head = /^\*(\d+)\r\n/.exec(data)
  if (head === null) return null
  const words: string[] = []
  let at = head[0].length
  for (let count = Number(head[1]); count > 0; count--) {
    const size = /^\$(\d+)\r\n/.exec(data.slice(at))
    if (size === null) return null
    const start = at + size[0].length
    at = start + Number(size[1]) + 2
    if (data.length < at) return null
    words.push(data.slice(start, at - 2))
  }
  return { words, length: at }
}

/** A server that speaks as much of Redis' protocol (RESP3) as keeping texts needs. */
export async function startFakeRedis(): Promise<FakeRedis> {
  const kept = new Map<string, { value: string; ttlMs: number }>()
  const sockets = new Set<Socket>()
  let mode: 'pass' | 'hang' = 'pass'
  const bulk = (text: string | undefined) =>
    text === undefined ? '_\r\n' : `$${Buffer.byteLength(text, 'latin1')}\r\n${text}\r\n`
  const answer = ([name = '', key = '', value = '', , ttlMs]: string[]): string => {
    switch (name.toUpperCase()) {
      case 'GET':
        return bulk(kept.get(key)?.value)
      case 'SET':
        kept.set(key, { value, ttlMs: Number(ttlMs) })
        return '+OK\r\n'
      case 'HELLO':
        return '%1\r\n$5\r\nproto\r\n:3\r\n'
      default:
        return '+OK\r\n'
    }
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    // Bytes as characters: sizes in the protocol are those of bytes.
    socket.setEncoding('latin1')
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    let waiting = ''
    socket.on('data', (data) => {
      waiting += data
      for (let command = readCommand(waiting); command; command = readCommand(waiting)) {
        waiting = waiting.slice(command.length)
        if (mode === 'pass') socket.write(answer(command.words), 'latin1')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    kept,
    setMode: (next) => {
      mode = next
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
