/**
 * What an evaluator found, before negation. The fact reads true whichever way it is judged, so
 * that it serves `contains` and `not-contains` alike.
 */
export type Finding =
  | {
      kind: 'found'
      isMet: boolean
      score: number
      fact: string
      /** What finding it out cost, in US dollars; absent where nobody was asked. */
      cost?: number | null
      /** Further scores that come with it, by metric. */
      named?: Readonly<Record<string, number>>
    }
  /** The assertion itself is broken (an invalid pattern): it fails, negated or not. */
  | { kind: 'broken'; reason: string }
  /** There is nothing to compare with: the cell becomes an error instead of a wrong figure. */
  | { kind: 'impossible'; reason: string }

/** What one output is judged by. `expected` is null when the case has none. */
export interface Observed {
  output: string
  expected: unknown
  latencyMs: number
  /** The case's inputs by name. */
  inputs?: Readonly<Record<string, unknown>>
  /** The prompt as it was sent. */
  prompt?: string
  /** In US dollars; null or absent where it is not known. */
  cost?: number | null
  finishReason?: string | null
  /** Names of guardrails that objected to this call. */
  guardrails?: readonly string[]
  /** JSON Schemas of the tools that the model was offered, by name. */
  tools?: Readonly<Record<string, unknown>>
}

/** Most assertions answer at once; those that ask somebody answer later. */
export type Evaluate = (observed: Observed) => Finding | Promise<Finding>

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
