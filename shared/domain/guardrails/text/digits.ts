/** One maximal run of ASCII digits in a folded text. */
export interface DigitGroup {
  start: number
  end: number
}

const wordUnit = /[\p{L}\p{N}_]/u

/** Whether the character at `at` is a letter, digit or underscore. Half a surrogate pair counts as none. */
export function isWord(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (Number.isNaN(unit)) return false
  if (unit < 128) {
    const isDigit = unit >= 48 && unit <= 57
    const upper = unit & 0xdf
    return isDigit || (upper >= 65 && upper <= 90) || unit === 95
  }
  // Scripts written without spaces put a number straight behind a word: that is still a boundary.
  if (unit >= 0x2e80) return false
  return wordUnit.test(text.charAt(at))
}

/** Whether a number starting at `start` is the tail of a longer token such as `ab-12` or `x1.5`. */
export function isGluedLeft(text: string, start: number, joiners: string = '-./'): boolean {
  if (isWord(text, start - 1)) return true
  return start > 1 && joiners.includes(text.charAt(start - 1)) && isWord(text, start - 2)
}

/** Whether a number ending at `end` goes on as a longer token. A full stop before a letter ends a sentence. */
export function isGluedRight(text: string, end: number, joiners: string = '-/'): boolean {
  if (isWord(text, end)) return true
  const next = text.charAt(end)
  if (next !== '' && joiners.includes(next) && isWord(text, end + 1)) return true
  const after = text.charCodeAt(end + 1)
  return next === '.' && after >= 48 && after <= 57
}
