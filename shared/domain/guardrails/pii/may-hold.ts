import { type Codes, codesOf } from '../text/codes.ts'
import { foldAstral, foldUnit } from '../text/fold.ts'
import { isWordUnit } from '../text/reading.ts'
import { isPlain } from './glance.ts'
import { isIbanCountry } from './iban.ts'

// Kinds of characters, by what they mean for the numbers and names around them.
const other = 1
const lower = 2
const upper = 3
const digit = 4
/** `_` and `$`: part of names in code. */
const part = 5
const apostrophe = 6
/** May stand between the digits of one number; the loose ones not inside an account number. */
const joiner = 7
const dot = 8
const looseJoiner = 9
const parenthesis = 10
const bracket = 11
const colon = 12
/** `%` and `&`: an encoded @ may follow. */
const escaping = 13
/** Half of a character beyond U+FFFF. */
const half = 14
/** `@`, and whatever is read as another character: only a close look helps. */
const suspicious = 15

const percentUnit = 37
const fourUnit = 52
const hashUnit = 35

/** Kind of every UTF-16 unit met so far; 0 = not met. */
const kinds = new Uint8Array(65_536)
for (let unit = 0; unit < 128; unit += 1) kinds[unit] = other
const classify = (characters: string, kind: number): void => {
  for (const char of characters) kinds[char.charCodeAt(0)] = kind
}
classify('abcdefghijklmnopqrstuvwxyz', lower)
classify('ABCDEFGHIJKLMNOPQRSTUVWXYZ', upper)
classify('0123456789', digit)
classify('_$', part)
classify("'", apostrophe)
classify(' \t-', joiner)
classify('.', dot)
classify('/)\r\n', looseJoiner)
classify('(', parenthesis)
classify('[{<', bracket)
classify(':', colon)
classify('%&', escaping)
classify('@', suspicious)

function learnKind(unit: number): number {
  const char = String.fromCharCode(unit)
  const folded = foldUnit(unit, char)
  const asRead = folded.length === 1 ? (kinds[folded.charCodeAt(0)] ?? 0) : 0
  const isHarmless =
    asRead === other || asRead === joiner || asRead === dot || asRead === apostrophe
  if (unit >= 0xd800 && unit <= 0xdbff) kinds[unit] = half
  else if (folded === char) kinds[unit] = isWordUnit(unit) ? lower : other
  else kinds[unit] = isHarmless ? asRead : suspicious
  return kinds[unit] ?? suspicious
}

/** Kind of the character at `at`; the zero behind a text is in no word. */
function kindAt(codes: Codes, at: number): number {
  const unit = codes[at] ?? 0
  return kinds[unit] || learnKind(unit)
}

/** Words for digits by length and first two letters: a few other words pass, and are looked at closely. */
const wordKey = (length: number, first: number, second: number): number =>
  (length << 10) | ((first & 31) << 5) | (second & 31)
const longestDigitWord = 5
const digitWords = new Uint8Array((longestDigitWord + 1) << 10)
for (const word of 'zero oh one two three four five six seven eight nine'.split(' '))
  digitWords[wordKey(word.length, word.charCodeAt(0), word.charCodeAt(1))] = 1

const isLetterAt = (codes: Codes, at: number, letter: string): boolean =>
  ((codes[at] ?? 0) | 32) === letter.charCodeAt(0)

const isDot = (codes: Codes, at: number): boolean =>
  isLetterAt(codes, at, 'd') && isLetterAt(codes, at + 1, 'o') && isLetterAt(codes, at + 2, 't')

/** `(at)`, `[arroba]`, `< chez >`, and what else a bracket may hide an @ behind. */
function opensAt(codes: Codes, bracketAt: number): boolean {
  const at = codes[bracketAt + 1] === 32 ? bracketAt + 2 : bracketAt + 1
  const first = codes[at] ?? 0
  if (isLetterAt(codes, at, 'a'))
    return isLetterAt(codes, at + 1, 't') || isLetterAt(codes, at + 1, 'r')
  // Letters such as ä.
  return first > 127 || (isLetterAt(codes, at, 'c') && isLetterAt(codes, at + 1, 'h'))
}

/** Whether a country's code stands before a digit, with one blank between at most. */
function startsIban(codes: Codes, digitAt: number): boolean {
  const before = codes[digitAt - 1] ?? 0
  const end = before === 32 || before > 127 ? digitAt - 1 : digitAt
  if (end < 2 || kindAt(codes, end - 1) > upper || kindAt(codes, end - 2) > upper) return false
  return isIbanCountry(String.fromCharCode(codes[end - 2] ?? 0, codes[end - 1] ?? 0))
}

// What the detectors need at least: what their own patterns allow, or more.
/** Digits of a phone number; every other number has more. */
const fewestDigits = 6
const widestJoint = 4
/** Numbers of an IPv4 address, with ` [dot] ` between them at most. */
const fewestQuads = 4
const widestQuadJoint = 7
const fewestDictated = 7
const widestDictatedJoint = 8
/** `:0db8:` */
const widestColonPair = 5
const shortestKey = 12
/** An IBAN with two blanks between any two of its characters, and the digits of the shortest. */
const longestIban = 99
const fewestIbanDigits = 8

