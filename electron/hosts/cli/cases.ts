import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Io } from './io.ts'

/** Writes and waits where the reader is slower, so that a large file never piles up in memory. */
function write(io: Io, text: string): Promise<void> {
  return new Promise((done) => {
    if (io.stdout.write(text)) done()
    else io.stdout.once('drain', () => done())
  })
}

/**
 * Streams cases through a pure function: one JSON object per line in, one per line out, in order.
 * An answer that throws is a bug of ours and ends the command; a line that is no JSON names its row.
 */
export async function answerCases(
  io: Io,
  path: string,
  answer: (one: unknown) => unknown,
): Promise<void> {
  const input = path === '-' ? io.stdin : createReadStream(resolve(io.cwd, path))
  let row = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      row += 1
      if (line.trim() === '') continue
      await write(io, `${JSON.stringify(await answer(parseLine(line, path, row)))}\n`)
    }
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    if (!isMissing) throw cause
    throw new GalleyError('not_found', `There is no file ${path}.`, {
      where: { file: path },
      cause,
    })
  }
}

function parseLine(line: string, file: string, row: number): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new GalleyError('malformed_file', `Row ${row} of ${file} is not JSON.`, {
      where: { file, row },
      fix: 'Write one JSON object per line.',
      cause,
    })
  }
}
