import { describe, expect, it } from 'vitest'
import { defaultGuardrails, validateGuardrail } from '#shared/domain/guardrails/engine.ts'

const problems = (candidate: unknown): Record<string, string> => {
  const result = validateGuardrail(candidate)
  return result.ok
    ? {}
    : Object.fromEntries(result.problems.map(({ path, message }) => [path, message]))
}
const base = { name: 'g', stages: ['input'], rule: { type: 'pii', entities: ['SSN'] } }

describe('validateGuardrail', () => {
  it('accepts the defaults as they are, and fills in what may be left out', () => {
    for (const guardrail of defaultGuardrails)
      expect(validateGuardrail(guardrail)).toEqual({ ok: true, guardrail })
    expect(validateGuardrail(base)).toMatchObject({
      ok: true,
      guardrail: {
        severity: 'medium',
        action: 'warn',
        onError: 'open',
        enabled: true,
        appliesTo: { templates: [] },
      },
    })
  })

  it('names every problem with its path', () => {
    expect(
      Object.keys(
        problems({
          name: ' ',
          stages: ['inptu'],
          severity: 'huge',
          rule: { type: 'pii', entities: [] },
        }),
      ),
    ).toEqual(['rule.entities', 'name', 'stages', 'severity'])
    expect(problems({ ...base, sevrity: 'low' }).sevrity).toContain('Unknown field')
    expect(problems({ ...base, rule: { type: 'ssn' } })['rule.type']).toContain('Use one of: pii')
    expect(problems('nonsense')['']).toBe('A guardrail is an object.')
    expect(
      problems({ ...base, appliesTo: { labels: 'production' } })['appliesTo.labels'],
    ).toContain('list')
  })

  it.each([
    [{ type: 'regex', pattern: '(?<!a)b' }, 'rule.pattern', /look-behind/],
    [{ type: 'regex', pattern: 'x'.repeat(1001) }, 'rule.pattern', /at most 1000/],
    [{ type: 'keyword', words: [' '] }, 'rule.words', /at least one/],
    [{ type: 'max_length', limit: 0 }, 'rule.limit', /from 1 to/],
    [{ type: 'model_check', format: 'openai', url: 'ftp://x' }, 'rule.url', /http/],
    [{ type: 'custom', expression: '' }, 'rule.expression', /empty/],
  ])('refuses %j', (rule, path, message) => {
    expect(problems({ ...base, rule })[path]).toMatch(message)
  })

  it('refuses what could never work', () => {
    const schema = { type: 'json_schema', schema: { type: 'object' } }
    expect(problems({ ...base, rule: schema }).stages).toContain('output stage')
    expect(
      problems({ ...base, stages: ['output'], rule: { type: 'json_schema', schema: 3 } })[
        'rule.schema'
      ],
    ).toContain('JSON object')
    expect(
      problems({ ...base, stages: ['output'], rule: schema, action: 'redact' }).action,
    ).toContain('no span')
  })
})
