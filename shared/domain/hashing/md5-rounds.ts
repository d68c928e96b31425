/**
 * The 64 steps of MD5 (RFC 1321 §3.4), written out. Assignments hash two short texts each, a million times a
 * second; a loop that picks function, word, constant and rotation by index takes three times as long.
 */

/** Replaces the four words of `state` by those after all rounds over the 16 `words` of a block. */
export function scramble(state: Int32Array, words: Int32Array): void {
  roundF(state, words)
  roundG(state, words)
  roundH(state, words)
  roundI(state, words)
}

function rotate(sum: number, bits: number): number {
  return (sum << bits) | (sum >>> (32 - bits))
}

function f(a: number, b: number, c: number, d: number, add: number, bits: number): number {
  return (b + rotate((a + (d ^ (b & (c ^ d))) + add) | 0, bits)) | 0
}

function g(a: number, b: number, c: number, d: number, add: number, bits: number): number {
  return (b + rotate((a + (c ^ (d & (b ^ c))) + add) | 0, bits)) | 0
}

function h(a: number, b: number, c: number, d: number, add: number, bits: number): number {
  return (b + rotate((a + (b ^ c ^ d) + add) | 0, bits)) | 0
}

function i(a: number, b: number, c: number, d: number, add: number, bits: number): number {
  return (b + rotate((a + (c ^ (b | ~d)) + add) | 0, bits)) | 0
}

function roundF(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number
  let b = state[1] as number
  let c = state[2] as number
  let d = state[3] as number
  a = f(a, b, c, d, (words[0] as number) - 0x28955b88, 7)
  d = f(d, a, b, c, (words[1] as number) - 0x173848aa, 12)
  c = f(c, d, a, b, (words[2] as number) + 0x242070db, 17)
  b = f(b, c, d, a, (words[3] as number) - 0x3e423112, 22)
  a = f(a, b, c, d, (words[4] as number) - 0xa83f051, 7)
  d = f(d, a, b, c, (words[5] as number) + 0x4787c62a, 12)
  c = f(c, d, a, b, (words[6] as number) - 0x57cfb9ed, 17)
  b = f(b, c, d, a, (words[7] as number) - 0x2b96aff, 22)
  a = f(a, b, c, d, (words[8] as number) + 0x698098d8, 7)
  d = f(d, a, b, c, (words[9] as number) - 0x74bb0851, 12)
  c = f(c, d, a, b, (words[10] as number) - 0xa44f, 17)
  b = f(b, c, d, a, (words[11] as number) - 0x76a32842, 22)
  a = f(a, b, c, d, (words[12] as number) + 0x6b901122, 7)
  d = f(d, a, b, c, (words[13] as number) - 0x2678e6d, 12)
  c = f(c, d, a, b, (words[14] as number) - 0x5986bc72, 17)
  b = f(b, c, d, a, (words[15] as number) + 0x49b40821, 22)
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
  a = g(a, b, c, d, (words[1] as number) - 0x9e1da9e, 5)
  d = g(d, a, b, c, (words[6] as number) - 0x3fbf4cc0, 9)
  c = g(c, d, a, b, (words[11] as number) + 0x265e5a51, 14)
  b = g(b, c, d, a, (words[0] as number) - 0x16493856, 20)
  a = g(a, b, c, d, (words[5] as number) - 0x29d0efa3, 5)
  d = g(d, a, b, c, (words[10] as number) + 0x2441453, 9)
  c = g(c, d, a, b, (words[15] as number) - 0x275e197f, 14)
  b = g(b, c, d, a, (words[4] as number) - 0x182c0438, 20)
  a = g(a, b, c, d, (words[9] as number) + 0x21e1cde6, 5)
  d = g(d, a, b, c, (words[14] as number) - 0x3cc8f82a, 9)
  c = g(c, d, a, b, (words[3] as number) - 0xb2af279, 14)
  b = g(b, c, d, a, (words[8] as number) + 0x455a14ed, 20)
  a = g(a, b, c, d, (words[13] as number) - 0x561c16fb, 5)
  d = g(d, a, b, c, (words[2] as number) - 0x3105c08, 9)
  c = g(c, d, a, b, (words[7] as number) + 0x676f02d9, 14)
  b = g(b, c, d, a, (words[12] as number) - 0x72d5b376, 20)
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
  a = h(a, b, c, d, (words[5] as number) - 0x5c6be, 4)
  d = h(d, a, b, c, (words[8] as number) - 0x788e097f, 11)
  c = h(c, d, a, b, (words[11] as number) + 0x6d9d6122, 16)
  b = h(b, c, d, a, (words[14] as number) - 0x21ac7f4, 23)
  a = h(a, b, c, d, (words[1] as number) - 0x5b4115bc, 4)
  d = h(d, a, b, c, (words[4] as number) + 0x4bdecfa9, 11)
  c = h(c, d, a, b, (words[7] as number) - 0x944b4a0, 16)
  b = h(b, c, d, a, (words[10] as number) - 0x41404390, 23)
  a = h(a, b, c, d, (words[13] as number) + 0x289b7ec6, 4)
  d = h(d, a, b, c, (words[0] as number) - 0x155ed806, 11)
  c = h(c, d, a, b, (words[3] as number) - 0x2b10cf7b, 16)
  b = h(b, c, d, a, (words[6] as number) + 0x4881d05, 23)
  a = h(a, b, c, d, (words[9] as number) - 0x262b2fc7, 4)
  d = h(d, a, b, c, (words[12] as number) - 0x1924661b, 11)
  c = h(c, d, a, b, (words[15] as number) + 0x1fa27cf8, 16)
  b = h(b, c, d, a, (words[2] as number) - 0x3b53a99b, 23)
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
  a = i(a, b, c, d, (words[0] as number) - 0xbd6ddbc, 6)
  d = i(d, a, b, c, (words[7] as number) + 0x432aff97, 10)
  c = i(c, d, a, b, (words[14] as number) - 0x546bdc59, 15)
  b = i(b, c, d, a, (words[5] as number) - 0x36c5fc7, 21)
  a = i(a, b, c, d, (words[12] as number) + 0x655b59c3, 6)
  d = i(d, a, b, c, (words[3] as number) - 0x70f3336e, 10)
  c = i(c, d, a, b, (words[10] as number) - 0x100b83, 15)
  b = i(b, c, d, a, (words[1] as number) - 0x7a7ba22f, 21)
  a = i(a, b, c, d, (words[8] as number) + 0x6fa87e4f, 6)
  d = i(d, a, b, c, (words[15] as number) - 0x1d31920, 10)
  c = i(c, d, a, b, (words[6] as number) - 0x5cfebcec, 15)
  b = i(b, c, d, a, (words[13] as number) + 0x4e0811a1, 21)
  a = i(a, b, c, d, (words[4] as number) - 0x8ac817e, 6)
  d = i(d, a, b, c, (words[11] as number) - 0x42c50dcb, 10)
  c = i(c, d, a, b, (words[2] as number) + 0x2ad7d2bb, 15)
  b = i(b, c, d, a, (words[9] as number) - 0x14792c6f, 21)
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}
