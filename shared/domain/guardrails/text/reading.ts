import { type Codes, codesOf } from './codes.ts'
import type { DigitGroup } from './digits.ts'
import { type FoldedText, fold, needsFolding, unfolded } from './fold.ts'
import { type Anchors, mark, markAt } from './marks.ts'
import { beginText, createWord, mostCharacters, type Word, wordOf } from './word.ts'

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
  readonly anchors: Anchors
  /** Length of the longest compound word: texts without long ones hold no keys and nothing encoded. */
  readonly longestMixed: number
  /** Whether scripts without spaces between words occur. */
  readonly isUnspaced: boolean
}

// Kinds of characters: from `letter` on they are part of words.
const other = 1
/** Stands in no word, and some detector looks for it. */
const marking = 2
const letter = 3
const digit = 4
const atSign = 5
const wordChar = /[\p{L}\p{N}\p{M}]/u
/** Kind of every UTF-16 unit met so far; 0 = not met. ASCII is filled in beforehand. */
const kinds = new Uint8Array(65_536)
for (let unit = 0; unit < 128; unit += 1) {
  const char = String.fromCharCode(unit)
  kinds[unit] = /[A-Za-z$_]/.test(char) ? letter : /[:%&*!([{<]/.test(char) ? marking : other
  if (/[0-9]/.test(char)) kinds[unit] = digit
  if (char === '@') kinds[unit] = atSign
}

function learnKind(unit: number): number {
  const kind = wordChar.test(String.fromCharCode(unit)) ? letter : other
  kinds[unit] = kind
  return kind
}

/** Whether a UTF-16 unit is part of words. */
const isWordUnit = (unit: number): boolean => (kinds[unit] || learnKind(unit)) >= letter

const apostrophe = 39

/** Words being collected, here for all texts one after the other: arrays that need not grow each time. */
const draft = { words: [] as Word[], starts: [] as number[], ends: [] as number[] }
/** A single huge text must not hold its memory for ever. */
const mostDrafted = 1 << 18

/** Plain arrays: a typed array costs more to make than a short text to read. */
function takeTokens(count: number): Tokens {
  const tokens = {
    count,
    words: draft.words.slice(0, count),
    starts: draft.starts.slice(0, count),
    ends: draft.ends.slice(0, count),
  }
  if (count > mostDrafted) {
    draft.words = []
    draft.starts = []
    draft.ends = []
  }
  return tokens
}

/** Very long tokens are rarely met again and are not kept in the table of words. */
const wordAt = (codes: Codes, start: number, end: number, hash: number): Word =>
  end - start > mostCharacters
    ? createWord(String.fromCharCode(...codes.subarray(start, start + mostCharacters)))
    : wordOf(codes, start, end, hash)

/** Digits of one number have no more than this between them: `) - `. */
const widestJoint = 4

/** The digit runs of a text and what they add up to. */
class Groups {
  readonly all: DigitGroup[] = []
  digits = 0
  singles = 0
  joined = 0
  #joined = 0
  #end = -100

  add(start: number, end: number): void {
    const length = end - start
    this.all.push({ start, end })
    this.digits += length
    if (length === 1) this.singles += 1
    this.#joined = start - this.#end <= widestJoint ? this.#joined + length : length
    if (this.#joined > this.joined) this.joined = this.#joined
    this.#end = end
  }
}

interface Scan {
  tokens: Tokens
  groups: readonly DigitGroup[]
  anchors: Anchors
  longestMixed: number
  /** Whether four single letters in a row may stand for a spelled word. */
  mayBeSpelled: boolean
}

/**
 * One pass over a text for words, digit runs and marks. Kept in one function on purpose: this loop is
 * where a check spends its time, and every call in it costs more than what it does.
 */
function scan(codes: Codes, length: number): Scan {
  beginText()
  const { words, starts, ends } = draft
  const groups = new Groups()
  let count = 0
  let marks = 0
  let digitWords = 0
  let longestMixed = 0
  let mayBeSpelled = false
  let singles = 0
  let lastEnd = -2
  for (let at = 0; at < length; ) {
    let unit = codes[at] ?? 0
    let kind = kinds[unit] || learnKind(unit)
    if (kind < letter) {
      if (kind === marking) marks |= markAt(codes, at)
      at += 1
      continue
    }
    const start = at
    let hash = 0x811c9dc5
    for (;;) {
      // Most words are letters and nothing else. The zero behind the text ends its last word.
      while (kinds[unit] === letter) {
        hash = Math.imul(hash ^ unit, 0x01000193)
        at += 1
        unit = codes[at] ?? 0
      }
      kind = kinds[unit] || learnKind(unit)
      if (kind === letter) continue
      if (kind === digit) {
        const from = at
        while (kinds[unit] === digit) {
          hash = Math.imul(hash ^ unit, 0x01000193)
          at += 1
          unit = codes[at] ?? 0
        }
        groups.add(from, at)
        continue
      }
      if (kind === atSign) marks |= mark.at
      else if (unit !== apostrophe || !isWordUnit(codes[at + 1] ?? 0)) break
      hash = Math.imul(hash ^ unit, 0x01000193)
      at += 1
      unit = codes[at] ?? 0
    }
    const word = wordAt(codes, start, at, hash)
    if (word.isCompound && at - start > longestMixed) longestMixed = at - start
    singles = at - start > 1 ? 0 : start - lastEnd === 1 ? singles + 1 : 1
    if (singles >= fewestSpelled) mayBeSpelled = true
    if (word.spoken !== 0) {
      marks |= word.spoken
      if (word.spoken === mark.digitWord) digitWords += 1
    }
    lastEnd = at
    words[count] = word
    starts[count] = start
    ends[count] = at
    count += 1
  }
  const { all, digits, joined } = groups
  const anchors = { marks, digits, joined, dictated: groups.singles + digitWords }
  return { tokens: takeTokens(count), groups: all, anchors, longestMixed, mayBeSpelled }
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
  const words: Word[] = []
  const starts: number[] = []
  const ends: number[] = []
  const put = (word: Word, start: number, end: number): void => {
    words.push(word)
    starts.push(start)
    ends.push(end)
  }
  for (let at = 0; at < tokens.count; at += 1) {
    const first = at
    while (isSpelled(tokens, at, text)) at += 1
    if (at - first + 1 >= fewestSpelled) {
      const raw = tokens.words
        .slice(first, Math.min(at + 1, first + mostCharacters))
        .map((word) => word.reading)
      put(createWord(raw.join('')), tokens.starts[first] ?? 0, tokens.ends[at] ?? 0)
      continue
    }
    for (let copy = first; copy <= at; copy += 1) {
      const word = tokens.words[copy]
      if (word !== undefined) put(word, tokens.starts[copy] ?? 0, tokens.ends[copy] ?? 0)
    }
  }
  return { count: words.length, words, starts, ends }
}

const unspacedScript =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/

const hasUnspacedScript = (text: string): boolean => unspacedScript.test(text)

/** Folds a text and finds its words, digit runs and marks. */
export function read(original: string): Reading {
  const { codes, isAscii } = codesOf(original)
  const isAsWritten = isAscii || !needsFolding(codes, original.length)
  const folded = isAsWritten ? unfolded(original, isAscii) : fold(original)
  const { text } = folded
  const { tokens, groups, anchors, longestMixed, mayBeSpelled } = scan(
    isAsWritten ? codes : codesOf(text).codes,
    text.length,
  )
  return {
    folded,
    text,
    tokens: mayBeSpelled ? joinSpelled(tokens, text) : tokens,
    groups,
    anchors,
    longestMixed,
    isUnspaced: !isAscii && hasUnspacedScript(text),
  }
}
