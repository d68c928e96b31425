import { createReadStream, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type ImportProgress, uploadPieceBytes } from '#shared/contract/dataset/upload.ts'
import type { Call } from './call.ts'
import { unreadable } from './files.ts'
import type { Io } from './io.ts'
import { duration } from './progress.ts'
import type { Rpc } from './session.ts'

/** Sends a file, or standard input for `-`, to the core piece by piece. Gives the upload's id. */
export async function uploadFile(
  call: Pick<Call<unknown>, 'io' | 'rpc'>,
  path: string,
): Promise<string> {
  const { dataset } = await call.rpc()
  if (path === '-') {
    // Its length is not known before its end.
    const bytes = await buffer(call.io.stdin)
    return send(dataset, 'standard input', bytes.length, [bytes])
  }
  const file = resolve(call.io.cwd, path)
  try {
    const { size } = statSync(file)
    const stream = createReadStream(file, { highWaterMark: uploadPieceBytes })
    return await send(dataset, basename(path), size, stream)
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw unreadable(path, cause)
    throw cause
  }
}

async function send(
  dataset: Rpc['dataset'],
  fileName: string,
  byteLength: number,
  pieces: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<string> {
  const { upload } = await dataset.openUpload({ fileName, byteLength })
  let offset = 0
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += uploadPieceBytes) {
      const part = piece.subarray(from, from + uploadPieceBytes)
      await dataset.upload({ upload, offset, base64: part.toString('base64') })
      offset += part.length
    }
  }
  return upload
}

/** Shows how far reading is, where somebody looks on, and gives the last event. */
export async function readingView<Event extends { kind: string }>(
  { stderr, isTerminal }: Pick<Io, 'stderr' | 'isTerminal'>,
  events: AsyncIterable<Event | ImportProgress>,
): Promise<Event | ImportProgress | undefined> {
  let last: Event | ImportProgress | undefined
  let isDrawn = false
  for await (const event of events) {
    last = event
    if (!isTerminal || event.kind !== 'progress') continue
    isDrawn = true
    stderr.write(`\r\u001b[2K${progressLine(event as ImportProgress)}`)
  }
  if (isDrawn) stderr.write('\r\u001b[2K')
  return last
}

function progressLine({
  doneBytes,
  totalBytes,
  rows,
  problems,
  remainingMs,
}: ImportProgress): string {
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes
  const parts = [`${Math.floor(share * 100)}%`, `${rows} rows`]
  if (problems > 0) parts.push(`${problems} problems`)
  if (remainingMs !== null) parts.push(`${duration(remainingMs)} left`)
  return parts.join(' · ')
}
