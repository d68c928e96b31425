import type { CustomRule, GuardrailServices } from '../types.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

/** An expression of the template language; its budgets are those of the evaluator that is handed in. */
export function compileCustom(rule: CustomRule, services: GuardrailServices): CompiledRule {
  return {
    scope: 'call',
    find(subject, call) {
      if (services.evaluate === undefined)
        throw new RuleFailure('Expressions cannot be evaluated here.')
      const verdict = services.evaluate(rule.expression, call)
      if (verdict === false || verdict === '') return []
      const message = verdict === true ? `The expression “${rule.expression}” is true.` : verdict
      return [{ entity: null, start: 0, end: subject.text.length, score: null, message }]
    },
  }
}
