import type { Word } from '../text/word.ts'
import { decodeBase64 } from './base64.ts'
import {
  bucketCount,
  denseCount,
  hashOf,
  pairBucket,
  tripleBucket,
  wordBuckets,
} from './features.ts'
import { blockScore } from './score.ts'
import type { ShippedModel } from './shipped.ts'
import type { WordRange } from './spot.ts'
import { trainedModel } from './weights.ts'

const logit = (share: number): number => Math.log(share / (1 - share))

/** Number of the window being counted: a word's own weights count once in each. */
let windowNumber = 0

export class Classifier {
  readonly #bytes: Int8Array
  readonly #shipped: ShippedModel
  readonly #steepness: number

  constructor(shipped: ShippedModel) {
    this.#bytes = new Int8Array(decodeBase64(shipped.bytes).buffer)
    if (this.#bytes.length !== bucketCount + denseCount) {
      throw new Error(
        'The injection weights belong to another version of the features: run npm run train:injection.',
      )
    }
    this.#shipped = shipped
    this.#steepness = logit(blockScore) / (shipped.blockAt - shipped.warnAt)
  }

  /** Sum of the weights of a word and its character n-grams; kept with the word. */
  weightOf(word: Word): number {
    if (word.featureCount >= 0) return word.weight
    const buckets = wordBuckets(word)
    let sum = 0
    for (const bucket of buckets) sum += this.#bytes[bucket] ?? 0
    word.weight = sum
    word.featureCount = buckets.length
    return sum
  }

  /** Mean-free sum over the hashed features of a passage: the weights' sum over the root of their number. */
  #hashed({ tokens, first, last }: WordRange): number {
    const bytes = this.#bytes
    windowNumber += 1
    let sum = 0
    let count = 0
    let previous = 0
    let beforeThat = 0
    for (let at = first; at < last; at += 1) {
      const word = tokens.words[at]
      if (word === undefined) break
      const hash = hashOf(word)
      if (previous !== 0) {
        sum += bytes[pairBucket(previous, hash)] ?? 0
        count += 1
      }
      if (beforeThat !== 0) {
        sum += bytes[tripleBucket(beforeThat, previous, hash)] ?? 0
        count += 1
      }
      beforeThat = previous
      previous = hash
      if (word.window === windowNumber) continue
      word.window = windowNumber
      sum += this.weightOf(word)
      count += word.featureCount
    }
    return count === 0 ? 0 : sum / Math.sqrt(count)
  }

  /** Log-odds of a passage, unscaled. */
  raw(range: WordRange, dense: readonly number[]): number {
    const { bias, hashedScale, denseScale, denseValue } = this.#shipped
    let ideas = 0
    for (const index of dense) ideas += this.#bytes[bucketCount + index] ?? 0
    return bias + this.#hashed(range) * hashedScale + ideas * denseScale * denseValue
  }

  /** Whether log-odds are worth a warning: as its score tells, without the exponential. */
  isWarning(raw: number): boolean {
    return raw >= this.#shipped.warnAt
  }

  /** 0 to 1: 0.5 at the warn threshold, 0.8 at the block threshold. */
  score(raw: number): number {
    return 1 / (1 + Math.exp(-(raw - this.#shipped.warnAt) * this.#steepness))
  }
}

let loaded: Classifier | undefined

/** The shipped classifier, decoded on first use. There is one: words keep its weights. */
export function classifier(): Classifier {
  loaded ??= new Classifier(trainedModel)
  return loaded
}
