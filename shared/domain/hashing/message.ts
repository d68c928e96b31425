import { maxUtf8Length, writeUtf8 } from './utf8.ts'

/** Block size of MD5 and SHA-256 in bytes. */
const BLOCK_BYTES = 64

// Hashing is synchronous, so one buffer can serve every short message: assignments hash an id of a few
// dozen bytes a million times a second, where a fresh array each time would cost more than the hash.
const scratch = new Uint8Array(1024)

/**
 * A message as UTF-8 with the padding that MD5 and SHA-256 share (RFC 1321 §3.1-3.2, FIPS 180-4 §5.1.1):
 * 0x80, zeros, then the length in bits as 64 bits, least significant byte first for MD5, last for SHA-256.
 * The result is valid until the next call.
 */
export function paddedMessage(
  text: string,
  lengthOrder: 'littleEndian' | 'bigEndian',
): { readonly bytes: Uint8Array; readonly blocks: number } {
  const room = maxUtf8Length(text) + BLOCK_BYTES + 9
  const bytes = room <= scratch.length ? scratch : new Uint8Array(room)
  const length = writeUtf8(text, bytes, 0)
  const blocks = ((length + 8) >> 6) + 1
  const end = blocks * BLOCK_BYTES
  bytes.fill(0, length, end)
  bytes[length] = 0x80
  let bits = length * 8
  for (let i = 0; i < 8 && bits > 0; i++) {
    bytes[lengthOrder === 'littleEndian' ? end - 8 + i : end - 1 - i] = bits % 256
    bits = Math.floor(bits / 256)
  }
  return { bytes, blocks }
}

/** 32 bits as eight lower-case hexadecimal digits, most significant first. */
export function hexWord(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
