import { hex } from './text.ts'
/** UTF-8 without the host's TextEncoder: this folder runs in the page, in Node and in tests alike. */
export const encodeUtf8 = (text: string): number[] =>
  Array.from(encodeURIComponent(text).matchAll(/%(..)|./g), ([char, digits]) =>
    digits === undefined ? char.charCodeAt(0) : Number.parseInt(digits, 16),
  )

/** The text of UTF-8 bytes; `undefined` if they are not valid. */
export const decodeUtf8 = (bytes: readonly number[]): string | undefined => {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${hex(byte, 2)}`).join(''))
  } catch {
    return undefined
  }
}
