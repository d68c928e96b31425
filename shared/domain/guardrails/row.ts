import { plainRules } from './row-plain.ts'
import type { Guardrail, GuardrailRule, GuardrailScope } from './types.ts'
import { isRecord, textsIn } from './untrusted.ts'
import { guardrailActions, guardrailStages, severities, validateGuardrail } from './validate.ts'

/** A row of `prompt_guardrails` in the shared store, by the columns that guardrails need. */
export interface GuardrailRow {
  id: string
  name: string
  description: string | null
  guardrail_type: string
  severity: string
  action: string
  config: unknown
  applies_to: unknown
  is_active: boolean
}

export interface ReadRow {
  guardrails: Guardrail[]
  /** A sentence for everything that cannot be used as it stands. */
  problems: string[]
}

/** Services of the original schema know these types by other names than we do. */
const typeNames: Partial<Record<GuardrailRule['type'], string>> = {
  pii: 'pii_detection',
  injection: 'prompt_injection',
}

/** A guardrail as the shared store keeps it: the rule, its stages and its way to fail stand in `config`. */
export function guardrailToRow(guardrail: Guardrail): GuardrailRow {
  const { id, name, description, severity, action, rule, stages, onError, appliesTo } = guardrail
  return {
    id,
    name,
    description,
    guardrail_type: typeNames[rule.type] ?? rule.type,
    severity,
    action,
    config: { rule, stages, onError },
    applies_to: appliesTo,
    is_active: guardrail.enabled,
  }
}

/** Ours, a bare list of template names, or nothing; `*` stands for all, as an empty list does. */
function scopeOf(value: unknown): GuardrailScope {
  const scope = isRecord(value) ? value : { templates: value }
  const names = (key: string): string[] => textsIn(scope[key]).filter((name) => name !== '*')
  return { templates: names('templates'), categories: names('categories'), labels: names('labels') }
}

const oneOf = <T extends string>(choices: readonly T[], value: unknown, otherwise: T): T =>
  choices.find((choice) => choice === value) ?? otherwise

/** What has no stages of its own is judged wherever its rule can be. */
function stagesOf(value: unknown, rule: GuardrailRule): Guardrail['stages'] {
  const named = guardrailStages.filter((stage) => textsIn(value).includes(stage))
  if (named.length > 0) return named
  if (rule.type === 'json_schema') return ['output']
  return rule.type === 'injection' ? ['input', 'prompt'] : [...guardrailStages]
}

/**
 * Reads a row, ours or one that a service of the original schema wrote. Patterns of such a row become a
 * guardrail each, so that one that cannot be run does not take the others with it. A rule that this
 * version cannot use is kept, and named among the problems: it fails at every check, openly or closed,
 * instead of being passed over in silence.
 */
export function rowToGuardrails(row: GuardrailRow): ReadRow {
  const config = isRecord(row.config) ? row.config : {}
  const { rules, problems } = isRecord(config.rule)
    ? { rules: [config.rule as unknown as GuardrailRule], problems: [] }
    : plainRules(row.guardrail_type, config)
  const guardrails = rules.map((rule, at): Guardrail => {
    const guardrail: Guardrail = {
      id: at === 0 ? row.id : `${row.id}#${at + 1}`,
      name: at === 0 ? row.name : `${row.name} (${at + 1})`,
      severity: oneOf(severities, row.severity, 'medium'),
      action: oneOf(guardrailActions, row.action, 'warn'),
      appliesTo: scopeOf(row.applies_to),
      enabled: row.is_active,
      description: row.description ?? '',
      onError: oneOf(['open', 'closed'], config.onError, 'open'),
      stages: stagesOf(config.stages, rule),
      rule,
    }
    const checked = validateGuardrail(guardrail)
    if (checked.ok) return checked.guardrail
    for (const { message } of checked.problems) problems.push(`${guardrail.name}: ${message}`)
    return guardrail
  })
  return { guardrails, problems }
}
