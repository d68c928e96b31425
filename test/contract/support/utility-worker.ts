// The desktop's core process, run in a thread: `electron/hosts/utility.ts` itself, with the real ports
// of worker_threads standing where Electron's would be. Only their outer shape is made alike.
import { type MessagePort, parentPort } from 'node:worker_threads'

export interface Posted {
  message: unknown
  port?: MessagePort
}

type Listener = (event: { data: unknown; ports: unknown[] }) => void

/** Electron's ports deliver events, as the web's do, through Node's `on`. */
function likeElectron(port: MessagePort) {
  return {
    on: (name: string, listen: (event: { data: unknown }) => void) =>
      port.on(name, (data: unknown) => listen({ data })),
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
}

Object.defineProperty(process, 'parentPort', {
  value: {
    on: (_name: string, listen: Listener) =>
      parentPort?.on('message', ({ message, port }: Posted) =>
        listen({ data: message, ports: port === undefined ? [] : [likeElectron(port)] }),
      ),
    postMessage: (message: unknown) => parentPort?.postMessage(message),
  },
})
// A thread may not change the mask of its process; the process that Electron makes may.
process.umask = () => 0o022

await import('#hosts/utility.ts')
