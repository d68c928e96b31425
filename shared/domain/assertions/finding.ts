/**
 * What an evaluator found, before negation. The fact reads true whichever way it is judged, so
 * that it serves `contains` and `not-contains` alike.
 */
export type Finding =
  | { kind: 'found'; isMet: boolean; score: number; fact: string }
  /** The assertion itself is broken (an invalid pattern): it fails, negated or not. */
  | { kind: 'broken'; reason: string }
  /** There is nothing to compare with: the cell becomes an error instead of a wrong figure. */
  | { kind: 'impossible'; reason: string }

/** What one output is judged by. `expected` is null when the case has none. */
export interface Observed {
  output: string
  expected: unknown
  latencyMs: number
}

export type Evaluate = (observed: Observed) => Finding

/** A finding that is either met or not, without degrees. */
export const verdictOf = (isMet: boolean, fact: string): Finding => ({
  kind: 'found',
  isMet,
  score: isMet ? 1 : 0,
  fact,
})

/** Texts in reasons are for reading, so long ones lose their middle. */
export function quoted(text: string, limit = 120): string {
  if (text.length <= limit) return JSON.stringify(text)
  const half = Math.floor(limit / 2)
  return JSON.stringify(`${text.slice(0, half)} … ${text.slice(-half)}`)
}

/** The case's expected value as text: what a text assertion without a value compares with. */
export function expectedText(expected: unknown): string | null {
  if (expected === null || expected === undefined) return null
  return typeof expected === 'object' ? JSON.stringify(expected) : String(expected)
}

export const noReference = (type: string): Finding => ({
  kind: 'impossible',
  reason: `The assertion "${type}" has no value and the case has no expected value to compare with.`,
})
