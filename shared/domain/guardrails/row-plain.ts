import { type GuardrailRule, type PiiEntity, piiEntities } from './types.ts'
import { isRecord, textsIn } from './untrusted.ts'

interface PlainRules {
  rules: GuardrailRule[]
  problems: string[]
}

/** What other programs call the entities. */
const entityNames: Record<string, PiiEntity> = {
  US_SSN: 'SSN',
  SOCIAL_SECURITY_NUMBER: 'SSN',
  CARD: 'CREDIT_CARD',
  CREDIT_CARD_NUMBER: 'CREDIT_CARD',
  PHONE_NUMBER: 'PHONE',
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  IP_ADDRESS: 'IP',
  API_TOKEN: 'API_KEY',
  SECRET: 'API_KEY',
}

const entityOf = (name: string): PiiEntity | undefined => {
  const plain = name.toUpperCase().replace(/[^A-Z]+/g, '_')
  return piiEntities.find((entity) => entity === plain) ?? entityNames[plain]
}

/** The first of the given fields that holds anything, as texts. */
function listed(config: Record<string, unknown>, ...keys: string[]): string[] {
  for (const key of keys) {
    const value = config[key]
    const found = typeof value === 'string' ? [value] : textsIn(value)
    if (found.length > 0) return found
  }
  return []
}

function piiRules(config: Record<string, unknown>): PlainRules {
  const names = listed(config, 'entity_types', 'entities')
  const entities = names.flatMap((name) => entityOf(name) ?? [])
  const problems = names
    .filter((name) => entityOf(name) === undefined)
    .map((name) => `Personal data of the type “${name}” is not looked for here.`)
  const isAll = names.length === 0 && listed(config, 'patterns', 'pattern').length === 0
  if (isAll) entities.push(...piiEntities)
  return { rules: entities.length > 0 ? [{ type: 'pii', entities }] : [], problems }
}

function lengthRules(config: Record<string, unknown>): GuardrailRule[] {
  for (const [key, unit] of [
    ['max_tokens', 'tokens'],
    ['max_length', 'characters'],
    ['max_characters', 'characters'],
    ['limit', 'characters'],
  ] as const) {
    const limit = config[key]
    if (typeof limit === 'number') return [{ type: 'max_length', limit, unit }]
  }
  return []
}

/** Inline flags as other engines write them in front of a pattern. */
function patternRule(written: string): GuardrailRule {
  const inline = /^\(\?([ims]+)\)/.exec(written)
  const pattern = inline === null ? written : written.slice(inline[0].length)
  return inline === null
    ? { type: 'regex', pattern }
    : { type: 'regex', pattern, flags: inline[1] ?? '' }
}

function detectors(type: string, config: Record<string, unknown>): PlainRules {
  const kind = type.toLowerCase().replace(/[^a-z]+/g, ' ')
  if (/\b(?:pii|personal|sensitive|secret)/.test(kind)) return piiRules(config)
  if (/\b(?:injection|jailbreak)/.test(kind))
    return { rules: [{ type: 'injection', threshold: 'warn' }], problems: [] }
  if (/\b(?:toxic|profan|hate)/.test(kind))
    return { rules: [{ type: 'toxicity', allow: [], extra: [] }], problems: [] }
  if (/\b(?:length|token|size)/.test(kind)) return { rules: lengthRules(config), problems: [] }
  const schema = config.schema ?? config.json_schema
  if (/\b(?:schema|format)/.test(kind) && isRecord(schema))
    return { rules: [{ type: 'json_schema', schema }], problems: [] }
  return { rules: [], problems: [] }
}

/**
 * The rules of a row that a service of the original schema wrote: what its type stands for, and every
 * pattern and word list of its `config` beside it. Nothing that the row forbids is left out: our detectors
 * add to its patterns and do not replace them.
 */
export function plainRules(type: string, config: Record<string, unknown>): PlainRules {
  const { rules, problems } = detectors(type, config)
  for (const written of listed(config, 'patterns', 'pattern', 'regex'))
    rules.push(patternRule(written))
  const words = listed(config, 'keywords', 'words', 'blocked_words', 'blocklist', 'banned_words')
  const caseSensitive = config.case_sensitive === true
  if (words.length > 0) rules.push({ type: 'keyword', words, caseSensitive, wholeWords: true })
  if (rules.length === 0)
    problems.push(
      `A guardrail of the type “${type}” without patterns or words cannot be used here.`,
    )
  return { rules, problems }
}
