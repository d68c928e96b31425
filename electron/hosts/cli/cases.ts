import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { GalleyError, readIssues } from '#shared/contract/errors.ts'
import { nameOfInput } from './files.ts'
import type { Io } from './io.ts'

/** Writes and waits where the reader is slower, so that a large file never piles up in memory. */
function write(io: Io, text: string): Promise<void> {
  return new Promise((done) => {
    if (io.stdout.write(text)) done()
    else io.stdout.once('drain', () => done())
  })
}

/**
 * Streams cases through a pure function: one JSON object per line in, one per line out, in order. A
 * line that is no JSON, or not of the shape, ends the command and names its row; an answer that throws
 * is a bug of ours.
 */
export async function answerCases<Schema extends z.ZodType>(
  io: Io,
  path: string,
  shape: Schema,
  answer: (one: z.output<Schema>) => unknown,
): Promise<void> {
  const input = path === '-' ? io.stdin : createReadStream(resolve(io.cwd, path))
  let row = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      row += 1
      if (line.trim() === '') continue
      await write(
        io,
        `${JSON.stringify(await answer(parseLine(line, shape, { file: path, row })))}\n`,
      )
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

function parseLine<Schema extends z.ZodType>(
  line: string,
  shape: Schema,
  where: { file: string; row: number },
): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new GalleyError(
      'malformed_file',
      `Row ${where.row} of ${nameOfInput(where.file)} is not JSON.`,
      {
        where,
        fix: 'Write one JSON object per line.',
        cause,
      },
    )
  }
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const { sentence } = readIssues(parsed.error.issues)
  const row = `Row ${where.row} of ${nameOfInput(where.file)}`
  throw new GalleyError('malformed_file', `${row} is not a case: ${sentence}`, {
    where,
    fix: 'Correct the row.',
  })
}
