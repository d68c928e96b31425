import { describe, expect, it } from 'vitest'
import {
  compileGuardrails,
  defaultGuardrails,
  type Guardrail,
  type GuardrailRow,
  guardrailToRow,
  rowToGuardrails,
} from '#shared/domain/guardrails/engine.ts'

const scope = { templates: ['teach'], categories: ['school'], labels: ['production'] }
const one = (rule: Guardrail['rule'], more: Partial<Guardrail> = {}): Guardrail => ({
  id: '0199aaaa-0000-7000-8000-000000000001',
  name: 'one',
  stages: ['output'],
  severity: 'high',
  action: 'warn',
  rule,
  appliesTo: scope,
  onError: 'closed',
  enabled: true,
  description: 'why',
  ...more,
})
const ours: Guardrail[] = [
  ...defaultGuardrails,
  one({ type: 'keyword', words: ['x'], caseSensitive: true, wholeWords: false }),
  one({ type: 'regex', pattern: '\\d+', flags: 'i' }, { enabled: false }),
  one({ type: 'max_length', limit: 9, unit: 'tokens' }),
  one({ type: 'json_schema', schema: { type: 'object' } }),
  one({ type: 'custom', expression: 'text | length > 3' }),
  one({
    type: 'model_check',
    format: 'openai',
    url: 'https://example.com/v1/moderations',
    model: 'm',
    categories: ['hate'],
    threshold: 0.4,
    timeoutMs: 900,
    retries: 2,
    secret: 'key',
  }),
]

/** A row as a service of the original schema inserts it: the defaults of the table fill the rest. */
const plain = (guardrail_type: string, config: unknown, more: Partial<GuardrailRow> = {}) =>
  rowToGuardrails({
    id: '0199aaaa-0000-7000-8000-000000000002',
    name: 'theirs',
    description: null,
    guardrail_type,
    severity: 'critical',
    action: 'block',
    config,
    applies_to: {},
    is_active: true,
    ...more,
  })

/** What the guardrails of a row find in a text, and what could not be evaluated. */
function found(guardrails: readonly Guardrail[], text: string) {
  const { action, violations, failures } = compileGuardrails(guardrails).check({
    stage: 'input',
    text,
  })
  return { action, hits: violations.map(({ start, end }) => text.slice(start, end)), failures }
}

describe('rows of the shared store', () => {
  it.each(ours.map((guardrail) => [guardrail.rule.type, guardrail] as const))(
    'a %s guardrail comes back from its row as it was, through JSON too',
    (_, guardrail) => {
      const row = JSON.parse(JSON.stringify(guardrailToRow(guardrail))) as GuardrailRow
      expect(rowToGuardrails(row)).toEqual({ guardrails: [guardrail], problems: [] })
    },
  )

  it('the original row of patterns and entities checks both', () => {
    const { guardrails, problems } = plain('pii_detection', {
      patterns: ['\\b\\d{3}-\\d{2}-\\d{4}\\b', '\\bEMP-\\d+\\b'],
      entity_types: ['SSN', 'CREDIT_CARD'],
    })
    expect(problems).toEqual([])
    expect(found(guardrails, 'badge EMP-77, card 4111 1111 1111 1111')).toEqual({
      action: 'block',
      hits: ['4111 1111 1111 1111', 'EMP-77'],
      failures: [],
    })
    // Their pattern asks for no valid range; ours does. The row forbids it, so it is forbidden.
    expect(found(guardrails, 'no 000-11-2222').hits).toEqual(['000-11-2222'])
  })

  it('entities under other names are known, and unknown ones are named', () => {
    const { guardrails, problems } = plain('pii', { entity_types: ['email_address', 'PERSON'] })
    expect(guardrails.map(({ rule }) => rule)).toEqual([{ type: 'pii', entities: ['EMAIL'] }])
    expect(problems).toEqual(['Personal data of the type “PERSON” is not looked for here.'])
  })

  it.each([
    ['prompt_injection', {}, 'injection'],
    ['toxicity', { threshold: 0.7 }, 'toxicity'],
    ['length_limit', { max_tokens: 5 }, 'max_length'],
    ['keyword_filter', { keywords: ['forbidden'] }, 'keyword'],
    ['output_schema', { schema: { type: 'object' } }, 'json_schema'],
    ['pii_detection', {}, 'pii'],
  ])('a row of the type %s becomes a rule of ours', (type, config, expected) => {
    const { guardrails, problems } = plain(type, config)
    expect(problems).toEqual([])
    expect(guardrails.map(({ rule }) => rule.type)).toEqual([expected])
  })

  it('inline flags are understood, and a pattern that cannot be run fails by itself', () => {
    const { guardrails, problems } = plain('custom', {
      patterns: ['(?i)SECRET-[a-z]+', '(?=look)ahead'],
    })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/look-ahead/)
    const { hits, failures } = found(guardrails, 'a secret-plan')
    expect(hits).toEqual(['secret-plan'])
    expect(failures).toHaveLength(1)
  })

  it('a rule of a newer version fails at each check instead of being passed over', () => {
    const row = guardrailToRow(one({ type: 'keyword', words: ['x'] } as Guardrail['rule']))
    const { guardrails, problems } = rowToGuardrails({
      ...row,
      config: { rule: { type: 'hologram', depth: 3 }, stages: ['input'], onError: 'closed' },
      applies_to: [],
    })
    expect(problems.length).toBeGreaterThan(0)
    expect(found(guardrails, 'anything')).toMatchObject({
      action: 'block',
      failures: [{ message: 'Rules of the type “hologram” are not known here.' }],
    })
  })

  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [{ templates: ['*'] }, []],
    [{}, []],
    [null, []],
  ])('reads the scope %j', (applies_to, templates) => {
    const { guardrails } = plain('prompt_injection', {}, { applies_to })
    expect(guardrails[0]?.appliesTo.templates).toEqual(templates)
  })

  it('nonsense in a row is a problem, not an exception', () => {
    for (const config of [null, 7, 'x', [], { rule: 3 }, { rule: {} }, { patterns: [3] }]) {
      const { guardrails, problems } = plain('whatever', config, { action: 'explode' })
      expect(problems.length).toBeGreaterThan(0)
      expect(found(guardrails, 'text').hits).toEqual([])
    }
  })
})
