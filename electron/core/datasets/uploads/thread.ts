import { Worker } from 'node:worker_threads'
import { GalleyError, type GalleyErrorOptions } from '#shared/contract/errors.ts'
import type { StoredCase } from '../cases.ts'
import type { ReadMessage, ReadOutcome, ReadProgress, ReadTask } from './protocol.ts'

/** Enough for the largest workbook's texts; a file that takes more ends its thread, not the core. */
const memoryMb = 1024

export interface ThreadHandlers {
  onProgress: (progress: ReadProgress) => void
  /** Stores a batch; the next one comes when this returns. */
  onCases: (cases: StoredCase[]) => void
  /** Ends the thread. */
  signal: AbortSignal
}

/**
 * Reads a file in a thread of its own. Rejects with `invalid_input` for a wrong mapping, `cancelled`
 * when the signal aborts, and with whatever `onCases` throws.
 */
export function readInThread(
  script: string,
  task: ReadTask,
  { onProgress, onCases, signal }: ThreadHandlers,
): Promise<ReadOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: task,
      // Nothing of the host's environment: there may be keys in it.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    })
    const stop = (reason: unknown) => {
      reject(reason)
      void worker.terminate()
    }
    const cancel = () => stop(cancelled())
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    worker.on('message', (message: ReadMessage) => {
      try {
        if (message.kind === 'progress') onProgress(message.progress)
        else if (message.kind === 'end') resolve(message.outcome)
        else if (message.kind === 'refused') {
          reject(
            new GalleyError(message.code, message.message, message.problem as GalleyErrorOptions),
          )
        } else {
          onCases(message.cases)
          worker.postMessage('stored')
        }
      } catch (error) {
        stop(error)
      }
    })
    worker.on('error', (error) => reject(isOutOfMemory(error) ? tooMuch(task, error) : error))
    worker.on('exit', () => {
      signal.removeEventListener('abort', cancel)
      // Does nothing where it has said how it ended.
      reject(new Error('The thread that reads a file ended without a word.'))
    })
  })
}

const cancelled = () =>
  new GalleyError('cancelled', 'The import was stopped; nothing was imported.')

const isOutOfMemory = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const tooMuch = ({ fileName }: ReadTask, cause: unknown) =>
  new GalleyError('malformed_file', `${fileName} takes more memory than ${memoryMb} MB to read.`, {
    fix: 'Export it as CSV or JSONL, which are read row by row.',
    where: { file: fileName },
    cause,
  })
