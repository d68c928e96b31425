import type { Tokens } from '../text/reading.ts'
import { placesOf } from '../text/stretches.ts'
import type { Word } from '../text/word.ts'
import { WordTree } from '../text/word-tree.ts'
import { type Concept, concepts, stems, unspacedStems } from './concepts.ts'

/** One idea of the vocabulary at one place. */
export interface Sighting {
  /** Index into `concepts`. */
  concept: number
  /** Index of the token, for distances in words; in scripts without spaces the token it stands in. */
  at: number
  start: number
  end: number
}

const indexOf = new Map<Concept, number>(concepts.map((concept, at) => [concept, at]))
const vocabulary = new WordTree()
for (const [at, concept] of concepts.entries()) {
  for (const stem of stems[concept].split(/\s+/)) {
    // Zero means "not there": concepts count from one in the tree.
    vocabulary.add(stem.replace(/^=/, ''), at + 1, !stem.startsWith('='))
  }
}

/** Words of a text from `first` up to, not including, `last`. */
export interface WordRange {
  tokens: Tokens
  /** Whether scripts without spaces between words may occur. */
  isUnspaced: boolean
  first: number
  last: number
}

function unspacedSightings(
  passage: string,
  { tokens, first, last }: WordRange,
  offset: number,
): Sighting[] {
  const found: Sighting[] = []
  for (const [pattern, concept] of unspacedStems) {
    for (const { start, end } of placesOf(passage, pattern, offset)) {
      found.push({ concept: indexOf.get(concept) ?? 0, at: 0, start, end })
    }
  }
  found.sort((a, b) => a.start - b.start)
  let at = first
  for (const sighting of found) {
    while (at + 1 < last && (tokens.starts[at + 1] ?? 0) <= sighting.start) at += 1
    sighting.at = at
  }
  return found
}

function learnConcept(word: Word): number {
  word.concept = vocabulary.longest(word.reading)
  return word.concept
}

/** All ideas of the vocabulary in a passage that starts at `offset` of the text, in order. */
export function spot(passage: string, range: WordRange, offset: number): Sighting[] {
  const { tokens, first, last } = range
  const found: Sighting[] = []
  for (let at = first; at < last; at += 1) {
    const word = tokens.words[at]
    if (word === undefined) break
    const concept = word.concept >= 0 ? word.concept : learnConcept(word)
    if (concept === 0) continue
    found.push({
      concept: concept - 1,
      at,
      start: tokens.starts[at] ?? 0,
      end: tokens.ends[at] ?? 0,
    })
  }
  if (!range.isUnspaced) return found
  return [...found, ...unspacedSightings(passage, range, offset)].sort((a, b) => a.start - b.start)
}
