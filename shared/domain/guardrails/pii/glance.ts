import { asciiOf } from '../text/codes.ts'

// What a character may be a sign of.
const lower = 1
const upper = 2
const digit = 3
const colon = 4
const alarming = 5
const apostrophe = 6
/** Two characters in a row as names in code and keys have them, and prose has not: `aB`, `a1`, `1a`. */
const mixed = 8
/** From here on a character needs a decision. */
const needsCare = 16

const signs = new Uint8Array(128)
const mark = (characters: string, sign: number): void => {
  for (const char of characters) signs[char.charCodeAt(0)] = sign
}
mark('abcdefghijklmnopqrstuvwxyz', lower)
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZ', upper)
mark('0123456789', digit)
mark(':', colon)
mark('@%&[({<_$', alarming)
mark("'", apostrophe)

const isMixedPair = (first: number, second: number): boolean =>
  (first === lower && (second === upper || second === digit)) ||
  (first === upper && second === digit) ||
  (first === digit && (second === lower || second === upper))

/** By what stood before and the character: its sign, with what it means. One look-up per character. */
const steps = new Uint8Array(8 << 7)
for (let before = 0; before < 8; before += 1) {
  for (const [unit, sign] of signs.entries()) {
    // Within a word an apostrophe parts nothing.
    let step = sign === apostrophe ? before : sign
    if (isMixedPair(before, sign)) step |= mixed
    if (sign === digit || sign === colon || sign === alarming) step |= needsCare
    steps[(before << 7) | unit] = step
  }
}

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
  const bytes = asciiOf(text)
  if (bytes === null) return false
  let three = 0
  let weight = 0
  let seen = 0
  let step = 0
  let digits = 0
  let colonAt = -widestColonPair - 1
  for (let at = 0; at < text.length; at += 1) {
    const unit = bytes[at] ?? 0
    three = ((three << 8) | unit | 32) & 0xffffff
    weight += weights[placeOf(three)] ?? 0
    weight += (three & 0xffff) === oh ? 1 : 0
    step = steps[((step & 7) << 7) | unit] ?? 0
    seen |= step
    if (step < needsCare) continue
    const sign = signs[unit]
    if (sign === digit) digits += 1
    else if (sign === colon && at - colonAt > widestColonPair) colonAt = at
    else return false
  }
  return (seen & mixed) === 0 && digits < fewestDigits && weight + digits < enough
}