/** What was seen so far of what detectors look for. */
class Survey {
  readonly #codes: Codes
  isFound = false
  #digits = 0
  #quads = 0
  #groupEnd = -100
  /** Whether only what may join digits of one number stood since the last digit, and whether a dot did. */
  #isJoined = true
  #hasDot = false
  #dictated = 0
  #dictatedEnd = -100
  #colonAt = -100
  #ibanUntil = 0
  #ibanDigits = 0

  constructor(codes: Codes) {
    this.#codes = codes
  }

  /** Takes the word that starts at `start`; answers its end. */
  word(start: number): number {
    const codes = this.#codes
    let at = start
    // Most words are letters and nothing else.
    while (kinds[codes[at] ?? 0] === lower) at += 1
    if (isInWord(kindAt(codes, at)) || kindAt(codes, at) === apostrophe)
      return this.#mixedWord(start, at)
    this.#letters(start, at)
    return at
  }

  /** A word with other characters than small letters, the first of them at `from`. */
  #mixedWord(start: number, from: number): number {
    const codes = this.#codes
    let isMixed = false
    let hasLower = from > start
    let hasUpper = false
    let at = from
    for (;;) {
      const kind = kindAt(codes, at)
      if (kind === lower) hasLower = true
      else if (kind === upper) {
        isMixed ||= hasLower
        hasUpper = true
      } else if (kind === digit || kind === part) isMixed = true
      else if (kind !== apostrophe || !isInWord(kindAt(codes, at + 1))) break
      if (kind >= part) this.#ibanUntil = 0
      at = kind === digit ? this.#number(at) : at + 1
    }
    if ((hasLower || hasUpper) && this.#groupEnd !== at) this.#letters(start, at)
    if (isMixed && at - start >= shortestKey) this.isFound = true
    return at
  }

  /** What a word of letters means for the numbers around it. */
  #letters(start: number, end: number): void {
    const codes = this.#codes
    const length = end - start
    this.#isJoined = false
    if (length > longestDigitWord) return
    const key = wordKey(length, codes[start] ?? 0, codes[start + 1] ?? 0)
    if (digitWords[key] === 1) this.#dictate(start, end)
    // Disguised e-mail addresses; in front of one digit, `[dot]` may belong to an IP address.
    if (length === 3 && isDot(codes, start)) this.isFound = true
  }

  /** Takes the digits from `start` on; answers their end. */
  #number(start: number): number {
    const codes = this.#codes
    const gap = start - this.#groupEnd
    if (gap > widestJoint || !this.#isJoined) this.#digits = 0
    this.#quads = this.#hasDot && gap <= widestQuadJoint ? this.#quads + 1 : 1
    if (startsIban(codes, start)) {
      if (start >= this.#ibanUntil) this.#ibanDigits = 0
      this.#ibanUntil = start + longestIban
    }
    let end = start + 1
    while (kinds[codes[end] ?? 0] === digit) end += 1
    this.#digits += end - start
    if (start < this.#ibanUntil) this.#ibanDigits += end - start
    if (end - start === 1) this.#dictate(start, end)
    this.#groupEnd = end
    this.#isJoined = true
    this.#hasDot = false
    this.isFound ||=
      this.#digits >= fewestDigits ||
      this.#quads >= fewestQuads ||
      this.#ibanDigits >= fewestIbanDigits
    return end
  }

  #dictate(start: number, end: number): void {
    this.#dictated = start - this.#dictatedEnd <= widestDictatedJoint ? this.#dictated + 1 : 1
    this.#dictatedEnd = end
    this.isFound ||= this.#dictated >= fewestDictated
  }

  /** Takes a character that is in no word, and no blank or hyphen. */
  mark(kind: number, at: number): void {
    if (kind === dot) {
      this.#hasDot = true
      return
    }
    const codes = this.#codes
    this.#ibanUntil = 0
    this.#isJoined &&= kind === looseJoiner || kind === parenthesis
    if (kind === parenthesis || kind === bracket) this.isFound ||= opensAt(codes, at)
    else if (kind === colon) {
      this.isFound ||= at - this.#colonAt <= widestColonPair
      this.#colonAt = at
    } else if (kind === suspicious || (kind === escaping && isEscape(codes, at)))
      this.isFound = true
  }
}

/** `%4`, `&#` and `&c` begin the ways to encode an @. */
function isEscape(codes: Codes, at: number): boolean {
  if (codes[at] === percentUnit) return codes[at + 1] === fourUnit
  return codes[at + 1] === hashUnit || isLetterAt(codes, at + 1, 'c')
}

const isInWord = (kind: number): boolean => kind >= lower && kind <= part

/**
 * Whether a text can hold personal data at all: one pass over its characters that builds nothing. It says
 * no only where no detector can find anything, which is so for most texts; yes means "look closely".
 */
export function mayHoldPii(text: string): boolean {
  const codes = codesOf(text)
  if (isPlain(codes, text.length)) return false
  const survey = new Survey(codes)
  for (let at = 0; at < text.length && !survey.isFound; ) {
    const kind = kindAt(codes, at)
    if (isInWord(kind)) at = survey.word(at)
    else {
      // A character beyond U+FFFF that is read as itself is like any other mark.
      const isHidden = kind === half && foldAstral(text.codePointAt(at) ?? 0) !== null
      if (kind !== joiner) survey.mark(isHidden ? suspicious : kind, at)
      at += 1
    }
  }
  return survey.isFound
}
