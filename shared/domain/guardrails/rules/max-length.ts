import type { GuardrailServices, MaxLengthRule } from '../types.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

/** Offset of the character behind the first `limit` characters, never inside a surrogate pair. */
function offsetOf(text: string, limit: number): number {
  const at = Math.min(limit, text.length)
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at
}

/** Longer than allowed: the span is what is too much (for tokens in proportion, as tokens have no offsets here). */
export function compileMaxLength(rule: MaxLengthRule, services: GuardrailServices): CompiledRule {
  const { limit, unit } = rule
  return {
    scope: 'whole',
    find({ text }) {
      if (unit === 'tokens' && services.countTokens === undefined) {
        throw new RuleFailure('Tokens cannot be counted here: no tokenizer is available.')
      }
      const length = unit === 'characters' ? text.length : (services.countTokens?.(text) ?? 0)
      if (length <= limit) return []
      const kept = unit === 'characters' ? limit : Math.floor((text.length * limit) / length)
      const start = offsetOf(text, kept)
      if (start >= text.length) return []
      const message = `The text has ${length} ${unit}; at most ${limit} are allowed.`
      return [{ entity: null, start, end: text.length, score: null, message }]
    },
  }
}
