import { md5Modulo } from '../hashing/md5.ts'
import { requireUnit } from './unit.ts'

/** An arm of an imported experiment: whole percent, in the order that the original service used. */
export interface LegacyArm {
  readonly key: string
  readonly percent: number
}

/**
 * Bucket 0 to 99 as original services compute it: the whole 128-bit MD5 of the bare user id modulo 100.
 * Kept only so that imported experiments leave nobody's arm; new ones use the salted rule.
 */
export function legacyBucket(text: string): number {
  return md5Modulo(text, 100)
}

/**
 * The arm of `unit` under the original rule, or null when the percentages end before its bucket.
 * The order is an argument, never an object's: JSONB, JavaScript and Python order keys differently.
 * Throws UnitRefusedError for an unusable id.
 */
export function assignLegacy(
  arms: readonly LegacyArm[],
  unit: string,
  options?: { readonly allowEmpty?: boolean },
): string | null {
  requireUnit(unit, options)
  return legacyArmOfBucket(arms, legacyBucket(unit))
}

/** The arm whose half-open cumulative range holds `bucket100`, or null. */
export function legacyArmOfBucket(arms: readonly LegacyArm[], bucket100: number): string | null {
  let end = 0
  for (const arm of arms) {
    end += arm.percent
    if (bucket100 < end) return arm.key
  }
  return null
}
