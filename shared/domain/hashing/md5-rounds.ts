/**
 * The 64 steps of MD5 (RFC 1321 §3.4), written out. Assignments hash one or two short texts each, a million
 * times a second. A loop that picks function, word, constant and rotation by index takes three times as
 * long, and so do small helper functions: 64 calls of them exceed what the engine inlines.
 */

/** Replaces the four words of `state` by those after all rounds over the 16 `words` of a block. */
export function scramble(state: Int32Array, words: Int32Array): void {
  roundF(state, words)
  roundG(state, words)
  roundH(state, words)
  roundI(state, words)
}

function roundF(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let t: number
  t = (a + (d ^ (b & (c ^ d))) + (words[0] as number) - 0x28955b88) | 0
  a = (b + ((t << 7) | (t >>> 25))) | 0
  t = (d + (c ^ (a & (b ^ c))) + (words[1] as number) - 0x173848aa) | 0
  d = (a + ((t << 12) | (t >>> 20))) | 0
  t = (c + (b ^ (d & (a ^ b))) + (words[2] as number) + 0x242070db) | 0
  c = (d + ((t << 17) | (t >>> 15))) | 0
  t = (b + (a ^ (c & (d ^ a))) + (words[3] as number) - 0x3e423112) | 0
  b = (c + ((t << 22) | (t >>> 10))) | 0
  t = (a + (d ^ (b & (c ^ d))) + (words[4] as number) - 0xa83f051) | 0
  a = (b + ((t << 7) | (t >>> 25))) | 0
  t = (d + (c ^ (a & (b ^ c))) + (words[5] as number) + 0x4787c62a) | 0
  d = (a + ((t << 12) | (t >>> 20))) | 0
  t = (c + (b ^ (d & (a ^ b))) + (words[6] as number) - 0x57cfb9ed) | 0
  c = (d + ((t << 17) | (t >>> 15))) | 0
  t = (b + (a ^ (c & (d ^ a))) + (words[7] as number) - 0x2b96aff) | 0
  b = (c + ((t << 22) | (t >>> 10))) | 0
  t = (a + (d ^ (b & (c ^ d))) + (words[8] as number) + 0x698098d8) | 0
  a = (b + ((t << 7) | (t >>> 25))) | 0
  t = (d + (c ^ (a & (b ^ c))) + (words[9] as number) - 0x74bb0851) | 0
  d = (a + ((t << 12) | (t >>> 20))) | 0
  t = (c + (b ^ (d & (a ^ b))) + (words[10] as number) - 0xa44f) | 0
  c = (d + ((t << 17) | (t >>> 15))) | 0
  t = (b + (a ^ (c & (d ^ a))) + (words[11] as number) - 0x76a32842) | 0
  b = (c + ((t << 22) | (t >>> 10))) | 0
  t = (a + (d ^ (b & (c ^ d))) + (words[12] as number) + 0x6b901122) | 0
  a = (b + ((t << 7) | (t >>> 25))) | 0
  t = (d + (c ^ (a & (b ^ c))) + (words[13] as number) - 0x2678e6d) | 0
  d = (a + ((t << 12) | (t >>> 20))) | 0
  t = (c + (b ^ (d & (a ^ b))) + (words[14] as number) - 0x5986bc72) | 0
  c = (d + ((t << 17) | (t >>> 15))) | 0
  t = (b + (a ^ (c & (d ^ a))) + (words[15] as number) + 0x49b40821) | 0
  b = (c + ((t << 22) | (t >>> 10))) | 0
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}

