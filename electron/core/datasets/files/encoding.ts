import { isAscii } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { FileEncoding } from '#shared/contract/dataset/upload.ts'
import { UnreadableFile } from './parsed.ts'
import { Utf8Scan } from './utf8-scan.ts'

/** Bytes of a file that are read at once. */
export const chunkBytes = 256 * 1024

/**
 * The encoding of a text file: its byte order mark; UTF-16 by its zero bytes; UTF-8 where every byte
 * fits; else Windows-1252 where the file has no letter that is right in UTF-8. A file that is UTF-8 in
 * some places and not in others is damaged: `UnreadableFile` with the line of the first wrong byte.
 */
export async function detectEncoding(path: string): Promise<FileEncoding> {
  const scan = new Utf8Scan()
  let isFirst = true
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
    const bytes: Buffer = chunk
    if (isFirst) {
      const wide = wideEncoding(bytes)
      if (wide !== null) return wide
      isFirst = false
    }
    if (isAscii(bytes) && scan.isBetweenLetters) scan.skip(bytes)
    else scan.add(bytes)
  }
  const { letters, wrongLine, isWindows } = scan.end()
  if (wrongLine === null) return 'utf-8'
  if (letters === 0 && isWindows) return 'windows-1252'
  throw damaged(wrongLine)
}

const damaged = (line: number) =>
  new UnreadableFile(
    line,
    null,
    'There are bytes here that are not UTF-8: save the file as UTF-8, or say which encoding it has.',
  )

/** Where every second byte is zero the text is UTF-16, mark or not. */
function wideEncoding(bytes: Buffer): FileEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [at, byte] of sample.entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = sample.length / 8
  if (odd > many && even === 0) return 'utf-16le'
  return even > many && odd === 0 ? 'utf-16be' : null
}

/** Text of bytes as they come, without the byte order mark. Throws `UnreadableFile` on a wrong byte. */
export function textDecoder(encoding: FileEncoding): (bytes: Uint8Array | null) => string {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let line = 1
  return (bytes) => {
    try {
      const text = bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true })
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line += 1
      return text
    } catch {
      const message = `From about here on the file is not ${encoding.toUpperCase()}: choose its encoding, or save it as UTF-8.`
      throw new UnreadableFile(line, null, message)
    }
  }
}
