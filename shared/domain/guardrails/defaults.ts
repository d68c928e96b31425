import { type Guardrail, piiEntities } from './types.ts'

const everywhere = { templates: [], categories: [], labels: [] }

/** The three guardrails every new workspace starts with. Their names are those of the original schema's users. */
export const defaultGuardrails: Guardrail[] = [
  {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'pii_detection_basic',
    stages: ['input', 'prompt', 'output'],
    severity: 'critical',
    action: 'block',
    rule: {
      type: 'pii',
      entities: [...piiEntities],
    },
    appliesTo: everywhere,
    onError: 'open',
    enabled: true,
    description:
      'Personal data and secrets: social security, card, phone and account numbers, e-mail and IP addresses, passwords in URLs, API keys.',
  },
  {
    id: '01900000-0000-7000-8000-000000000002',
    name: 'prompt_injection_basic',
    stages: ['input', 'prompt'],
    severity: 'high',
    action: 'block',
    rule: { type: 'injection', threshold: 'warn' },
    appliesTo: everywhere,
    onError: 'open',
    enabled: true,
    description:
      'Texts that try to take over the prompt. Blocks at a high score, warns at a lower one. A signal, not a wall.',
  },
  {
    id: '01900000-0000-7000-8000-000000000003',
    name: 'toxicity_basic',
    stages: ['input', 'prompt', 'output'],
    severity: 'medium',
    action: 'warn',
    rule: { type: 'toxicity', allow: [], extra: [] },
    appliesTo: everywhere,
    onError: 'open',
    enabled: true,
    description:
      'Swear words, insults and threats. Word lists miss polite hostility: use a model check for more.',
  },
]
