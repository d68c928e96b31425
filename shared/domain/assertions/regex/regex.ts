import { RE2JS } from 're2js'
import { type Evaluate, quoted, verdictOf } from '../finding.ts'
import { AssertionRefused } from '../refused.ts'
import type { LeafAssertion } from '../schema.ts'
import { toRe2 } from './re2-syntax.ts'

type Regex = Extract<LeafAssertion, { type: 'regex' }>

/**
 * `regex`: JavaScript's syntax without flags, unanchored, matched by RE2 in time linear to the
 * output, so that no pattern can hang a run. An invalid pattern is a failed assertion, as in
 * promptfoo; a valid one that RE2 cannot do is refused when the assertion is loaded.
 */
export function regex({ value }: Regex): Evaluate {
  try {
    new RegExp(value)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return () => ({ kind: 'broken', reason: `The pattern is not valid: ${cause}.` })
  }
  const matcher = compileLinear(value)
  return ({ output }) => {
    const isMet = matcher.matcher(output).find()
    return verdictOf(isMet, `The output ${isMet ? 'matches' : 'does not match'} ${quoted(value)}.`)
  }
}

/**
 * A JavaScript pattern as a matcher that never backtracks. `isUnicode` is the flag u, under which
 * JSON Schema reads its patterns.
 * @throws AssertionRefused
 */
export function compileLinear(value: string, isUnicode = false): RE2JS {
  try {
    return RE2JS.compile(toRe2(value, isUnicode))
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new AssertionRefused(
      `The regex ${quoted(value)} cannot be used: ${cause}. Rewrite it without that part, or use several assertions.`,
      { cause: error },
    )
  }
}
