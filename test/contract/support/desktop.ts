import { MessageChannel, type MessagePort as NodePort, Worker } from 'node:worker_threads'
import { type Line, portLine } from '#renderer/rpc/transport.ts'
import { type FromCore, fromCoreSchema, type ToCore } from '#shared/contract/desktop.ts'
import { root } from '../../support/repository.ts'

/** What the main process does with the core's process, done to the one in a thread. */
export interface TestDesktop {
  /** What the core's process said of its start. */
  told: FromCore
  /** The main process's end of the line for secrets. */
  secrets: NodePort
  /** Hands a page its port and gives the page's end of it. */
  openPage(workspace?: string): Line
  /** Asks the core to close in order; resolves with the exit code. */
  stop(): Promise<number>
}

export async function startTestDesktop(home: string): Promise<TestDesktop> {
  const worker = new Worker(new URL('utility-worker.ts', import.meta.url), {
    env: { ...process.env, GALLEY_HOME: home, GALLEY_AUTHOR: 'Tess Tester' },
  })
  const send = (message: ToCore, port?: NodePort) =>
    worker.postMessage({ message, port }, port === undefined ? [] : [port])
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve))
  const secrets = new MessageChannel()

  const answered = new Promise<unknown>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  send({ kind: 'start', root }, secrets.port2)
  const told = fromCoreSchema.parse(await answered)

  return {
    told,
    secrets: secrets.port1,
    openPage(workspace) {
      const { port1, port2 } = new MessageChannel()
      send({ kind: 'page', workspace: workspace ?? null }, port2)
      return portLine(port1 as unknown as MessagePort)
    },
    async stop() {
      send({ kind: 'stop' })
      const code = await exited
      secrets.port1.close()
      return code
    },
  }
}
