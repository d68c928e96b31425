import type { Reading, Tokens } from '../text/reading.ts'
import { matchesWithin, type Place, stretchesAround } from '../text/stretches.ts'
import { decodeBase64 } from './base64.ts'

/** A text hidden in another one: what it says, and where it stands. */
export interface HiddenText {
  text: string
  start: number
  end: number
}

const mostHidden = 8
const encoded = /[A-Za-z0-9+/_-]{24,4096}={0,2}/g
const hexadecimal = /^(?:[0-9a-fA-F]{2})+$/

/** The bytes of a hexadecimal text up to the first that is no printable ASCII: random data ends at once. */
function hexBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16)
    bytes[at] = byte
    if (byte < 9 || byte > 126) return bytes.subarray(0, at + 1)
  }
  return bytes
}

/** The bytes as ASCII prose, or null when they are anything else. */
function asProse(bytes: Uint8Array): string | null {
  let text = ''
  let letters = 0
  for (const byte of bytes) {
    if (byte < 9 || byte > 126 || (byte > 13 && byte < 32)) return null
    const char = String.fromCharCode(byte)
    if (/[A-Za-z ]/.test(char)) letters += 1
    text += char
  }
  return letters >= 0.8 * text.length && text.includes(' ') ? text : null
}

/** An encoding has no blanks: only long words of mixed characters can be part of one. */
const shortestWord = 16
const reach = 64

/** Base64 and hexadecimal passages that decode to prose. */
export function findHiddenTexts({ text, tokens, longestMixed }: Reading): HiddenText[] {
  const found: HiddenText[] = []
  if (longestMixed < shortestWord) return found
  for (const { start, end, text: raw } of matchesWithin(
    text,
    suspects(tokens, text.length),
    encoded,
  )) {
    const prose = asProse(hexadecimal.test(raw) ? hexBytes(raw) : decodeBase64(raw))
    if (prose !== null) found.push({ text: prose, start, end })
    if (found.length >= mostHidden) break
  }
  return found
}

function suspects({ count, words, starts, ends }: Tokens, length: number): Place[] {
  const marks: Place[] = []
  for (let at = 0; at < count; at += 1) {
    const start = starts[at] ?? 0
    const end = ends[at] ?? 0
    if (end - start >= shortestWord && words[at]?.isCompound === true) marks.push({ start, end })
  }
  // Wide enough for the `+` and `/` that part a long encoding into words, and for short words at its ends.
  return stretchesAround(marks, reach, length)
}
