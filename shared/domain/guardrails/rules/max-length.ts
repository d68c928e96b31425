import type { Finding, GuardrailServices, MaxLengthRule } from '../types.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

/** Offset of the character behind the first `limit` characters, never inside a surrogate pair. */
function offsetOf(text: string, limit: number): number {
  const at = Math.min(limit, text.length)
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at
}

/** The excess of a text of which the first `kept` characters are within the limit. */
function excess({ limit, unit }: MaxLengthRule, text: string, kept: number, length: number) {
  const start = offsetOf(text, kept)
  if (start >= text.length) return []
  const message = `The text has ${length} ${unit}; at most ${limit} are allowed.`
  return [{ entity: null, start, end: text.length, score: null, message }]
}

async function countedExcess(
  rule: MaxLengthRule,
  services: GuardrailServices,
  text: string,
): Promise<Finding[]> {
  // A token has at least one byte, and a character at most three of them per unit.
  if (text.length * 3 <= rule.limit) return []
  if (services.loadTokenizer === undefined)
    throw new RuleFailure('Tokens cannot be counted here: no tokenizer is available.')
  const countTokens = await services.loadTokenizer()
  const length = countTokens(text)
  // Tokens have no offsets here: the excess is marked in proportion.
  return length <= rule.limit
    ? []
    : excess(rule, text, Math.floor((text.length * rule.limit) / length), length)
}

/** Longer than allowed: the span is what is too much. Tokens are counted, never guessed from characters. */
export function compileMaxLength(rule: MaxLengthRule, services: GuardrailServices): CompiledRule {
  if (rule.unit === 'tokens')
    return {
      scope: 'later',
      of: 'whole',
      findLater: ({ text }) => countedExcess(rule, services, text),
    }
  return {
    scope: 'whole',
    find: ({ text }) =>
      text.length <= rule.limit ? [] : excess(rule, text, rule.limit, text.length),
  }
}
