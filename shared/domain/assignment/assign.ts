import { md5Salted52Bits } from '../hashing/md5.ts'
import { requireUnit } from './unit.ts'

/** Number of buckets; weights and coverage are integer basis points of it. */
export const BUCKETS = 10_000

/** A place of an experiment and its share of the covered traffic in basis points. */
export interface Arm {
  readonly key: string
  readonly weightBp: number
}

/**
 * One phase of an experiment, as far as assignment needs it. Both salts are fixed for the life of the
 * phase: a new phase (new weights) has a new salt and is analysed apart.
 */
export interface AssignedPhase {
  /** Salt of the arm. Experiments of one exclusive layer share {@link LayerSlot.salt} instead. */
  readonly salt: string
  readonly coverageSalt: string
  /** Basis points of all units that take part; a ramp changes only this number. */
  readonly coverageBp: number
  /** Ordered, control first: an object's keys come back in another order from JSONB. */
  readonly arms: readonly Arm[]
  /** Half-open bucket range of an exclusive layer that this experiment owns. */
  readonly layer?: LayerSlot
  /** Arm of the units outside the coverage: a canary's control. Without one they take no part. */
  readonly rest?: string
}

/** The share of a layer that belongs to one experiment. Disjoint ranges make experiments exclusive. */
export interface LayerSlot {
  readonly salt: string
  readonly fromBp: number
  readonly toBp: number
}

/** Outcome of an assignment: an arm, or why the unit is not in the experiment. */
export type Assignment =
  | {
      readonly kind: 'assigned'
      readonly arm: string
      /** Null for a unit outside the coverage that has an arm all the same. */
      readonly bucket: number | null
    }
  | { readonly kind: 'not_covered'; readonly reason: 'coverage' | 'layer' }

/**
 * Bucket 0 to 9,999 of `unit` under `salt`: the first 13 hexadecimal digits of md5(salt + ":" + unit)
 * modulo 10,000. The separator keeps ("a1", "b") and ("a", "1b") apart. Does not check the unit.
 */
export function bucket(salt: string, unit: string): number {
  return md5Salted52Bits(salt, unit) % BUCKETS
}

/**
 * The arm of `unit` in a phase: a pure function, sticky by construction. Coverage is decided by a salt of
 * its own, so ramping up adds units and never moves one. Throws UnitRefusedError for an unusable id.
 */
export function assignArm(
  phase: AssignedPhase,
  unit: string,
  options?: { readonly allowEmpty?: boolean },
): Assignment {
  requireUnit(unit, options)
  const { layer } = phase
  if (layer !== undefined) {
    const slot = bucket(layer.salt, unit)
    if (slot < layer.fromBp || slot >= layer.toBp) return { kind: 'not_covered', reason: 'layer' }
  }
  // Full coverage needs no hash: no bucket reaches 10,000.
  const isCovered =
    phase.coverageBp >= BUCKETS || bucket(phase.coverageSalt, unit) < phase.coverageBp
  if (!isCovered) {
    if (phase.rest !== undefined) return { kind: 'assigned', arm: phase.rest, bucket: null }
    return { kind: 'not_covered', reason: 'coverage' }
  }
  const armBucket = bucket(phase.salt, unit)
  const arm = armOfBucket(phase.arms, armBucket)
  if (arm === null)
    throw new RangeError(`The weights of the arms do not reach bucket ${armBucket}.`)
  return { kind: 'assigned', arm, bucket: armBucket }
}

/** The arm whose half-open cumulative range holds `armBucket`, or null when the weights end before it. */
export function armOfBucket(arms: readonly Arm[], armBucket: number): string | null {
  let end = 0
  for (const arm of arms) {
    end += arm.weightBp
    if (armBucket < end) return arm.key
  }
  return null
}
