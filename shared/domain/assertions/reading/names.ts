import { nearestName } from '../../names/nearest.ts'

/**
 * promptfoo's assertion names that Galley does not run (yet): someone who brings a promptfoo file
 * is told so, instead of being asked whether it was a typing error.
 */
const promptfooOnly = new Set(
  `agent-rubric classifier conversation-relevance moderation perplexity perplexity-score pi python ruby
  search-rubric skill-used trace-error-spans trace-span-count trace-span-duration
  trajectory:goal-success trajectory:step-count trajectory:tool-args-match trajectory:tool-sequence
  trajectory:tool-used`.split(/\s+/),
)

/** Whether it is an assertion of promptfoo's, or a set with one, that Galley does not run. */
export function isForeignAssertion(assertion: unknown): boolean {
  if (typeof assertion !== 'object' || assertion === null) return false
  const { type, assert } = assertion as { type?: unknown; assert?: unknown }
  if (type === 'assert-set') return Array.isArray(assert) && assert.some(isForeignAssertion)
  if (typeof type !== 'string') return false
  const bare = type.replace(/^not-/, '')
  return promptfooOnly.has(bare) || bare.startsWith('promptfoo:')
}

export interface UnknownType {
  message: string
  suggestion: string | null
}

/** The sentence for an assertion type that cannot be run, with the nearest name that can. */
export function explainUnknownType(type: unknown, known: readonly string[]): UnknownType {
  if (typeof type !== 'string' || type === '') {
    return { message: `An assertion needs a type: ${known.join(', ')}.`, suggestion: null }
  }
  const bare = type.startsWith('not-') ? type.slice(4) : type
  if (known.includes(bare)) {
    const message = `Negation is a field of its own: type "${bare}" with isNegated true.`
    return { message, suggestion: bare }
  }
  if (promptfooOnly.has(bare)) {
    return { message: `The assertion "${type}" of promptfoo is not in Galley.`, suggestion: null }
  }
  const nearest = nearestName(bare, known)
  const suggestion = nearest === null ? null : `${type === bare ? '' : 'not-'}${nearest}`
  const hint = suggestion === null ? `Known: ${known.join(', ')}.` : `Did you mean "${suggestion}"?`
  return { message: `There is no assertion "${type}". ${hint}`, suggestion }
}
