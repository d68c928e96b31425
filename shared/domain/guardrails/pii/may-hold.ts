import { foldAstral, foldUnit } from '../text/fold.ts'
import { isWordUnit } from '../text/reading.ts'
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

/** Kind of the character at `at`; beyond the end, of something that is in no word. */
function kindAt(text: string, at: number): number {
  if (at >= text.length) return other
  const unit = text.charCodeAt(at)
  return kinds[unit] || learnKind(unit)
}

/** Words for digits by length and first two letters: a few other words pass, and are looked at closely. */
const wordKey = (text: string, start: number, end: number): number =>
  ((end - start) << 10) | ((text.charCodeAt(start) & 31) << 5) | (text.charCodeAt(start + 1) & 31)
const longestDigitWord = 5
const digitWords = new Uint8Array((longestDigitWord + 1) << 10)
for (const word of 'zero oh one two three four five six seven eight nine'.split(' '))
  digitWords[wordKey(word, 0, word.length)] = 1

/** `(at)`, `[arroba]`, `< chez >`, and what else a bracket may hide an @ behind. */
function opensAt(text: string, bracketAt: number): boolean {
  const at = text.charAt(bracketAt + 1) === ' ' ? bracketAt + 2 : bracketAt + 1
  const first = text.charCodeAt(at) | 32
  const second = text.charCodeAt(at + 1) | 32
  // a + t or r, c + h, or a letter such as ä.
  if (first === 97) return second === 116 || second === 114
  return first > 127 || (first === 99 && second === 104)
}

/** Whether a country's code stands before a digit, with one blank between at most. */
function startsIban(text: string, digitAt: number): boolean {
  const before = text.charCodeAt(digitAt - 1)
  const end = before === 32 || before > 127 ? digitAt - 1 : digitAt
  return end >= 2 && isIbanCountry(text.slice(end - 2, end))
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
  readonly #text: string
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

  constructor(text: string) {
    this.#text = text
  }

  /** Takes the word that starts at `start`; answers its end. */
  word(start: number): number {
    const text = this.#text
    let isMixed = false
    let hasLower = false
    let hasUpper = false
    let at = start
    for (;;) {
      const kind = kindAt(text, at)
      if (kind === lower) hasLower = true
      else if (kind === upper) {
        isMixed ||= hasLower
        hasUpper = true
      } else if (kind === digit || kind === part) isMixed = true
      else if (kind !== apostrophe || !isInWord(kindAt(text, at + 1))) break
      if (kind >= part) this.#ibanUntil = 0
      at = kind === digit ? this.#number(at) : at + 1
    }
    if ((hasLower || hasUpper) && this.#groupEnd !== at) this.#letters(start, at)
    if (isMixed && at - start >= shortestKey) this.isFound = true
    return at
  }

  /** What a word of letters means for the numbers around it. */
  #letters(start: number, end: number): void {
    this.#isJoined = false
    const length = end - start
    if (length < 2 || length > longestDigitWord) return
    if (digitWords[wordKey(this.#text, start, end)] === 1) this.#dictate(start, end)
    // Disguised e-mail addresses; in front of one digit, `[dot]` may belong to an IP address.
    if (length === 3 && /dot/i.test(this.#text.slice(start, end))) this.isFound = true
  }

  /** Takes the digits from `start` on; answers their end. */
  #number(start: number): number {
    const text = this.#text
    const gap = start - this.#groupEnd
    if (gap > widestJoint || !this.#isJoined) this.#digits = 0
    this.#quads = this.#hasDot && gap <= widestQuadJoint ? this.#quads + 1 : 1
    if (startsIban(text, start)) {
      if (start >= this.#ibanUntil) this.#ibanDigits = 0
      this.#ibanUntil = start + longestIban
    }
    let end = start + 1
    while (kindAt(text, end) === digit) end += 1
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

  /** Takes a character that is in no word. */
  mark(kind: number, at: number): void {
    if (kind === joiner) return
    if (kind === dot) this.#hasDot = true
    else {
      this.#ibanUntil = 0
      this.#isJoined &&= kind === looseJoiner || kind === parenthesis
      if (kind !== looseJoiner && kind !== other) this.#special(kind, at)
    }
  }

  #special(kind: number, at: number): void {
    const text = this.#text
    if (kind === suspicious) this.isFound = true
    else if (kind === parenthesis || kind === bracket) this.isFound ||= opensAt(text, at)
    else if (kind === escaping) this.isFound ||= /^(?:%40|&#64|&comm)/i.test(text.slice(at, at + 5))
    else if (kind === half) this.isFound ||= foldAstral(text.codePointAt(at) ?? 0) !== null
    else if (kind === colon) {
      this.isFound ||= at - this.#colonAt <= widestColonPair
      this.#colonAt = at
    }
  }
}

const isInWord = (kind: number): boolean => kind >= lower && kind <= part

/**
 * Whether a text can hold personal data at all: one pass over its characters that builds nothing. It says
 * no only where no detector can find anything, which is so for most texts; yes means "look closely".
 */
export function mayHoldPii(text: string): boolean {
  const survey = new Survey(text)
  for (let at = 0; at < text.length && !survey.isFound; ) {
    const kind = kindAt(text, at)
    if (isInWord(kind)) at = survey.word(at)
    else {
      survey.mark(kind, at)
      at += 1
    }
  }
  return survey.isFound
}
