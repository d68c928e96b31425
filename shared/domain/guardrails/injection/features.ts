import type { Word } from '../text/word.ts'
import { concepts } from './concepts.ts'
import { findSignals, type SignalHit, signals } from './signals.ts'
import { type Sighting, spot, type WordRange } from './spot.ts'

/**
 * Hashed features (words, pairs, triples, character 3- to 5-grams of distinct words) share `bucketCount` weights; ideas,
 * ordered pairs of ideas and rules have a weight each. The hash is FNV-1a over UTF-16 units.
 */
export const bucketCount = 45_056
const pairOffset = concepts.length
const signalOffset = pairOffset + concepts.length * concepts.length
export const denseCount = signalOffset + signals.length
/** Ideas count as a pair up to this many words apart. */
const pairReach = 6
const mostNeighbours = 6

export interface Ideas {
  /** Indexes of the ideas, pairs and rules that are there. */
  dense: number[]
  hits: SignalHit[]
}

const prime = 0x01000193
const seedWord = 0x811c9dc5
const seedPair = 0x2f0b4c47
const seedTriple = 0x5be0cd19
const seedChars = 0x1f83d9ab

const hashWord = (word: string, seed: number): number => {
  let hash = seed
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), prime)
  return hash
}

/**
 * FNV leaves the low bits of short inputs alike: one more mixing step before the remainder. Kept to
 * 31 bits, because the remainder of a larger number is not integer arithmetic in JavaScript engines.
 */
const bucketOf = (hash: number): number => ((hash ^ (hash >>> 15)) & 0x7fffffff) % bucketCount

/** Character 3- to 5-grams of `<word>`, each start extended one character at a time. */
function eachCharacterHash(word: string, take: (hash: number) => void): void {
  const end = word.length + 2
  for (let start = 0; start + 3 <= end; start += 1) {
    let hash = seedChars
    for (let at = start; at < end && at < start + 5; at += 1) {
      const unit = at === 0 ? 60 : at === end - 1 ? 62 : word.charCodeAt(at - 1)
      hash = Math.imul(hash ^ unit, prime)
      if (at - start >= 2) take(hash)
    }
  }
}

/** Hash of the word, computed once; never 0, which stands for "no word". */
export function hashOf(word: Word): number {
  if (word.hash === 0) word.hash = hashWord(word.text, seedWord) || 1
  return word.hash
}

export const pairBucket = (first: number, second: number): number =>
  bucketOf(Math.imul(first ^ seedPair, prime) ^ second)

export const tripleBucket = (first: number, second: number, third: number): number =>
  bucketOf(Math.imul(Math.imul(first ^ seedTriple, prime) ^ second, prime) ^ third)

/** The buckets of one word by itself: the word and its character n-grams. */
export function wordBuckets(word: Word): number[] {
  const buckets = [bucketOf(hashOf(word))]
  eachCharacterHash(word.text, (hash) => buckets.push(bucketOf(hash)))
  return buckets
}

/**
 * The hashed features of a passage, for training. A word counts once however often it is repeated, its
 * neighbours count each time. The classifier adds up the same features without listing them.
 */
export function bucketsOf({ tokens, first, last }: WordRange): number[] {
  const seen = new Set<string>()
  const buckets: number[] = []
  let previous = 0
  let beforeThat = 0
  for (const word of tokens.words.slice(first, last)) {
    const hash = hashOf(word)
    if (previous !== 0) buckets.push(pairBucket(previous, hash))
    if (beforeThat !== 0) buckets.push(tripleBucket(beforeThat, previous, hash))
    beforeThat = previous
    previous = hash
    if (!seen.has(word.raw)) buckets.push(...wordBuckets(word))
    seen.add(word.raw)
  }
  return buckets
}

const seenDense = new Uint8Array(denseCount)

function denseOf(sightings: readonly Sighting[], hits: readonly SignalHit[]): number[] {
  const present: number[] = []
  const mark = (index: number): void => {
    if (seenDense[index] === 1) return
    seenDense[index] = 1
    present.push(index)
  }
  for (let from = 0; from < sightings.length; from += 1) {
    const first = sightings[from]
    if (first === undefined) continue
    mark(first.concept)
    for (let at = from + 1; at <= from + mostNeighbours && at < sightings.length; at += 1) {
      const second = sightings[at]
      if (second === undefined || second.at - first.at > pairReach) break
      mark(pairOffset + first.concept * concepts.length + second.concept)
    }
  }
  for (const { signal } of hits) mark(signalOffset + signal)
  for (const index of present) seenDense[index] = 0
  return present
}

/**
 * The ideas and rules of a passage. `offset` is where the passage starts in the text that the words'
 * offsets refer to; hits are given in that text's offsets too.
 */
export function ideasOf(passage: string, range: WordRange, offset: number): Ideas {
  const sightings = spot(passage, range, offset)
  const hits = findSignals(passage, range, sightings, offset)
  return { dense: denseOf(sightings, hits), hits }
}
