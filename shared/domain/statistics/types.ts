/** Lower and upper end of an interval. */
export type Interval = readonly [number, number]

/** Successes among `n` independent units. */
export interface Counts {
  readonly successes: number
  readonly n: number
}

/**
 * Why fields of a result are null: field name to a sentence. A value that is not defined for an input is
 * null with its reason here; NaN, Infinity or a made-up 0 or 1 never leaves this folder.
 */
export type Reasons = Readonly<Record<string, string>>
