import { type Evaluate, type Finding, type Observed, quoted, verdictOf } from './finding.ts'
import type { LeafAssertion } from './schema.ts'
import type { AssertionServices } from './services.ts'

type Of<Type extends LeafAssertion['type']> = Extract<LeafAssertion, { type: Type }>
type Fields = Record<string, unknown>

const shares = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)

/** What a script or a webhook answered: a truth value, a score, or `{pass, score, reason, namedScores}`. */
function readGrading(value: unknown, threshold: number | undefined, who: string): Finding {
  if (typeof value === 'boolean') return verdictOf(value, `${who} says ${value}.`)
  if (shares(value)) {
    const isMet = threshold === undefined ? value > 0 : value >= threshold
    return {
      kind: 'found',
      isMet,
      score: Math.min(1, Math.max(0, value)),
      fact: `${who} scores ${value}.`,
    }
  }
  if (typeof value !== 'object' || value === null) {
    return { kind: 'impossible', reason: `${who} answered ${quoted(String(value))}: no verdict.` }
  }
  const { pass, score, reason, namedScores } = value as Fields
  if (typeof pass !== 'boolean' && !shares(score)) {
    return { kind: 'impossible', reason: `${who} answered without "pass" and without "score".` }
  }
  const given = shares(score) ? score : pass === true ? 1 : 0
  const isMet = typeof pass === 'boolean' ? pass : given > 0
  const named = Object.entries((namedScores ?? {}) as Fields).filter(([, one]) => shares(one))
  return {
    kind: 'found',
    isMet: isMet && (threshold === undefined || given >= threshold),
    score: Math.min(1, Math.max(0, given)),
    fact:
      typeof reason === 'string' && reason !== ''
        ? reason
        : `${who} ${isMet ? 'passes' : 'fails'} it.`,
    named: Object.fromEntries(named) as Record<string, number>,
  }
}

const scopeOf = ({ inputs, prompt, expected, latencyMs }: Observed) => ({
  vars: inputs ?? {},
  prompt: prompt ?? '',
  expected,
  latencyMs,
})

/** `javascript`: an expression or the body of a function over `output` and `context`. */
export function javascript(
  { value, threshold }: Of<'javascript'>,
  { runScript }: AssertionServices,
): Evaluate {
  return async (observed) => {
    if (runScript === undefined) {
      return {
        kind: 'impossible',
        reason: 'Scripts are not allowed in this workspace; the assertion "expression" needs none.',
      }
    }
    const { output } = observed
    const given = await runScript(value, { output, context: scopeOf(observed) })
    return readGrading(given, threshold, 'The script')
  }
}

/** `webhook`: asks a service of the user's for the verdict. */
export function webhook(
  { value, threshold }: Of<'webhook'>,
  { post }: AssertionServices,
): Evaluate {
  return async (observed) => {
    if (post === undefined)
      return { kind: 'impossible', reason: 'Webhooks cannot be reached here.' }
    const { output } = observed
    const given = await post(value, { output, context: scopeOf(observed) })
    return readGrading(given, threshold, 'The webhook')
  }
}

/** `expression`: the template language's expression over output, expected, inputs, latencyMs and cost. */
export function expression({ value }: Of<'expression'>, { evaluate }: AssertionServices): Evaluate {
  return ({ output, expected, inputs, latencyMs, cost }) => {
    if (evaluate === undefined) {
      return { kind: 'impossible', reason: 'Expressions cannot be evaluated here.' }
    }
    try {
      const scope = { output, expected, inputs: inputs ?? {}, latencyMs, cost: cost ?? null }
      const found = evaluate(value, scope)
      // A sentence says what is wrong.
      if (typeof found === 'string') return verdictOf(found === '', found)
      return verdictOf(found, `${quoted(value)} is ${found}.`)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      return { kind: 'broken', reason: `The expression cannot be evaluated: ${cause}` }
    }
  }
}