function roundG(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let t: number
  t = (a + (c ^ (d & (b ^ c))) + (words[1] as number) - 0x9e1da9e) | 0
  a = (b + ((t << 5) | (t >>> 27))) | 0
  t = (d + (b ^ (c & (a ^ b))) + (words[6] as number) - 0x3fbf4cc0) | 0
  d = (a + ((t << 9) | (t >>> 23))) | 0
  t = (c + (a ^ (b & (d ^ a))) + (words[11] as number) + 0x265e5a51) | 0
  c = (d + ((t << 14) | (t >>> 18))) | 0
  t = (b + (d ^ (a & (c ^ d))) + (words[0] as number) - 0x16493856) | 0
  b = (c + ((t << 20) | (t >>> 12))) | 0
  t = (a + (c ^ (d & (b ^ c))) + (words[5] as number) - 0x29d0efa3) | 0
  a = (b + ((t << 5) | (t >>> 27))) | 0
  t = (d + (b ^ (c & (a ^ b))) + (words[10] as number) + 0x2441453) | 0
  d = (a + ((t << 9) | (t >>> 23))) | 0
  t = (c + (a ^ (b & (d ^ a))) + (words[15] as number) - 0x275e197f) | 0
  c = (d + ((t << 14) | (t >>> 18))) | 0
  t = (b + (d ^ (a & (c ^ d))) + (words[4] as number) - 0x182c0438) | 0
  b = (c + ((t << 20) | (t >>> 12))) | 0
  t = (a + (c ^ (d & (b ^ c))) + (words[9] as number) + 0x21e1cde6) | 0
  a = (b + ((t << 5) | (t >>> 27))) | 0
  t = (d + (b ^ (c & (a ^ b))) + (words[14] as number) - 0x3cc8f82a) | 0
  d = (a + ((t << 9) | (t >>> 23))) | 0
  t = (c + (a ^ (b & (d ^ a))) + (words[3] as number) - 0xb2af279) | 0
  c = (d + ((t << 14) | (t >>> 18))) | 0
  t = (b + (d ^ (a & (c ^ d))) + (words[8] as number) + 0x455a14ed) | 0
  b = (c + ((t << 20) | (t >>> 12))) | 0
  t = (a + (c ^ (d & (b ^ c))) + (words[13] as number) - 0x561c16fb) | 0
  a = (b + ((t << 5) | (t >>> 27))) | 0
  t = (d + (b ^ (c & (a ^ b))) + (words[2] as number) - 0x3105c08) | 0
  d = (a + ((t << 9) | (t >>> 23))) | 0
  t = (c + (a ^ (b & (d ^ a))) + (words[7] as number) + 0x676f02d9) | 0
  c = (d + ((t << 14) | (t >>> 18))) | 0
  t = (b + (d ^ (a & (c ^ d))) + (words[12] as number) - 0x72d5b376) | 0
  b = (c + ((t << 20) | (t >>> 12))) | 0
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}

function roundH(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let t: number
  t = (a + (b ^ c ^ d) + (words[5] as number) - 0x5c6be) | 0
  a = (b + ((t << 4) | (t >>> 28))) | 0
  t = (d + (a ^ b ^ c) + (words[8] as number) - 0x788e097f) | 0
  d = (a + ((t << 11) | (t >>> 21))) | 0
  t = (c + (d ^ a ^ b) + (words[11] as number) + 0x6d9d6122) | 0
  c = (d + ((t << 16) | (t >>> 16))) | 0
  t = (b + (c ^ d ^ a) + (words[14] as number) - 0x21ac7f4) | 0
  b = (c + ((t << 23) | (t >>> 9))) | 0
  t = (a + (b ^ c ^ d) + (words[1] as number) - 0x5b4115bc) | 0
  a = (b + ((t << 4) | (t >>> 28))) | 0
  t = (d + (a ^ b ^ c) + (words[4] as number) + 0x4bdecfa9) | 0
  d = (a + ((t << 11) | (t >>> 21))) | 0
  t = (c + (d ^ a ^ b) + (words[7] as number) - 0x944b4a0) | 0
  c = (d + ((t << 16) | (t >>> 16))) | 0
  t = (b + (c ^ d ^ a) + (words[10] as number) - 0x41404390) | 0
  b = (c + ((t << 23) | (t >>> 9))) | 0
  t = (a + (b ^ c ^ d) + (words[13] as number) + 0x289b7ec6) | 0
  a = (b + ((t << 4) | (t >>> 28))) | 0
  t = (d + (a ^ b ^ c) + (words[0] as number) - 0x155ed806) | 0
  d = (a + ((t << 11) | (t >>> 21))) | 0
  t = (c + (d ^ a ^ b) + (words[3] as number) - 0x2b10cf7b) | 0
  c = (d + ((t << 16) | (t >>> 16))) | 0
  t = (b + (c ^ d ^ a) + (words[6] as number) + 0x4881d05) | 0
  b = (c + ((t << 23) | (t >>> 9))) | 0
  t = (a + (b ^ c ^ d) + (words[9] as number) - 0x262b2fc7) | 0
  a = (b + ((t << 4) | (t >>> 28))) | 0
  t = (d + (a ^ b ^ c) + (words[12] as number) - 0x1924661b) | 0
  d = (a + ((t << 11) | (t >>> 21))) | 0
  t = (c + (d ^ a ^ b) + (words[15] as number) + 0x1fa27cf8) | 0
  c = (d + ((t << 16) | (t >>> 16))) | 0
  t = (b + (c ^ d ^ a) + (words[2] as number) - 0x3b53a99b) | 0
  b = (c + ((t << 23) | (t >>> 9))) | 0
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}

