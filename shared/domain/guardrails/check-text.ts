import { compileGuardrails } from './compile.ts'
import type { Guardrail, GuardrailRule, GuardrailServices, Violation } from './types.ts'

const ruleOnly = (rule: GuardrailRule, at: number): Guardrail => ({
  id: `rule-${at + 1}`,
  name: rule.type,
  stages: ['input'],
  severity: 'medium',
  action: 'warn',
  rule,
  appliesTo: { templates: [], categories: [], labels: [] },
  onError: 'open',
  enabled: true,
  description: '',
})

/**
 * What the given rules find in one text, in order of the text: for marking spans in an editor and for
 * trying a rule before it is saved. Rules that ask a model are left out.
 */
export function checkText(
  rules: readonly GuardrailRule[],
  text: string,
  services: GuardrailServices = {},
): { violations: Violation[]; failures: string[] } {
  const { violations, failures } = compileGuardrails(rules.map(ruleOnly), services).check({
    stage: 'input',
    text,
  })
  return {
    violations: violations.toSorted((a, b) => a.start - b.start || a.end - b.end),
    failures: failures.map(({ message }) => message),
  }
}
