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
