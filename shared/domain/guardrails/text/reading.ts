import { asciiCodesOf, type Codes, codesOf } from './codes.ts'
import type { DigitGroup } from './digits.ts'
import { type FoldedText, fold, unfolded } from './fold.ts'
import { createWord, mostCharacters, type Word, wordOf } from './word.ts'

/** The words of a text, side by side: word `at` stands from `starts[at]` to `ends[at]` of the folded text. */
export interface Tokens {
  readonly count: number
  readonly words: readonly Word[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
}

/** What every rule that looks at words or numbers starts from: computed once per text. */
export interface Reading {
  readonly folded: FoldedText
  /** The folded text. */
  readonly text: string
  readonly tokens: Tokens
  readonly groups: readonly DigitGroup[]
  /** Length of the longest compound word: texts without long ones hold no keys and nothing encoded. */
  readonly longestMixed: number
  /** Whether scripts without spaces between words occur. */
  readonly isUnspaced: boolean
}

const other = 1
const letter = 2
const digit = 3
const wordChar = /[\p{L}\p{N}\p{M}]/u
/** Kind of every UTF-16 unit met so far; 0 = not met. ASCII is filled in beforehand. */
const kinds = new Uint8Array(65_536)
for (let unit = 0; unit < 128; unit += 1) {
  const char = String.fromCharCode(unit)
  kinds[unit] = /[0-9]/.test(char) ? digit : /[A-Za-z@$_]/.test(char) ? letter : other
}

function learnKind(unit: number): number {
  const kind = wordChar.test(String.fromCharCode(unit)) ? letter : other
  kinds[unit] = kind
  return kind
}

/** Whether a UTF-16 unit is part of words. */
export const isWordUnit = (unit: number): boolean => (kinds[unit] || learnKind(unit)) !== other

const apostrophe = 39

/** Words being collected. */
interface TokenDraft {
  count: number
  words: Word[]
  starts: number[]
  ends: number[]
}

/** Plain arrays: a typed array costs more to make than a short text to read. */
const createDraft = (): TokenDraft => ({ count: 0, words: [], starts: [], ends: [] })

function put(draft: TokenDraft, word: Word, start: number, end: number): void {
  draft.words.push(word)
  draft.starts.push(start)
  draft.ends.push(end)
  draft.count += 1
}

/** Very long tokens are rarely met again and are not kept in the table of words. */
const wordAt = (codes: Codes, start: number, end: number, hash: number): Word =>
  end - start > mostCharacters
    ? createWord(String.fromCharCode(...codes.subarray(start, start + mostCharacters)))
    : wordOf(codes, start, end, hash)

/** Whether a word goes on behind an apostrophe. */
function goesOn(codes: Codes, at: number, length: number): boolean {
  return at < length && isWordUnit(codes[at] ?? 0)
}

interface Scan {
  tokens: TokenDraft
  groups: DigitGroup[]
  longestMixed: number
  /** Whether four single letters in a row may stand for a spelled word. */
  mayBeSpelled: boolean
}

/**
 * One pass over a text for words and digit runs. Kept in one function on purpose: this loop is where
 * a check spends its time, and every call in it costs more than what it does.
 */
function scan(codes: Codes, length: number): Scan {
  const found: Scan = {
    tokens: createDraft(),
    groups: [],
    longestMixed: 0,
    mayBeSpelled: false,
  }
  let singles = 0
  let lastEnd = -2
  for (let at = 0; at < length; ) {
    const first = codes[at] ?? 0
    if ((kinds[first] || learnKind(first)) === other) {
      at += 1
      continue
    }
    const start = at
    let digits = -1
    let hash = 0x811c9dc5
    for (; at < length; at += 1) {
      const unit = codes[at] ?? 0
      const kind = kinds[unit] || learnKind(unit)
      if (kind === digit) {
        if (digits < 0) digits = at
      } else {
        if (digits >= 0) found.groups.push({ start: digits, end: at })
        digits = -1
        if (kind === other && (unit !== apostrophe || !goesOn(codes, at + 1, length))) break
      }
      hash = Math.imul(hash ^ unit, 0x01000193)
    }
    if (digits >= 0) found.groups.push({ start: digits, end: at })
    const word = wordAt(codes, start, at, hash)
    if (word.isCompound && at - start > found.longestMixed) found.longestMixed = at - start
    singles = at - start > 1 ? 0 : start - lastEnd === 1 ? singles + 1 : 1
    if (singles >= fewestSpelled) found.mayBeSpelled = true
    lastEnd = at
    put(found.tokens, word, start, at)
  }
  return found
}

const fewestSpelled = 4

/** Whether a single letter stands one separator before another: two blanks part spelled words. */
const isSpelled = ({ count, starts, ends }: Tokens, at: number, text: string): boolean =>
  at + 1 < count &&
  (ends[at] ?? 0) - (starts[at] ?? 0) === 1 &&
  (ends[at + 1] ?? 0) - (starts[at + 1] ?? 0) === 1 &&
  (starts[at + 1] ?? 0) - (ends[at] ?? 0) === 1 &&
  text.charAt(ends[at] ?? 0) !== '\n'

/** `i g n o r e` → `ignore`: four or more single letters in a row are read as one word. */
function joinSpelled(tokens: Tokens, text: string): Tokens {
  const out = createDraft()
  for (let at = 0; at < tokens.count; at += 1) {
    const first = at
    while (isSpelled(tokens, at, text)) at += 1
    if (at - first + 1 >= fewestSpelled) {
      const raw = tokens.words
        .slice(first, Math.min(at + 1, first + mostCharacters))
        .map((word) => word.reading)
      put(out, createWord(raw.join('')), tokens.starts[first] ?? 0, tokens.ends[at] ?? 0)
      continue
    }
    for (let copy = first; copy <= at; copy += 1) {
      const word = tokens.words[copy]
      if (word !== undefined) put(out, word, tokens.starts[copy] ?? 0, tokens.ends[copy] ?? 0)
    }
  }
  return out
}

const unspacedScript =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/

export const hasUnspacedScript = (text: string): boolean => unspacedScript.test(text)

/** Folds a text and finds its words and digit runs. */
export function read(original: string): Reading {
  const plain = asciiCodesOf(original)
  const folded = plain === null ? fold(original) : unfolded(original)
  const { text } = folded
  const { tokens, groups, longestMixed, mayBeSpelled } = scan(plain ?? codesOf(text), text.length)
  return {
    folded,
    text,
    tokens: mayBeSpelled ? joinSpelled(tokens, text) : tokens,
    groups,
    longestMixed,
    isUnspaced: !folded.isAscii && hasUnspacedScript(text),
  }
}
