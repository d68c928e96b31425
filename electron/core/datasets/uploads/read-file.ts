import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { FileFormat } from '#shared/contract/dataset/dataset.ts'
import type { FileEncoding } from '#shared/contract/dataset/upload.ts'
import { chunkBytes, detectEncoding, textDecoder } from '../files/encoding.ts'
import { createParser, detectFormat, type TextFormat } from '../files/parse.ts'
import { type RowSink, UnreadableFile } from '../files/parsed.ts'
import { readXlsx, refuseOldWorkbook } from '../xlsx/read.ts'

export interface FileToRead {
  path: string
  /** As people know it; `path` may be a copy under another name. */
  fileName: string
  format?: FileFormat | undefined
  encoding?: FileEncoding | undefined
  sheet?: string | number | undefined
}

/** How the file turned out to be written. */
export interface FileFacts {
  format: FileFormat
  encoding: FileEncoding | null
  sheets: string[]
}

/** Awaited after each piece: the way to hand on what was read before there is more. */
export type Pulse = (doneBytes: number, totalBytes: number) => Promise<void>

/**
 * Reads a file of cases piece by piece into `sink`. A file that cannot be read to its end is a problem
 * of the sink, not an error.
 */
export async function readFileRows(
  file: FileToRead,
  sink: RowSink,
  pulse: Pulse,
): Promise<FileFacts> {
  const beginning = await firstBytes(file.path)
  const format = file.format ?? detectFormat(file.fileName, beginning.toString('latin1'))
  const facts: FileFacts = { format, encoding: null, sheets: [] }
  try {
    if (format === 'xlsx') {
      refuseOldWorkbook(beginning)
      facts.sheets = await readXlsx(file.path, file.sheet, sink, pulse)
    } else {
      facts.encoding = file.encoding ?? (await detectEncoding(file.path))
      await readTextRows(file.path, format, facts.encoding, sink, pulse)
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    sink.problem(error.problem)
  }
  return facts
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0)
    // The mark of UTF-8 is in the way of the first character.
    const isMarked = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf
    return buffer.subarray(isMarked ? 3 : 0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function readTextRows(
  path: string,
  format: TextFormat,
  encoding: FileEncoding,
  sink: RowSink,
  pulse: Pulse,
): Promise<void> {
  const parser = createParser(format, sink)
  const decode = textDecoder(encoding)
  const { size } = await stat(path)
  let done = 0
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const bytes: Buffer = chunk
    parser.push(decode(bytes))
    done += bytes.length
    await pulse(done, size)
  }
  parser.push(decode(null))
  parser.end()
}
