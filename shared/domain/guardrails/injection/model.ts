import { decodeBase64 } from './base64.ts'
import { bucketCount, denseCount, type Features } from './features.ts'
import { blockScore } from './score.ts'
import { trainedModel } from './weights.ts'

/** A trained classifier as it is shipped: one signed byte per weight and a scale per kind of feature. */
export interface ShippedModel {
  /** Bytes of all hashed weights, then of ideas, pairs and rules; base64. */
  bytes: string
  hashedScale: number
  denseScale: number
  bias: number
  /** Raw scores at which 0.5 and 0.8 are reached. */
  warnAt: number
  blockAt: number
  /** Value of a present idea, pair or rule beside the unit-length hashed part. */
  denseValue: number
}

export interface Classifier {
  /** Log-odds of the features, unscaled. */
  raw(features: Features): number
  /** 0 to 1: 0.5 at the warn threshold, 0.8 at the block threshold. */
  score(raw: number): number
  /** What a hashed feature adds. */
  weightOf(bucket: number): number
}

const logit = (share: number): number => Math.log(share / (1 - share))

export function loadClassifier(shipped: ShippedModel): Classifier {
  const bytes = new Int8Array(decodeBase64(shipped.bytes).buffer)
  if (bytes.length !== bucketCount + denseCount) {
    throw new Error(
      'The injection weights belong to another version of the features: run npm run train:injection.',
    )
  }
  const { hashedScale, denseScale, denseValue, bias, warnAt, blockAt } = shipped
  const steepness = logit(blockScore) / (blockAt - warnAt)
  return {
    raw({ buckets, values, dense }) {
      let hashed = 0
      for (let at = 0; at < buckets.length; at += 1)
        hashed += (bytes[buckets[at] ?? 0] ?? 0) * (values[at] ?? 0)
      let ideas = 0
      for (const index of dense) ideas += bytes[bucketCount + index] ?? 0
      return bias + hashed * hashedScale + ideas * denseScale * denseValue
    },
    score: (raw) => 1 / (1 + Math.exp(-(raw - warnAt) * steepness)),
    weightOf: (bucket) => (bytes[bucket] ?? 0) * hashedScale,
  }
}

let loaded: Classifier | undefined

/** The shipped classifier, decoded on first use. */
export function classifier(): Classifier {
  loaded ??= loadClassifier(trainedModel)
  return loaded
}
