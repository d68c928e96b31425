import { concepts } from './concepts.ts'
import { findSignals, type SignalHit, signals } from './signals.ts'
import { type Sighting, spot } from './spot.ts'
import type { Token } from './tokens.ts'

/**
 * Hashed features (words, pairs, triples, character 3- to 5-grams) share `bucketCount` weights; ideas,
 * ordered pairs of ideas and rules have a weight each. The hash is FNV-1a over UTF-16 units.
 */
export const bucketCount = 45_056
const pairOffset = concepts.length
const signalOffset = pairOffset + concepts.length * concepts.length
export const denseCount = signalOffset + signals.length
/** Ideas count as a pair up to this many words apart. */
const pairReach = 6
const mostNeighbours = 6

export interface Features {
  /** Distinct hashed features. */
  buckets: Int32Array
  /** log(1 + count) scaled to unit length, beside `buckets`. */
  values: Float32Array
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

/** FNV leaves the low bits of short inputs alike: one more mixing step before the remainder. */
const bucketOf = (hash: number): number => ((hash ^ (hash >>> 15)) >>> 0) % bucketCount

/** Counts by bucket, kept between calls: clearing the touched ones is cheaper than a new table. */
const counts = new Uint16Array(bucketCount)
let touched = new Int32Array(4096)
let touchedCount = 0

function add(hash: number): void {
  const bucket = bucketOf(hash)
  const count = counts[bucket] ?? 0
  if (count === 0) {
    if (touchedCount === touched.length) {
      const wider = new Int32Array(touched.length * 2)
      wider.set(touched)
      touched = wider
    }
    touched[touchedCount] = bucket
    touchedCount += 1
  }
  if (count < 65_535) counts[bucket] = count + 1
}

/** Character 3- to 5-grams of `<word>`, each start extended one character at a time. */
function addCharacters(word: string): void {
  const length = word.length + 2
  for (let start = 0; start + 3 <= length; start += 1) {
    let hash = seedChars
    for (let at = start; at < length && at < start + 5; at += 1) {
      const unit = at === 0 ? 60 : at === length - 1 ? 62 : word.charCodeAt(at - 1)
      hash = Math.imul(hash ^ unit, prime)
      if (at - start >= 2) add(hash)
    }
  }
}

function addWords(tokens: readonly Token[]): void {
  let previous = ''
  let beforeThat = ''
  for (const { word } of tokens) {
    add(hashWord(word, seedWord))
    if (previous !== '') add(hashWord(word, hashWord(previous, seedPair)))
    if (beforeThat !== '') add(hashWord(word, hashWord(previous, hashWord(beforeThat, seedTriple))))
    addCharacters(word)
    beforeThat = previous
    previous = word
  }
}

/** Takes the counts out as a unit vector and leaves the table clean. */
function takeVector(): { buckets: Int32Array; values: Float32Array } {
  const buckets = touched.slice(0, touchedCount)
  const values = new Float32Array(touchedCount)
  let squares = 0
  for (let at = 0; at < touchedCount; at += 1) {
    const bucket = buckets[at] ?? 0
    const value = Math.log1p(counts[bucket] ?? 0)
    counts[bucket] = 0
    values[at] = value
    squares += value * value
  }
  touchedCount = 0
  const length = Math.sqrt(squares) || 1
  for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length
  return { buckets, values }
}

function denseOf(sightings: readonly Sighting[], hits: readonly SignalHit[]): number[] {
  const present = new Set<number>()
  for (const [from, first] of sightings.entries()) {
    present.add(first.concept)
    for (let at = from + 1; at <= from + mostNeighbours && at < sightings.length; at += 1) {
      const second = sightings[at]
      if (second === undefined || second.at - first.at > pairReach) break
      present.add(pairOffset + first.concept * concepts.length + second.concept)
    }
  }
  for (const { signal } of hits) present.add(signalOffset + signal)
  return [...present]
}

/** The buckets of one word by itself: the word and its character n-grams. */
export function wordBuckets(word: string): number[] {
  add(hashWord(word, seedWord))
  addCharacters(word)
  return [...takeVector().buckets]
}

/**
 * The features of a passage and of its words. `offset` is where the passage starts in the text that
 * the words' offsets refer to; hits are given in that text's offsets too.
 */
export function featuresOf(passage: string, tokens: readonly Token[], offset: number): Features {
  addWords(tokens)
  const vector = takeVector()
  const sightings = spot(passage, tokens, offset)
  const hits = findSignals(passage, sightings, offset)
  return { ...vector, dense: denseOf(sightings, hits), hits }
}
