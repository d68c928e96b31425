import { codesOf } from '../text/codes.ts'

// What a character may be a sign of; everything above letters needs a decision.
const lower = 1
const upper = 2
const digit = 3
const colon = 4
const alarming = 5
const apostrophe = 39

const signs = new Uint8Array(128)
const mark = (characters: string, sign: number): void => {
  for (const char of characters) signs[char.charCodeAt(0)] = sign
}
mark('abcdefghijklmnopqrstuvwxyz', lower)
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZ', upper)
mark('0123456789', digit)
mark(':', colon)
mark('@%&[({<_$', alarming)

/** Two characters in a row as names in code and keys have them, and prose has not: `aB`, `a1`, `1a`. */
const mixedPairs = new Uint8Array(64)
for (const [first, second] of [
  [lower, upper],
  [lower, digit],
  [upper, digit],
  [digit, lower],
  [digit, upper],
] as const)
  mixedPairs[(first << 3) | second] = 1

const tableBits = 11
const placeOf = (three: number): number => Math.imul(three, 0x9e3779b1) >>> (32 - tableBits)
const numbersOf = (letters: string): number =>
  (letters.charCodeAt(0) << 16) | (letters.charCodeAt(1) << 8) | letters.charCodeAt(2)

/** How much three letters in a row say: the starts of digit words a little, a dot that is written out all. */
const weights = new Uint8Array(1 << tableBits)
const enough = 7
for (const letters of 'zer one two thr fou fiv six sev eig nin'.split(' '))
  weights[placeOf(numbersOf(letters))] = 1
weights[placeOf(numbersOf('dot'))] = enough
const oh = (111 << 8) | 104

/** Fewer digits than any number of interest has; each also counts as one that may be dictated. */
const fewestDigits = 4
/** `:0db8:` */
const widestColonPair = 5

/**
 * Whether plain text is beyond suspicion at first sight: few digits, none of the marks that addresses and
 * keys have, no name of mixed letters, no row of digit words. A loop with hardly a branch: guessing wrong
 * where words end is what makes reading slow.
 */
export function isPlain(text: string): boolean {
  const { codes, isAscii } = codesOf(text)
  if (!isAscii) return false
  const { length } = text
  let three = 0
  let weight = 0
  let isMixed = 0
  let before = 0
  let digits = 0
  let colonAt = -widestColonPair - 1
  for (let at = 0; at < length; at += 1) {
    const unit = codes[at] ?? 0
    const sign = signs[unit] ?? 0
    three = ((three << 8) | unit | 32) & 0xffffff
    weight += weights[placeOf(three)] ?? 0
    weight += (three & 0xffff) === oh ? 1 : 0
    isMixed |= mixedPairs[(before << 3) | sign] ?? 0
    // Within a word an apostrophe parts nothing.
    before = unit === apostrophe ? before : sign
    if (sign <= upper) continue
    if (sign === digit) digits += 1
    else if (sign === colon && at - colonAt > widestColonPair) colonAt = at
    else return false
  }
  return isMixed === 0 && digits < fewestDigits && weight + digits < enough
}
