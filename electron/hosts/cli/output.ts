import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Io } from './io.ts'

const sameAs: Readonly<Record<string, string>> = {
  ndjson: 'jsonl',
  yml: 'yaml',
  htm: 'html',
  md: 'markdown',
  xml: 'junit',
}

/** The format that a file's ending means; `otherwise` without a file. */
export function formatOf<Format extends string>(
  path: string | undefined,
  formats: readonly Format[],
  otherwise: Format,
): Format {
  if (path === undefined) return otherwise
  const ending = extname(path).slice(1).toLowerCase()
  const found = formats.find((format) => format === (sameAs[ending] ?? ending))
  if (found !== undefined) return found
  throw new GalleyError('invalid_input', `The ending of ${path} names no format.`, {
    fix: `Say it with --format: ${formats.join(', ')}.`,
    where: { file: path },
  })
}

/** Pieces of formats that are no text come as base64. */
const bytesOf = ({ text, base64 }: { text: string; base64?: string | undefined }) =>
  base64 === undefined ? text : Buffer.from(base64, 'base64')

/**
 * Writes pieces of text to a file, or to standard output without one, no faster than they are taken. A
 * file appears whole or not at all.
 */
export async function writePieces(
  io: Io,
  path: string | undefined,
  pieces: AsyncIterable<{ text: string; base64?: string | undefined }>,
): Promise<void> {
  if (path === undefined) {
    for await (const piece of pieces) {
      if (!io.stdout.write(bytesOf(piece))) await once(io.stdout, 'drain')
    }
    return
  }
  const target = resolve(io.cwd, path)
  const partial = `${target}.${randomUUID()}.part`
  const stream = createWriteStream(partial)
  // Heard from the start: a place that cannot be written is told of while the first piece is awaited.
  const written = finished(stream)
  written.catch(() => {})
  try {
    for await (const piece of pieces) {
      if (!stream.write(bytesOf(piece))) await Promise.race([once(stream, 'drain'), written])
    }
    stream.end()
    await written
    await rename(partial, target)
  } catch (cause) {
    stream.destroy()
    await written.catch(() => {})
    await rm(partial, { force: true })
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new GalleyError('invalid_input', `The file ${path} cannot be written.`, {
      where: { file: path },
      fix: 'Check the folder and its rights.',
      cause,
    })
  }
}
