import type { Guardrail, GuardrailRule } from '#shared/domain/guardrails/types.ts'

/** A guardrail for tests: everywhere, enabled, blocking; what matters to a test is given. */
export const guardrail = (rule: GuardrailRule, more: Partial<Guardrail> = {}): Guardrail => ({
  id: more.name ?? rule.type,
  name: rule.type,
  stages: ['input', 'prompt', 'output'],
  severity: 'high',
  action: 'block',
  rule,
  appliesTo: { templates: [], categories: [], labels: [] },
  onError: 'open',
  enabled: true,
  description: '',
  ...more,
})

export const emails: GuardrailRule = { type: 'pii', entities: ['EMAIL'] }
