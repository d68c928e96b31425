/** UTF-8 without the host's TextEncoder: this folder runs in the page, in Node and in tests alike. */
export const encodeUtf8 = (text: string): number[] => {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code))
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
  }
  return bytes
}

const tail = (code: number): number => 0x80 | (code & 0x3f)

/** The text of UTF-8 bytes; `undefined` if they are not valid. */
export const decodeUtf8 = (bytes: readonly number[]): string | undefined => {
  try {
    return decodeURIComponent(
      bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    )
  } catch {
    return undefined
  }
}
