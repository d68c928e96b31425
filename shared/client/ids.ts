import { randomUUID } from 'node:crypto'

/**
 * Gives UUIDs of version 7 (RFC 9562): 48 bits of `clock` (ms since 1970), then 74 random bits. Node
 * draws randomness for version 4 in large batches, so its digits cost a tenth of drawing our own.
 */
export function timeOrderedIds(clock: () => number): () => string {
  let lastMs = Number.NaN
  let prefix = ''
  return () => {
    const ms = clock()
    if (ms !== lastMs) {
      lastMs = ms
      const hex = Math.max(0, Math.trunc(ms)).toString(16).padStart(12, '0').slice(-12)
      prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
    }
    // What follows the version digit: three random digits, then the variant with the rest.
    return prefix + randomUUID().slice(15)
  }
}
