import type { PiiEntity } from '../types.ts'

/**
 * A reading that is certain enough to keep looser readings away, and is not reported itself:
 * an account number with a wrong check digit (no card, no phone number), other numbers in a fixed form (no phone number).
 */
export type Decoy = 'DECOY_ACCOUNT' | 'DECOY_NUMBER'

/** Offsets of the folded text. */
export interface SourceSpan {
  entity: PiiEntity | Decoy
  start: number
  end: number
  /** 1: a checksum or a grammar holds; lower: form and words around it speak for it. */
  score: number
}

export interface PiiSpan extends SourceSpan {
  entity: PiiEntity
}
