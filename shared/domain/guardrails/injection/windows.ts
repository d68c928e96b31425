import type { Reading } from '../text/reading.ts'
import type { WordRange } from './spot.ts'

/** Texts up to this many characters are judged as one: as long as most texts the classifier learnt from. */
const windowLength = 2400
const step = 2000

/** A stretch of the folded text with its words. */
export interface TextWindow extends WordRange {
  start: number
  end: number
}

/** Overlapping windows over a long text, so that an attack is not averaged away by what is around it. */
export function windowsOf({ text, tokens, isUnspaced }: Reading): TextWindow[] {
  if (text.length <= windowLength)
    return [{ start: 0, end: text.length, tokens, isUnspaced, first: 0, last: tokens.count }]
  const windows: TextWindow[] = []
  let first = 0
  for (let start = 0; start < text.length; start += step) {
    const end = Math.min(text.length, start + windowLength)
    while (first < tokens.count && (tokens.starts[first] ?? 0) < start) first += 1
    let last = first
    while (last < tokens.count && (tokens.starts[last] ?? 0) < end) last += 1
    windows.push({ start, end, tokens, isUnspaced, first, last })
    if (end === text.length) break
  }
  return windows
}
