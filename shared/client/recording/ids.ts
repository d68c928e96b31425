import { randomFillSync } from 'node:crypto'

/** What stands behind an id's time and version digit: `r` is random, `v` random within the variant's two bits. */
const form = 'rrr-vrrr-rrrrrrrrrrrr'
const tailsAtOnce = 128
const alphabets: Record<string, Buffer> = {
  r: Buffer.from('0123456789abcdef'),
  v: Buffer.from('89ab'),
  '-': Buffer.from('-'),
}

/**
 * The random ends of many ids as one text. Cut out of it, each costs next to nothing; put together digit by
 * digit, or cut out of what `randomUUID` puts together, each costs as much as rendering a message.
 */
function drawTails(): string {
  const drawn = randomFillSync(Buffer.allocUnsafe(form.length * tailsAtOnce))
  for (let at = 0; at < form.length; at += 1) {
    const alphabet = alphabets[form.charAt(at)] ?? drawn
    // Lengths of alphabets are powers of two: every character is as likely as the others.
    const mask = alphabet.length - 1
    for (let place = at; place < drawn.length; place += form.length)
      drawn[place] = alphabet[(drawn[place] ?? 0) & mask] ?? 0
  }
  return drawn.toString('latin1')
}

/** Gives UUIDs of version 7 (RFC 9562): 48 bits of the time in ms since 1970, then 74 random bits. */
export function timeOrderedIds(): (ms: number) => string {
  let lastMs = Number.NaN
  let prefix = ''
  let tails = ''
  let from = 0
  return (ms) => {
    if (ms !== lastMs) {
      lastMs = ms
      const hex = Math.max(0, Math.trunc(ms)).toString(16).padStart(12, '0').slice(-12)
      prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`
    }
    if (from === tails.length) {
      tails = drawTails()
      from = 0
    }
    from += form.length
    return prefix + tails.slice(from - form.length, from)
  }
}
