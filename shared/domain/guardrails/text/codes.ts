/** Every host has it, but this folder has neither Node's nor the page's types. */
declare const TextEncoder: new () => {
  encodeInto(text: string, into: Uint8Array): { read: number; written: number }
}

/** The characters of a text, one number each, and a zero behind them. One byte each for plain ASCII. */
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

/**
 * The characters of a plain ASCII text as numbers, in a buffer that the next call reuses; null for other
 * texts. Asking a string for a character means finding out each time how the engine keeps that string; an
 * array answers at once, and the encoder copies plain ASCII faster than any loop.
 */
export function asciiCodesOf(text: string): Codes | null {
  const { length } = text
  bytes = roomFor(bytes, length, (size) => new Uint8Array(size))
  const { read, written } = encoder.encodeInto(text, bytes)
  if (read !== length || written !== length) return null
  units = roomFor(units, length, (size) => new Uint16Array(size))
  for (let at = 0; at < length; at += 1) units[at] = bytes[at] ?? 0
  units[length] = 0
  return units
}

function anyCodesOf(text: string): Codes {
  const { length } = text
  units = roomFor(units, length, (size) => new Uint16Array(size))
  for (let at = 0; at < length; at += 1) units[at] = text.charCodeAt(at)
  units[length] = 0
  return units
}

/** The characters of any text as numbers, in the same buffer. */
export const codesOf = (text: string): Codes => asciiCodesOf(text) ?? anyCodesOf(text)
