import { scramble } from './md5-rounds.ts'
import { hexWord, paddedMessage } from './message.ts'

/**
 * MD5 (RFC 1321). It protects nothing here: it spreads unit ids evenly over buckets, and it is the one
 * hash that TypeScript, SQL and Python all have at hand with the same answer.
 */

const state = new Int32Array(4)
const words = new Int32Array(16)

/** MD5 of `text` in UTF-8, as 32 lower-case hexadecimal digits. */
export function md5Hex(text: string): string {
  digest(text)
  let hex = ''
  for (const word of state) hex += hexWord(swapBytes(word))
  return hex
}

/**
 * The first 13 hexadecimal digits of the MD5 of `text` as an integer. 52 bits is what a JavaScript number
 * holds exactly; one digit more and the same id would land in another bucket than in SQL.
 */
export function md5First52Bits(text: string): number {
  if (!digestShortAscii(text)) digest(text)
  return first52Bits()
}

/** The same of `salt` + ":" + `text`, without joining the two. */
export function md5Salted52Bits(salt: string, text: string): number {
  if (!digestSalted(salt, text)) digest(`${salt}:${text}`)
  return first52Bits()
}

function first52Bits(): number {
  const high = swapBytes(state[0] as number) >>> 0
  const low = swapBytes(state[1] as number) >>> 12
  return high * 2 ** 20 + low
}

/** The MD5 of `text` as a 128-bit big-endian integer, modulo `divisor` (an integer up to 2^21), exactly. */
export function md5Modulo(text: string, divisor: number): number {
  if (!digestShortAscii(text)) digest(text)
  let rest = 0
  for (const word of state) rest = (rest * 2 ** 32 + (swapBytes(word) >>> 0)) % divisor
  return rest
}

function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}

function digest(text: string): void {
  const { bytes, blocks } = paddedMessage(text, 'littleEndian')
  start()
  for (let block = 0; block < blocks; block++) compress(bytes, block * 64)
}

function start(): void {
  state[0] = 0x67452301
  state[1] = 0xefcdab89 | 0
  state[2] = 0x98badcfe | 0
  state[3] = 0x10325476
}

/** Longest message that fits into one block with its padding. */
const ONE_BLOCK_BYTES = 55

/**
 * The digest of an id as ids mostly are: short ASCII goes straight into the words of the one block, without
 * bytes in between. Returns false, having done nothing of use, for any other.
 */
function digestShortAscii(text: string): boolean {
  if (text.length > ONE_BLOCK_BYTES || !placeFrom(0, text)) return false
  start()
  mix()
  return true
}

const SEPARATOR = 0x3a

/** Where in the words the text lies that was placed last: under its second salt it lies there already. */
let placedText = ''
let placedAt = -1

function digestSalted(salt: string, text: string): boolean {
  const offset = salt.length + 1
  if (offset + text.length > ONE_BLOCK_BYTES) return false
  if (placedAt === offset && placedText === text) clearBefore(offset)
  else if (!placeFrom(offset, text)) return false
  if (!placeAscii(salt, 0)) {
    placedAt = -1
    return false
  }
  const at = salt.length
  words[at >> 2] = (words[at >> 2] as number) | (SEPARATOR << ((at & 3) << 3))
  start()
  mix()
  return true
}

/** Empties the words and puts the text with its padding at an offset; false where it is not ASCII. */
function placeFrom(offset: number, text: string): boolean {
  words.fill(0)
  placedAt = -1
  if (!placeAscii(text, offset)) return false
  const length = offset + text.length
  const end = length >> 2
  words[end] = (words[end] as number) | (0x80 << ((length & 3) << 3))
  words[14] = length * 8
  placedText = text
  placedAt = offset
  return true
}

function clearBefore(offset: number): void {
  const last = offset >> 2
  for (let i = 0; i < last; i++) words[i] = 0
  // The word that salt and text share keeps the bytes of the text.
  words[last] = (words[last] as number) & (-1 << ((offset & 3) << 3))
}

function placeAscii(text: string, offset: number): boolean {
  let seen = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    seen |= unit
    const at = offset + i
    words[at >> 2] = (words[at >> 2] as number) | (unit << ((at & 3) << 3))
  }
  return seen < 0x80
}

function compress(bytes: Uint8Array, offset: number): void {
  loadWords(bytes, offset)
  mix()
}

/** One block: the rounds, and their result added to the state before them. */
function mix(): void {
  const a = state[0] as number
  const b = state[1] as number
  const c = state[2] as number
  const d = state[3] as number
  scramble(state, words)
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
}

function loadWords(bytes: Uint8Array, offset: number): void {
  placedAt = -1
  for (let i = 0; i < 16; i++) {
    const at = offset + i * 4
    words[i] =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)
  }
}
