import type { Token } from './tokens.ts'

/** Texts up to this many characters are judged as one: as long as most texts the classifier learnt from. */
export const windowLength = 2400
const step = 1800

export interface TextWindow {
  /** Offsets of the folded text. */
  start: number
  end: number
  tokens: Token[]
}

/** Overlapping windows over a long text, so that an attack is not averaged away by what is around it. */
export function windowsOf(text: string, tokens: Token[]): TextWindow[] {
  if (text.length <= windowLength) return [{ start: 0, end: text.length, tokens }]
  const windows: TextWindow[] = []
  let first = 0
  for (let start = 0; start < text.length; start += step) {
    const end = Math.min(text.length, start + windowLength)
    while (first < tokens.length && (tokens[first]?.start ?? 0) < start) first += 1
    let last = first
    while (last < tokens.length && (tokens[last]?.start ?? 0) < end) last += 1
    windows.push({ start, end, tokens: tokens.slice(first, last) })
    if (end === text.length) break
  }
  return windows
}
