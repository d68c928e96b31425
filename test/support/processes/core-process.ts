import { fork } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { root } from '../repository.ts'
import { bundleProgram } from './bundle-program.ts'

export type WorkerJob = 'write' | 'open'

/** What the worker process says: `done` for a write it was told is stored, `opened`, or `failed`. */
export type WorkerMessage =
  | { kind: 'opened'; schemaVersion: number }
  | { kind: 'done'; what: string; fact: string | number }
  | { kind: 'failed'; code: string; message: string }

/** The worker as `startCoreProcess` wants it, bundled once for a test file. */
export const bundleCoreWorker = (name: string): Promise<string> =>
  bundleProgram('core-worker', name)

/**
 * Starts a core in a process of its own, on a data folder. Job `write` saves drafts, versions and
 * datasets without end, or `count` times; `open` opens and closes. It ends with the test at the latest.
 */
export function startCoreProcess(
  script: string,
  dataFolder: string,
  job: WorkerJob,
  options: { name?: string; count?: number; uid?: number } = {},
) {
  const { name = 'worker', count = 0, uid } = options
  const child = fork(script, [root, dataFolder, job, name, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  const messages: WorkerMessage[] = []
  const listeners = new Set<() => void>()
  child.on('message', (message) => {
    messages.push(message as WorkerMessage)
    for (const listener of listeners) listener()
  })
  const ended = once(child, 'close')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    messages,
    kill,
    /** Resolves when at least `wanted` messages have come, or the process has ended. */
    async heard(wanted: number): Promise<void> {
      const enough = new Promise<void>((resolve) => {
        const look = () => {
          if (messages.length < wanted) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      })
      await Promise.race([enough, ended])
    },
    async end(): Promise<void> {
      await ended
    },
  }
}
