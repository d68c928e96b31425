import { bucketCount } from '#shared/domain/guardrails/injection/features.ts'
import { train } from './cross-validation.ts'
import type { Example, LogisticModel } from './logistic.ts'

export interface Quantised {
  bytes: string
  hashedScale: number
  denseScale: number
  bias: number
}

const highest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

function quantise(model: LogisticModel): Quantised {
  const hashed = model.weights.subarray(0, bucketCount)
  const dense = model.weights.subarray(bucketCount)
  const hashedScale = highest(hashed) / 127
  const denseScale = highest(dense) / 127
  const bytes = Int8Array.from([
    ...hashed.map((weight) => Math.round(weight / hashedScale)),
    ...dense.map((weight) => Math.round(weight / denseScale)),
  ])
  return {
    bytes: Buffer.from(bytes.buffer).toString('base64'),
    hashedScale,
    denseScale,
    bias: model.bias,
  }
}

/** The weights of a model trained on all examples, one signed byte each. */
export const trainedWeights = (examples: readonly Example[]): Quantised => quantise(train(examples))
