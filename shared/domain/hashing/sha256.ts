import { hexWord, paddedMessage } from './message.ts'

/** SHA-256 (FIPS 180-4), for content hashes of versions and datasets: synchronous and the same in every host. */

const ROUND_CONSTANTS = primeRootFractions(64, Math.cbrt)
const INITIAL_STATE = primeRootFractions(8, Math.sqrt)
const schedule = new Int32Array(64)

/** SHA-256 of `text` in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  const { bytes, blocks } = paddedMessage(text, 'bigEndian')
  const state = Int32Array.from(INITIAL_STATE)
  for (let block = 0; block < blocks; block++) compress(state, bytes, block * 64)
  let hex = ''
  for (const word of state) hex += hexWord(word)
  return hex
}

/**
 * FIPS 180-4 §4.2.2 and §5.3.3: the first 32 bits of the fractional parts of a root of the first primes.
 * Doubles carry 52 bits and the roots stay below 8, so the 32 bits are exact.
 */
function primeRootFractions(count: number, root: (value: number) => number): Int32Array {
  const fractions: number[] = []
  for (let candidate = 2; fractions.length < count; candidate++) {
    let isPrime = true
    for (let d = 2; d * d <= candidate; d++) if (candidate % d === 0) isPrime = false
    if (isPrime) fractions.push(Math.floor((root(candidate) % 1) * 2 ** 32) | 0)
  }
  return Int32Array.from(fractions)
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function expand(bytes: Uint8Array, offset: number): void {
  for (let t = 0; t < 16; t++) {
    const at = offset + t * 4
    schedule[t] =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)
  }
  for (let t = 16; t < 64; t++) {
    const w15 = schedule[t - 15] as number
    const w2 = schedule[t - 2] as number
    const small0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
    const small1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
    schedule[t] = (schedule[t - 16] as number) + small0 + (schedule[t - 7] as number) + small1
  }
}

function compress(state: Int32Array, bytes: Uint8Array, offset: number): void {
  expand(bytes, offset)
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let e = state[4] as number
  let f = state[5] as number
  let g = state[6] as number
  let h = state[7] as number
  for (let t = 0; t < 64; t++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const choice = (e & f) ^ (~e & g)
    const first = (h + big1 + choice + (ROUND_CONSTANTS[t] as number) + (schedule[t] as number)) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + big0 + majority) | 0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
  state[4] = (state[4] as number) + e
  state[5] = (state[5] as number) + f
  state[6] = (state[6] as number) + g
  state[7] = (state[7] as number) + h
}
