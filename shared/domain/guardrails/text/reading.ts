import type { DigitGroup } from './digits.ts'
import { type FoldedText, fold } from './fold.ts'
import { createWord, mostCharacters, type Word, wordOf } from './word.ts'

/** The words of a text, side by side: word `at` stands from `starts[at]` to `ends[at]` of the folded text. */
export interface Tokens {
  readonly count: number
  readonly words: readonly Word[]
  readonly starts: Int32Array
  readonly ends: Int32Array
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

const apostrophe = 39

/** Collects words; grows by doubling. */
class TokenList implements Tokens {
  count = 0
  words: Word[] = []
  starts: Int32Array
  ends: Int32Array

  constructor(capacity: number) {
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
  }

  push(word: Word, start: number, end: number): void {
    if (this.count === this.starts.length) {
      this.starts = widened(this.starts)
      this.ends = widened(this.ends)
    }
    this.words.push(word)
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.count += 1
  }
}

function widened(values: Int32Array): Int32Array {
  const wider = new Int32Array(values.length * 2 + 8)
  wider.set(values)
  return wider
}

/** Very long tokens are rarely met again and are not kept in the table of words. */
const wordAt = (text: string, start: number, end: number, hash: number): Word =>
  end - start > mostCharacters
    ? createWord(text.slice(start, start + mostCharacters))
    : wordOf(text, start, end, hash)

/** One pass over a text for words and digit runs. */
class Scanner {
  readonly #text: string
  readonly tokens: TokenList
  readonly groups: DigitGroup[] = []
  longestMixed = 0
  /** Whether four single letters in a row may stand for a spelled word. */
  mayBeSpelled = false
  #singles = 0

  constructor(text: string) {
    this.#text = text
    this.tokens = new TokenList((text.length >> 2) + 8)
  }

  run(): void {
    const text = this.#text
    for (let at = 0; at < text.length; ) {
      const unit = text.charCodeAt(at)
      const kind = kinds[unit] || learnKind(unit)
      at = kind === other ? at + 1 : this.#word(at)
    }
  }

  /** Takes the word at `start`; answers where the scan goes on. */
  #word(start: number): number {
    const text = this.#text
    let digits = -1
    let hash = 0x811c9dc5
    let at = start
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      const kind = kinds[unit] || learnKind(unit)
      if (kind === digit) {
        if (digits < 0) digits = at
      } else {
        if (digits >= 0) this.groups.push({ start: digits, end: at })
        digits = -1
        if (kind === other && !(unit === apostrophe && isWordUnit(text, at + 1))) break
      }
      hash = Math.imul(hash ^ unit, 0x01000193)
    }
    if (digits >= 0) this.groups.push({ start: digits, end: at })
    this.#take(wordAt(text, start, at, hash), start, at)
    return at
  }

  #take(word: Word, start: number, end: number): void {
    const { tokens } = this
    if (word.isCompound && end - start > this.longestMixed) this.longestMixed = end - start
    const isNear = tokens.count > 0 && start - (tokens.ends[tokens.count - 1] ?? 0) === 1
    this.#singles = end - start !== 1 ? 0 : isNear ? this.#singles + 1 : 1
    if (this.#singles >= fewestSpelled) this.mayBeSpelled = true
    tokens.push(word, start, end)
  }
}

/** An apostrophe belongs to a word when the word goes on behind it. */
function isWordUnit(text: string, at: number): boolean {
  if (at >= text.length) return false
  const unit = text.charCodeAt(at)
  return (kinds[unit] || learnKind(unit)) !== other
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
  const out = new TokenList(tokens.count)
  for (let at = 0; at < tokens.count; at += 1) {
    const first = at
    while (isSpelled(tokens, at, text)) at += 1
    if (at - first + 1 >= fewestSpelled) {
      const raw = tokens.words
        .slice(first, Math.min(at + 1, first + mostCharacters))
        .map((word) => word.reading)
      out.push(createWord(raw.join('')), tokens.starts[first] ?? 0, tokens.ends[at] ?? 0)
      continue
    }
    for (let copy = first; copy <= at; copy += 1) {
      const word = tokens.words[copy]
      if (word !== undefined) out.push(word, tokens.starts[copy] ?? 0, tokens.ends[copy] ?? 0)
    }
  }
  return out
}

const unspacedScript =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/

export const hasUnspacedScript = (text: string): boolean => unspacedScript.test(text)

/** Folds a text and finds its words and digit runs. */
export function read(original: string): Reading {
  const folded = fold(original)
  const { text } = folded
  const scanner = new Scanner(text)
  scanner.run()
  const { tokens, groups, longestMixed, mayBeSpelled } = scanner
  return {
    folded,
    text,
    tokens: mayBeSpelled ? joinSpelled(tokens, text) : tokens,
    groups,
    longestMixed,
    isUnspaced: !folded.isAscii && hasUnspacedScript(text),
  }
}
