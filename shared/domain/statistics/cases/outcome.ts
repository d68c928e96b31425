import type { Reasons } from '../types.ts'

/** A value as it is written into a result line. */
export type CaseValue =
  | number
  | string
  | boolean
  | null
  | readonly CaseValue[]
  | { readonly [key: string]: CaseValue }

/** What a family answers: the fields of the reference cases, and why some of them are null. */
export interface CaseOutcome {
  readonly results: Readonly<Record<string, CaseValue>>
  readonly reasons?: Reasons
}

/** Keys of `record` in snake case, as the reference cases spell them; values as they are. */
export function snakeKeys(record: object): Record<string, CaseValue> {
  const entries = Object.entries(record) as [string, CaseValue][]
  return Object.fromEntries(entries.map(([key, value]) => [snake(key), value]))
}

/** "negLog10PTwoSided" → "neg_log10_p_two_sided", "credible95Diff" → "credible_95_diff". */
function snake(key: string): string {
  const spaced = key.replace(/^credible95/, 'credible_95')
  return spaced.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Splits the reasons off a result and spells the rest in snake case. */
export function outcomeOf(result: { readonly reasons: Reasons }): CaseOutcome {
  const { reasons, ...fields } = result
  return { results: snakeKeys(fields), reasons: snakeReasons(reasons) }
}

/** Reasons with their field names in snake case. */
export function snakeReasons(reasons: Reasons): Reasons {
  return Object.fromEntries(Object.entries(reasons).map(([key, why]) => [snake(key), why]))
}
