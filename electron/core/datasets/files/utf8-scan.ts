/** How many bytes follow the first byte of a UTF-8 letter; -1 where it can begin none. */
function followers(byte: number): number {
  if (byte < 0x80) return 0
  if (byte >= 0xc2 && byte <= 0xdf) return 1
  if (byte >= 0xe0 && byte <= 0xef) return 2
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : -1
}

/** Bytes without a meaning in Windows-1252. */
const notWindows = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

/** Counts what of some bytes is UTF-8 and what is not; they may come in any pieces. */
export class Utf8Scan {
  #missing = 0
  #line = 1
  /** Letters of more than one byte that are right. */
  #letters = 0
  #wrongLine: number | null = null
  #isWindows = true

  get isBetweenLetters(): boolean {
    return this.#missing === 0
  }

  /** Goes over bytes that are known to be ASCII. */
  skip(bytes: Buffer): void {
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) this.#line += 1
  }

  add(bytes: Buffer): void {
    for (const byte of bytes) {
      if (notWindows.has(byte)) this.#isWindows = false
      if (this.#missing > 0 && (byte & 0xc0) === 0x80) {
        this.#missing -= 1
        if (this.#missing === 0) this.#letters += 1
        continue
      }
      const more = followers(byte)
      if (this.#missing > 0 || more === -1) this.#wrongLine ??= this.#line
      this.#missing = Math.max(0, more)
      if (byte === 10) this.#line += 1
    }
  }

  end() {
    if (this.#missing > 0) this.#wrongLine ??= this.#line
    return { letters: this.#letters, wrongLine: this.#wrongLine, isWindows: this.#isWindows }
  }
}
