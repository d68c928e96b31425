import type { Reading } from './reading.ts'
import { placesOf } from './stretches.ts'
import type { Word } from './word.ts'
import { WordTree } from './word-tree.ts'

/**
 * Words around a number decide what it is. Cues speak for a reading, counter-cues against it,
 * and the nearer one wins, as it does for a reader. All words are looked up in one table, once per text.
 */
export const label = {
  ssn: 1,
  ssnCounter: 2,
  card: 4,
  phone: 8,
  /** Verbs and places that go with a phone number, and with other numbers too. */
  phoneWeak: 16,
  phoneCounter: 32,
  ip: 64,
  version: 128,
  digitWord: 256,
  /** "number", "no": names nothing itself and belongs to the word before it. */
  number: 512,
  /** "at" and "dot" as people write them into e-mail addresses. */
  at: 1024,
  dot: 2048,
} as const

/** A labelled word at its place in the folded text. */
export interface Cue {
  start: number
  end: number
  labels: number
}

/** Words by label; `*` at the end matches any ending, `a b` two words in a row. */
export type CueTable = readonly (readonly [number, string])[]

export interface CueIndex {
  /** The cues of a text, in order. */
  find(reading: Reading): Cue[]
}

interface Vocabulary {
  words: WordTree
  /** Second words of pairs by first word. */
  pairs: Map<string, Map<string, number>>
}

function createVocabulary(table: CueTable): Vocabulary {
  const vocabulary: Vocabulary = { words: new WordTree(), pairs: new Map() }
  for (const [labels, words] of table) {
    for (const entry of words.split(/,\s*/)) addEntry(vocabulary, entry.trim(), labels)
  }
  return vocabulary
}

/** Marks words that may start a pair, so that pairs are looked for behind them only. */
const pairStart = 1 << 20

function addEntry({ words, pairs }: Vocabulary, entry: string, labels: number): void {
  const [first = '', second] = entry.split(' ')
  if (second !== undefined) {
    const seconds = pairs.get(first) ?? new Map<string, number>()
    pairs.set(first, seconds.set(second, labels | (seconds.get(second) ?? 0)))
    words.add(first, pairStart, false)
  } else if (first.endsWith('*')) words.add(first.slice(0, -1), labels, true)
  else words.add(first, labels, false)
}

/** The parts of `phone_number`, `mobilePhone`, `card2`: names in code and data are made of words. */
const partsOf = (raw: string): string[] =>
  raw
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== '')

function labelsOf({ words }: Vocabulary, word: Word): number {
  let labels = words.all(word.text)
  if (word.isCompound) for (const part of partsOf(word.raw)) labels |= words.all(part)
  word.cues = labels
  return labels
}

/**
 * Compiles the table; labels are kept with the words, so there is one index for the whole program.
 * `unspaced` are words of scripts that do not part them. */
export function createCueIndex(
  table: CueTable,
  unspaced: readonly (readonly [number, RegExp])[],
): CueIndex {
  const vocabulary = createVocabulary(table)
  return {
    find({ text, tokens, isUnspaced }) {
      const cues: Cue[] = []
      let pairsBefore: Map<string, number> | undefined
      for (let at = 0; at < tokens.count; at += 1) {
        const word = tokens.words[at]
        if (word === undefined) break
        const own = word.cues >= 0 ? word.cues : labelsOf(vocabulary, word)
        const labels = own | (pairsBefore?.get(word.text) ?? 0)
        pairsBefore = (own & pairStart) === 0 ? undefined : vocabulary.pairs.get(word.text)
        if ((labels & ~pairStart) === 0) continue
        cues.push({ start: tokens.starts[at] ?? 0, end: tokens.ends[at] ?? 0, labels })
      }
      if (!isUnspaced) return cues
      for (const [labels, pattern] of unspaced) {
        for (const { start, end } of placesOf(text, pattern)) cues.push({ start, end, labels })
      }
      return cues.sort((a, b) => a.end - b.end)
    },
  }
}

/** How far before a number a word still speaks about it, in characters. */
export const contextReach = 50

/** Index of the last cue that ends at or before `start`; -1 when there is none. */
function lastBefore(cues: readonly Cue[], start: number): number {
  let low = 0
  let high = cues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cues[middle]?.end ?? 0) <= start) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Whether one of `labels` stands within `reach` characters before `start`. */
export function hasBefore(
  cues: readonly Cue[],
  start: number,
  labels: number,
  reach: number = contextReach,
): boolean {
  for (let at = lastBefore(cues, start); at >= 0; at -= 1) {
    const cue = cues[at]
    if (cue === undefined || cue.end <= start - reach) return false
    if ((cue.labels & labels) !== 0) return true
  }
  return false
}

/** +1: one of `speaking` is nearest before `start`, -1: one of `against` is, 0: neither is there. */
export function verdictBefore(
  cues: readonly Cue[],
  start: number,
  speaking: number,
  against: number,
  reach: number = contextReach,
): -1 | 0 | 1 {
  for (let at = lastBefore(cues, start); at >= 0; at -= 1) {
    const cue = cues[at]
    if (cue === undefined || cue.end <= start - reach) return 0
    const before = cues[at - 1]
    // In "card number" the word before says what kind of number it is.
    const isTail =
      (cue.labels & label.number) !== 0 && before !== undefined && cue.start - before.end <= 2
    const labels = isTail ? before.labels : cue.labels
    if ((labels & against) !== 0) return -1
    if ((labels & speaking) !== 0) return 1
  }
  return 0
}
