import { compileRule } from './rules/compile.ts'
import { failureMessage } from './rules/rule.ts'
import type { Guardrail, ValidatedGuardrail } from './types.ts'
import { type Problems, Reader } from './validate-reader.ts'
import { readRule } from './validate-rule.ts'

export const guardrailStages = ['input', 'prompt', 'output'] as const
export const guardrailActions = ['allow', 'warn', 'redact', 'block'] as const
export const severities = ['critical', 'high', 'medium', 'low'] as const

const known = new Set([
  'id',
  'name',
  'stages',
  'severity',
  'action',
  'rule',
  'appliesTo',
  'onError',
  'enabled',
  'description',
])

function readScope(reader: Reader): Guardrail['appliesTo'] {
  const scope = reader.child('appliesTo')
  return {
    templates: scope.strings('templates', []),
    categories: scope.strings('categories', []),
    labels: scope.strings('labels', []),
  }
}

/** A stage that the rule can never see is a mistake, not a wish. */
function checkFit(guardrail: Guardrail, problems: Problems): void {
  const { rule, stages, action } = guardrail
  if (rule.type === 'json_schema' && stages.some((stage) => stage !== 'output')) {
    problems.push({
      path: 'stages',
      message: 'A JSON schema can be checked at the output stage only.',
    })
  }
  if (
    action === 'redact' &&
    (rule.type === 'json_schema' || rule.type === 'custom' || rule.type === 'model_check')
  ) {
    problems.push({
      path: 'action',
      message:
        'This type of rule judges a whole text: there is no span to redact. Use warn or block.',
    })
  }
}

/**
 * Reads a guardrail from anywhere (a form, a file, a database row). Missing optional fields get their
 * defaults; whatever could not be run, such as a pattern outside the linear-time syntax, is refused
 * here with the sentence the user sees.
 */
export function validateGuardrail(candidate: unknown): ValidatedGuardrail {
  const problems: Problems = []
  const reader = Reader.of(candidate, problems)
  const rule = readRule(reader.child('rule'))
  const guardrail: Omit<Guardrail, 'rule'> = {
    id: reader.string('id', ''),
    name: reader.required('name'),
    stages: reader.choices('stages', guardrailStages),
    severity: reader.choice('severity', severities, 'medium'),
    action: reader.choice('action', guardrailActions, 'warn'),
    appliesTo: readScope(reader),
    onError: reader.choice('onError', ['open', 'closed'] as const, 'open'),
    enabled: reader.boolean('enabled', true),
    description: reader.string('description', ''),
  }
  reader.refuseOthers(known)
  if (rule === null || problems.length > 0) return { ok: false, problems }
  const complete: Guardrail = { ...guardrail, rule }
  checkFit(complete, problems)
  try {
    compileRule(rule, {
      fetch: () => Promise.reject(new Error('not asked')),
      delay: () => Promise.resolve(),
    })
  } catch (error) {
    problems.push({ path: pathOf(rule.type), message: failureMessage(error) })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, guardrail: complete }
}

const pathOf = (type: Guardrail['rule']['type']): string => {
  const field = { regex: 'pattern', json_schema: 'schema', keyword: 'words' }[type as string]
  return field === undefined ? 'rule' : `rule.${field}`
}
