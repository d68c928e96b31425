import { describe, expect, it } from 'vitest'
import { checkText, compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type { GuardrailRule, GuardrailServices } from '#shared/domain/guardrails/types.ts'
import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import { guardrail } from './build.ts'
import { rows } from './corpus.ts'

const spans = (rule: GuardrailRule, text: string, services: GuardrailServices = {}): string[] =>
  checkText([rule], text, services).violations.map(({ start, end }) => text.slice(start, end))

describe('keyword', () => {
  const words = ['project falcon', 'cat', 'C++']
  it('finds whole words in any spelling of blanks and widths', () => {
    const rule = { type: 'keyword' as const, words, caseSensitive: false, wholeWords: true }
    expect(spans(rule, 'Project  FALCON, ｃａｔ food, concatenate, c++')).toEqual([
      'Project  FALCON',
      'ｃａｔ',
      'c++',
    ])
  })
  it('finds parts of words and minds case when asked to', () => {
    expect(
      spans(
        { type: 'keyword', words: ['cat'], caseSensitive: true, wholeWords: false },
        'Cat concat',
      ),
    ).toEqual(['cat'])
  })
})

describe('regex', () => {
  it('reports every match with spans of the text, across astral characters', () => {
    expect(spans({ type: 'regex', pattern: 'ab+', flags: 'i' }, '😀 aB 😀abb')).toEqual([
      'aB',
      'abb',
    ])
    expect(spans({ type: 'regex', pattern: '^b$', flags: 'm' }, 'a\nb')).toEqual(['b'])
  })
  it('says in plain words what it cannot run', () => {
    expect(checkText([{ type: 'regex', pattern: '(a)\\1' }], 'aa').failures[0]).toContain(
      'back-reference',
    )
    expect(checkText([{ type: 'regex', pattern: 'a(' }], 'a').failures[0]).toContain(
      'The pattern cannot be used',
    )
    expect(checkText([{ type: 'regex', pattern: 'a', flags: 'y' }], 'a').failures[0]).toContain(
      'Unknown flag',
    )
  })
  it('covers the rest of a text with too many matches', () => {
    const found = checkText([{ type: 'regex', pattern: 'a' }], 'ab'.repeat(3000)).violations
    expect(found).toHaveLength(1000)
    expect(found.at(-1)?.end).toBe(6000)
  })
  it('finishes on every pattern that hangs other engines, or refuses it', () => {
    const hostile = rows<{ pattern: string; flags: string; input: string }>('redos.jsonl')
    expect(hostile).toHaveLength(21)
    const refused = hostile.filter(
      ({ pattern, flags, input }) =>
        checkText([{ type: 'regex', pattern, flags }], input).failures.length > 0,
    )
    expect(refused.length).toBeLessThanOrEqual(1)
  })
})

describe('max_length', () => {
  it('counts characters and marks what is too much, never half a character', () => {
    expect(spans({ type: 'max_length', limit: 3, unit: 'characters' }, 'abcdef')).toEqual(['def'])
    expect(spans({ type: 'max_length', limit: 3, unit: 'characters' }, 'ab😀cd')).toEqual(['cd'])
    expect(spans({ type: 'max_length', limit: 6, unit: 'characters' }, 'abcdef')).toEqual([])
  })
  describe('in tokens', () => {
    const rule = { type: 'max_length' as const, limit: 5, unit: 'tokens' as const }
    const one = guardrail(rule, { stages: ['output'] })
    const judge = (
      text: string,
      services: GuardrailServices = { loadTokenizer: loadTokenCounter },
    ) => compileGuardrails([one], services).checkAsync({ stage: 'output', text })

    it('counts them as models do, also what looks like a special token', async () => {
      const { violations } = await judge('How many tokens has this sentence?')
      expect(violations[0]?.message).toBe('The text has 7 tokens; at most 5 are allowed.')
      expect((await judge('How many tokens has it')).violations).toEqual([])
      expect((await judge('<|endoftext|> is data')).failures).toEqual([])
    })

    it('never guesses from characters: without a tokenizer the check fails', async () => {
      expect((await judge('a b c d e f', {})).failures[0]?.message).toContain('no tokenizer')
    })

    it('loads no tokenizer for a text too short to matter', async () => {
      const loadTokenizer = () => Promise.reject(new Error('not asked for'))
      expect((await judge('a', { loadTokenizer })).failures).toEqual([])
    })

    it('judges the rendered prompt as a whole, the author’s words included', async () => {
      const { violations } = await compileGuardrails([guardrail(rule, { stages: ['prompt'] })], {
        loadTokenizer: loadTokenCounter,
      }).checkAsync({
        stage: 'prompt',
        text: 'Answer in at most three short words: x',
        templateText: 'Answer in at most three short words: {{ q }}',
        variables: { q: 'x' },
      })
      expect(violations).toHaveLength(1)
    })
  })
})

describe('json_schema', () => {
  const schema = {
    type: 'object',
    required: ['age'],
    properties: {
      age: { type: 'integer', minimum: 0 },
      id: { type: 'string', pattern: '^[a-z]+$' },
    },
  }
  const check = (text: string, of: unknown = schema) =>
    compileGuardrails([guardrail({ type: 'json_schema', schema: of })]).check({
      stage: 'output',
      text,
    })

  it('passes what fits and says where the rest does not', () => {
    expect(check('{"age": 3, "id": "abc"}').violations).toEqual([])
    expect(check('{"age": -1}').violations[0]?.message).toContain('/age')
    expect(check('{"age": 1, "id": "A1"}').violations[0]?.message).toContain('/id')
    expect(check('{"age": ').violations[0]?.message).toContain('no valid JSON')
  })
  it('runs patterns in linear time and refuses what it cannot', () => {
    const evil = { type: 'string', pattern: '^(a+)+$' }
    expect(check(JSON.stringify(`${'a'.repeat(5000)}!`), evil).violations).toHaveLength(1)
    expect(check('{}', { patternProperties: { '^a': {} } }).failures[0]?.message).toContain(
      'patternProperties',
    )
    expect(check('{}', { $ref: '#/$defs/none' }).failures).toHaveLength(1)
  })
})

describe('custom', () => {
  it('is given text, variables and metadata, and may say why', () => {
    const services: GuardrailServices = {
      evaluate: (expression, { text, variables, metadata }) =>
        expression === 'long' &&
        text.length > 3 &&
        variables.a === 1 &&
        metadata.b === 2 &&
        'The text is long.',
    }
    const compiled = compileGuardrails(
      [guardrail({ type: 'custom', expression: 'long' })],
      services,
    )
    const input = { stage: 'input' as const, text: 'abcd', variables: { a: 1 }, metadata: { b: 2 } }
    expect(compiled.check(input).violations).toMatchObject([
      { message: 'The text is long.', start: 0, end: 4 },
    ])
    expect(compiled.check({ ...input, text: 'abc' }).violations).toEqual([])
    expect(
      compileGuardrails([guardrail({ type: 'custom', expression: 'x' })]).check(input).failures,
    ).toHaveLength(1)
  })
})
