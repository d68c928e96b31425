/** Every host has it, but this folder has neither Node's nor the page's types. */
declare const TextEncoder: new () => {
  encodeInto(text: string, into: Uint8Array): { read: number; written: number }
}

/** The characters of a text, one number each, and a zero behind them. */
export type Codes = Uint16Array

const encoder = new TextEncoder()
const keptLength = 1 << 16
let bytes = new Uint8Array(4096)
let units = new Uint16Array(4096)

/** Room for `length` numbers and the zero; a single huge text must not hold its memory for ever. */
function roomFor<Room extends Uint8Array | Uint16Array>(
  kept: Room,
  length: number,
  create: (size: number) => Room,
) {
  if (kept.length > length && (kept.length <= keptLength || length >= keptLength)) return kept
  return create(Math.max(4096, length * 2))
}

/** The bytes of a text of plain ASCII, in a buffer that the next call reuses; null for other texts. */
export function asciiOf(text: string): Uint8Array | null {
  const { length } = text
  bytes = roomFor(bytes, length, (size) => new Uint8Array(size))
  // The encoder copies faster than any loop.
  const { read, written } = encoder.encodeInto(text, bytes)
  return read === length && written === length ? bytes : null
}

/** Up to here asking for each character costs less than waking the encoder. */
const shortText = 48

/** False for texts that are not plain ASCII. */
function takeAscii(text: string): boolean {
  const ascii = asciiOf(text)
  if (ascii === null) return false
  for (let at = 0; at < text.length; at += 1) units[at] = ascii[at] ?? 0
  return true
}

/** True when all characters were plain ASCII. */
function takeEach(text: string): boolean {
  let all = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    units[at] = unit
    all |= unit
  }
  return all < 128
}

/**
 * The characters of a text as numbers, in a buffer that the next call reuses, and whether all of them are
 * plain ASCII. Asking a string for a character means finding out each time how the engine keeps that
 * string; an array answers at once.
 */
export function codesOf(text: string): { codes: Codes; isAscii: boolean } {
  const { length } = text
  units = roomFor(units, length, (size) => new Uint16Array(size))
  const isAscii = (length > shortText && takeAscii(text)) || takeEach(text)
  units[length] = 0
  return { codes: units, isAscii }
}
