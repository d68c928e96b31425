/**
 * The thread that reads a file of cases: a large file costs time, and none of it is the core's. It holds
 * no handle on the workspace; cases go to the core in batches, the next only when the last is stored.
 */
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { GalleyError } from '#shared/contract/errors.ts'
import type { StoredCase } from '../cases.ts'
import { CaseReading } from '../reading.ts'
import type { ReadMessage, ReadTask } from './protocol.ts'
import { readFileRows } from './read-file.ts'

/** Cases that are handed over at once: some milliseconds of writing. */
const batchSize = 500

const progressEveryMs = 250

const port = parentPort
if (port === null) throw new Error('This script is started by Galley; it is of no use on its own.')

const say = (message: ReadMessage) => port.postMessage(message)

async function read({ handsOverCases, ...task }: ReadTask): Promise<void> {
  let batch: StoredCase[] = []
  let toldAt = performance.now()
  const take = (stored: StoredCase) => void (handsOverCases && batch.push(stored))
  const reading = new CaseReading({ ...task, take })
  const handOver = async (least: number) => {
    while (batch.length >= least) {
      const cases = batch.slice(0, batchSize)
      batch = batch.slice(batchSize)
      const stored = once(port as NonNullable<typeof port>, 'message')
      say({ kind: 'cases', cases })
      await stored
    }
  }
  const facts = await readFileRows(task, reading, async (doneBytes, totalBytes) => {
    reading.refuseBomb(doneBytes)
    if (reading.problemCount > 0) batch = []
    await handOver(batchSize)
    if (performance.now() - toldAt < progressEveryMs) return
    toldAt = performance.now()
    const { rowCount: rows, problemCount: problems } = reading
    say({ kind: 'progress', progress: { doneBytes, totalBytes, rows, problems } })
  })
  const end = reading.end()
  if (end.problemCount === 0) await handOver(1)
  say({ kind: 'end', outcome: { ...end, ...facts } })
}

try {
  await read(workerData)
} catch (error) {
  if (!(error instanceof GalleyError)) throw error
  const { code, message, problem } = error
  say({ kind: 'refused', code: code as 'invalid_input', message, problem })
}
port.close()
