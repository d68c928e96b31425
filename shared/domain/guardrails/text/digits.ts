/** One maximal run of ASCII digits. */
export interface DigitGroup {
  start: number
  end: number
}

/** All digit runs of a folded text, in order: the anchors of every numeric detector. */
export function digitGroups(text: string): DigitGroup[] {
  const groups: DigitGroup[] = []
  let start = -1
  for (let at = 0; at <= text.length; at += 1) {
    const unit = at < text.length ? text.charCodeAt(at) : 0
    const isDigit = unit >= 48 && unit <= 57
    if (isDigit && start < 0) start = at
    else if (!isDigit && start >= 0) {
      groups.push({ start, end: at })
      start = -1
    }
  }
  return groups
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
export function isGluedLeft(text: string, start: number, joiners: RegExp = /[-./]/): boolean {
  if (isWord(text, start - 1)) return true
  return start > 1 && joiners.test(text.charAt(start - 1)) && isWord(text, start - 2)
}

/** Whether a number ending at `end` goes on as a longer token. A full stop before a letter ends a sentence. */
export function isGluedRight(text: string, end: number, joiners: RegExp = /[-/]/): boolean {
  if (isWord(text, end)) return true
  const next = text.charAt(end)
  if (joiners.test(next) && isWord(text, end + 1)) return true
  const after = text.charCodeAt(end + 1)
  return next === '.' && after >= 48 && after <= 57
}