function roundI(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  let t: number
  t = (a + (c ^ (b | ~d)) + (words[0] as number) - 0xbd6ddbc) | 0
  a = (b + ((t << 6) | (t >>> 26))) | 0
  t = (d + (b ^ (a | ~c)) + (words[7] as number) + 0x432aff97) | 0
  d = (a + ((t << 10) | (t >>> 22))) | 0
  t = (c + (a ^ (d | ~b)) + (words[14] as number) - 0x546bdc59) | 0
  c = (d + ((t << 15) | (t >>> 17))) | 0
  t = (b + (d ^ (c | ~a)) + (words[5] as number) - 0x36c5fc7) | 0
  b = (c + ((t << 21) | (t >>> 11))) | 0
  t = (a + (c ^ (b | ~d)) + (words[12] as number) + 0x655b59c3) | 0
  a = (b + ((t << 6) | (t >>> 26))) | 0
  t = (d + (b ^ (a | ~c)) + (words[3] as number) - 0x70f3336e) | 0
  d = (a + ((t << 10) | (t >>> 22))) | 0
  t = (c + (a ^ (d | ~b)) + (words[10] as number) - 0x100b83) | 0
  c = (d + ((t << 15) | (t >>> 17))) | 0
  t = (b + (d ^ (c | ~a)) + (words[1] as number) - 0x7a7ba22f) | 0
  b = (c + ((t << 21) | (t >>> 11))) | 0
  t = (a + (c ^ (b | ~d)) + (words[8] as number) + 0x6fa87e4f) | 0
  a = (b + ((t << 6) | (t >>> 26))) | 0
  t = (d + (b ^ (a | ~c)) + (words[15] as number) - 0x1d31920) | 0
  d = (a + ((t << 10) | (t >>> 22))) | 0
  t = (c + (a ^ (d | ~b)) + (words[6] as number) - 0x5cfebcec) | 0
  c = (d + ((t << 15) | (t >>> 17))) | 0
  t = (b + (d ^ (c | ~a)) + (words[13] as number) + 0x4e0811a1) | 0
  b = (c + ((t << 21) | (t >>> 11))) | 0
  t = (a + (c ^ (b | ~d)) + (words[4] as number) - 0x8ac817e) | 0
  a = (b + ((t << 6) | (t >>> 26))) | 0
  t = (d + (b ^ (a | ~c)) + (words[11] as number) - 0x42c50dcb) | 0
  d = (a + ((t << 10) | (t >>> 22))) | 0
  t = (c + (a ^ (d | ~b)) + (words[2] as number) + 0x2ad7d2bb) | 0
  c = (d + ((t << 15) | (t >>> 17))) | 0
  t = (b + (d ^ (c | ~a)) + (words[9] as number) - 0x14792c6f) | 0
  b = (c + ((t << 21) | (t >>> 11))) | 0
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}
