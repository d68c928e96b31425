// The core in a thread of its own, spoken to over message ports: what the desktop's utility process
// does with Electron's ports, done with the real ports of worker_threads.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { RPCHandler } from '@orpc/server/message-port'
import { v7 } from 'uuid'
import { openCore } from '#core/core.ts'
import type { CoreEnvironment } from '#core/environment.ts'

const { dataFolder, resources } = workerData as Pick<CoreEnvironment, 'dataFolder' | 'resources'>
const silent = { info() {}, warn() {}, error() {} }

const core = await openCore({
  clock: { now: () => new Date() },
  newId: () => v7(),
  dataFolder,
  secrets: { kind: 'none', get: async () => null, set: async () => {}, delete: async () => {} },
  logger: silent,
  author: 'Tess Tester',
  resources,
})
const handler = new RPCHandler(core.router)

parentPort?.on('message', async (message: 'stop' | { port: MessagePort }) => {
  if (message === 'stop') {
    await core.close()
    parentPort?.postMessage('stopped')
    parentPort?.close()
    return
  }
  handler.upgrade(message.port as unknown as globalThis.MessagePort)
  message.port.start()
})
parentPort?.postMessage('ready')
