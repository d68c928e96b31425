import type { GuardrailRule, GuardrailRuleType, ModelCheckRule } from './types.ts'
import { piiEntities } from './types.ts'
import type { Reader } from './validate-reader.ts'

const longestExpression = 4000
const mostWords = 5000

const fields: Record<GuardrailRuleType, readonly string[]> = {
  pii: ['entities'],
  injection: ['threshold'],
  toxicity: ['allow', 'extra'],
  keyword: ['words', 'caseSensitive', 'wholeWords'],
  regex: ['pattern', 'flags'],
  max_length: ['limit', 'unit'],
  json_schema: ['schema'],
  model_check: [
    'format',
    'url',
    'model',
    'categories',
    'threshold',
    'timeoutMs',
    'retries',
    'secret',
  ],
  custom: ['expression'],
}
const ruleTypes = Object.keys(fields) as GuardrailRuleType[]

function readKeywords(reader: Reader): GuardrailRule {
  const words = reader.strings('words', [])
  if (!words.some((word) => word.trim() !== '')) reader.complain('words', 'Name at least one word.')
  if (words.length > mostWords) reader.complain('words', `At most ${mostWords} words are allowed.`)
  return {
    type: 'keyword',
    words,
    caseSensitive: reader.boolean('caseSensitive', false),
    wholeWords: reader.boolean('wholeWords', true),
  }
}

function readRegex(reader: Reader): GuardrailRule {
  const pattern = reader.required('pattern')
  const flags = reader.string('flags', '')
  return flags === '' ? { type: 'regex', pattern } : { type: 'regex', pattern, flags }
}

function readModelCheck(reader: Reader): ModelCheckRule {
  const url = reader.required('url')
  if (url !== '' && !/^https?:\/\/[^\s/]+/.test(url))
    reader.complain('url', 'This must be an http or https address.')
  const rule: ModelCheckRule = {
    type: 'model_check',
    format: reader.choice('format', ['openai', 'perspective', 'generic'] as const),
    url,
    categories: reader.strings('categories', []),
    threshold: reader.number('threshold', { fallback: 0.5, min: 0, max: 1 }),
    timeoutMs: reader.number('timeoutMs', { fallback: 3000, min: 1, max: 60_000, whole: true }),
    retries: reader.number('retries', { fallback: 1, min: 0, max: 5, whole: true }),
  }
  const model = reader.string('model', '')
  const secret = reader.string('secret', '')
  return { ...rule, ...(model === '' ? {} : { model }), ...(secret === '' ? {} : { secret }) }
}

function readExpression(reader: Reader): GuardrailRule {
  const expression = reader.required('expression')
  if (expression.length > longestExpression) {
    reader.complain('expression', `At most ${longestExpression} characters are allowed.`)
  }
  return { type: 'custom', expression }
}

function readPii(reader: Reader): GuardrailRule {
  return { type: 'pii', entities: reader.choices('entities', piiEntities) }
}

const readers: Record<GuardrailRuleType, (reader: Reader) => GuardrailRule> = {
  pii: readPii,
  injection: (reader) => ({
    type: 'injection',
    threshold: reader.choice('threshold', ['block', 'warn'] as const, 'warn'),
  }),
  toxicity: (reader) => ({
    type: 'toxicity',
    allow: reader.strings('allow', []),
    extra: reader.strings('extra', []),
  }),
  keyword: readKeywords,
  regex: readRegex,
  max_length: (reader) => ({
    type: 'max_length',
    limit: reader.number('limit', { min: 1, max: 10_000_000, whole: true }),
    unit: reader.choice('unit', ['characters', 'tokens'] as const, 'characters'),
  }),
  json_schema: (reader) => ({ type: 'json_schema', schema: reader.raw('schema') }),
  model_check: readModelCheck,
  custom: readExpression,
}

/** Reads a rule of any type; null when its type is unknown. Problems go to the reader. */
export function readRule(reader: Reader): GuardrailRule | null {
  const type = ruleTypes.find((one) => one === reader.raw('type'))
  if (type === undefined) {
    reader.complain('type', `Use one of: ${ruleTypes.join(', ')}.`)
    return null
  }
  const rule = readers[type](reader)
  reader.refuseOthers(new Set(['type', ...fields[type]]))
  return rule
}
