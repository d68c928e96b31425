/**
 * UTF-8 encoding without TextEncoder: the domain runs in the page, in the core and in production
 * services alike and may rely on neither DOM nor Node types.
 */

/** Upper bound of the UTF-8 length of `text` in bytes: one UTF-16 unit never takes more than three. */
export function maxUtf8Length(text: string): number {
  return text.length * 3
}

/**
 * Writes `text` as UTF-8 into `target` from `offset` and returns the end offset.
 * A lone surrogate becomes U+FFFD, as every standard encoder does; callers that must not
 * accept such text check with {@link hasLoneSurrogate} first.
 */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
  let at = offset
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) {
      target[at++] = unit
    } else if (unit < 0x800) {
      target[at++] = 0xc0 | (unit >> 6)
      target[at++] = 0x80 | (unit & 0x3f)
    } else {
      const code = unit >= 0xd800 && unit <= 0xdfff ? surrogateCode(text, i) : unit
      if (code > 0xffff) i++
      at = writeLong(code, target, at)
    }
  }
  return at
}

/** Whether `text` holds half of a surrogate pair without its other half. */
export function hasLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdfff) continue
    if (surrogateCode(text, i) === 0xfffd) return true
    i++
  }
  return false
}

function surrogateCode(text: string, index: number): number {
  const high = text.charCodeAt(index)
  const low = index + 1 < text.length ? text.charCodeAt(index + 1) : 0
  const isPair = high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff
  return isPair ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : 0xfffd
}

function writeLong(code: number, target: Uint8Array, offset: number): number {
  let at = offset
  if (code > 0xffff) {
    target[at++] = 0xf0 | (code >> 18)
    target[at++] = 0x80 | ((code >> 12) & 0x3f)
  } else {
    target[at++] = 0xe0 | (code >> 12)
  }
  target[at++] = 0x80 | ((code >> 6) & 0x3f)
  target[at++] = 0x80 | (code & 0x3f)
  return at
}
