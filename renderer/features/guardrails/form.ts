import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { piiEntities } from '#shared/domain/guardrails/types.ts'

/** What the form edits. The rule is kept as it is sent: the core validates it and names the field. */
export type GuardrailDraft = Pick<
  GuardrailView,
  | 'name'
  | 'stages'
  | 'severity'
  | 'action'
  | 'rule'
  | 'appliesTo'
  | 'onError'
  | 'isEnabled'
  | 'description'
  | 'samples'
>

/** What the fields of a rule take. */
export interface RuleFieldsProps {
  rule: GuardrailDraft['rule']
  onChange: (rule: GuardrailDraft['rule']) => void
}

/** What each type of rule begins with, and what it is called. */
export const ruleTypes: Record<string, { label: string; rule: GuardrailView['rule'] }> = {
  pii: { label: 'Personal data and secrets', rule: { type: 'pii', entities: [...piiEntities] } },
  injection: { label: 'Prompt injection', rule: { type: 'injection', threshold: 'warn' } },
  toxicity: { label: 'Toxicity', rule: { type: 'toxicity', allow: [], extra: [] } },
  keyword: {
    label: 'Words',
    rule: { type: 'keyword', words: [], caseSensitive: false, wholeWords: true },
  },
  regex: { label: 'Pattern (RE2)', rule: { type: 'regex', pattern: '' } },
  max_length: { label: 'Length', rule: { type: 'max_length', limit: 4000, unit: 'characters' } },
  json_schema: { label: 'JSON schema', rule: { type: 'json_schema', schema: { type: 'object' } } },
  model_check: {
    label: 'Moderation service',
    rule: {
      type: 'model_check',
      format: 'openai',
      url: 'https://api.openai.com/v1/moderations',
      categories: [],
      threshold: 0.5,
      timeoutMs: 3000,
      retries: 1,
    },
  },
  custom: { label: 'Expression', rule: { type: 'custom', expression: 'text | length > 2000' } },
}

export const newDraft: GuardrailDraft = {
  name: '',
  stages: ['input', 'prompt'],
  severity: 'medium',
  action: 'warn',
  rule: { type: 'keyword', words: [], caseSensitive: false, wholeWords: true },
  appliesTo: { templates: [], categories: [], labels: [] },
  onError: 'open',
  isEnabled: true,
  description: '',
  samples: [],
}

/** The fields that a save or a trial sends: everything but the name and the samples. */
export function changeOf(draft: GuardrailDraft) {
  const { name: _, samples: __, ...change } = draft
  return change
}

export function toDraft(view: GuardrailView): GuardrailDraft {
  const { id: _, counters: __, isArchived: ___, ...draft } = view
  return draft
}
