import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** 64 bits: a torn write passes by chance once in 10^19. */
const CHECKSUM_DIGITS = 16

const checksumOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM_DIGITS)

/** One row as the spool's file holds it: checksum, JSON text, end of line. JSON has no line breaks of its own. */
export function frameOf(text: string): string {
  return `${checksumOf(text)} ${text}\n`
}

export interface Frames {
  readonly texts: readonly string[]
  /** Lines that are not what was written: a write cut by a crash, or a disk's error. */
  readonly damaged: number
}

/** Reads a file of frames. A damaged line costs itself alone: the next one starts after the line's end. */
export function readFrames(path: string): Frames {
  const texts: string[] = []
  let damaged = 0
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue
    const text = line.slice(CHECKSUM_DIGITS + 1)
    if (line.startsWith(`${checksumOf(text)} `)) texts.push(text)
    else damaged += 1
  }
  return { texts, damaged }
}
