import { type Evaluate, type Finding, quoted, verdictOf } from './finding.ts'
import type { LeafAssertion } from './schema.ts'

type Of<Type extends LeafAssertion['type']> = Extract<LeafAssertion, { type: Type }>

/** `cost`: an unknown price is no pass, and no failure of the version either. */
export function cost({ threshold }: Of<'cost'>): Evaluate {
  return ({ cost: spent = null }): Finding => {
    if (spent === null) {
      return { kind: 'impossible', reason: 'The price of this answer is not known.' }
    }
    return verdictOf(spent <= threshold, `The answer cost $${spent}; the limit is $${threshold}.`)
  }
}

/** `finish-reason`: "stop", "length", "content_filter", "tool_calls"; hyphens and underscores are one. */
export function finishReason({ value }: Of<'finish-reason'>): Evaluate {
  const wanted = value.replaceAll('-', '_')
  return ({ finishReason: reason = null }): Finding => {
    if (reason === null) {
      return { kind: 'impossible', reason: 'No model was called, so it ended for no reason.' }
    }
    return verdictOf(
      reason.replaceAll('-', '_') === wanted,
      `The model ended with ${quoted(reason)}; asked for: ${quoted(value)}.`,
    )
  }
}

/** How models begin to refuse. Looked for at the beginning: later on the words are the text's own. */
const refusals = [
  /\b(?:i|we)(?: am|'m|’m| are)? (?:really |very |so |truly )?(?:sorry|afraid)\b[^.!?]{0,80}\b(?:can(?:no|'|’)t|cannot|unable|won['’]t|not able|but)\b/i,
  /\b(?:i|we) (?:can(?:no|'|’)t|cannot|can not|won['’]t|will not|am unable to|am not able to|must (?:decline|refuse)|have to decline)\b/i,
  /\b(?:i['’]m|i am|we are) (?:unable|not able|not allowed|not permitted|not comfortable)\b/i,
  /\bas an? (?:ai|artificial intelligence|language model)\b/i,
  /\b(?:this|that|your) request (?:violates|goes against|is against|cannot be)\b/i,
  /^\s*(?:sorry|apologies|unfortunately)\b[^.!?]{0,60}\b(?:can(?:no|'|’)t|cannot|unable|not able)\b/i,
]
const lookedAt = 300

/** `is-refusal`: the answer declines to do what it was asked, or a filter ended it; an empty one counts. */
export function isRefusal(): Evaluate {
  return ({ output, finishReason: reason }) => {
    if (reason?.replaceAll('-', '_') === 'content_filter') {
      return verdictOf(true, 'A content filter ended the answer.')
    }
    const start = output.slice(0, lookedAt)
    const isMet = output.trim() === '' || refusals.some((pattern) => pattern.test(start))
    return verdictOf(isMet, `The output ${isMet ? 'refuses' : 'does not refuse'}.`)
  }
}

/** `guardrails`: none of the workspace's guardrails objected to this call. */
export function guardrails(): Evaluate {
  return ({ guardrails: objected = [] }) =>
    verdictOf(
      objected.length === 0,
      objected.length === 0 ? 'No guardrail objected.' : `Objected: ${objected.join(', ')}.`,
    )
}

/** `human`: passes until a person has judged; what the person says then moves the result. */
export function human(): Evaluate {
  return () => verdictOf(true, 'Waits for a person’s judgement.')
}
