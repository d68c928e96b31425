import { writeUtf8 } from '../hashing/utf8.ts'

/**
 * The three orders that the keys of one allocation object take on their way through the usual stores.
 * Used to show, before an import, which order a service must have used and how many users another one moves.
 */

/** PostgreSQL jsonb: by length in UTF-8 bytes, then byte by byte; the last of equal keys wins. */
export function jsonbKeyOrder(keys: readonly string[]): string[] {
  const encoded = [...new Set(keys)].map((key) => ({ key, bytes: utf8(key) }))
  encoded.sort((a, b) => a.bytes.length - b.bytes.length || compareBytes(a.bytes, b.bytes))
  return encoded.map(({ key }) => key)
}

/** A JavaScript object: array indices ascending, then the rest in the order written (ECMAScript OrdinaryOwnPropertyKeys). */
export function javascriptKeyOrder(keys: readonly string[]): string[] {
  const unique = [...new Set(keys)]
  const isIndex = (key: string): boolean =>
    /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1
  const indices = unique.filter(isIndex).sort((a, b) => Number(a) - Number(b))
  return [...indices, ...unique.filter((key) => !isIndex(key))]
}

/** A Python dict: the order written. */
export function pythonKeyOrder(keys: readonly string[]): string[] {
  return [...new Set(keys)]
}

function utf8(text: string): Uint8Array {
  const room = new Uint8Array(text.length * 3)
  return room.subarray(0, writeUtf8(text, room, 0))
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number)
    if (difference !== 0) return difference
  }
  return 0
}
