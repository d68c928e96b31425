import { describe, expect, it } from 'vitest'
import { assertionSchema } from '#shared/contract/run/run.ts'
import { splitList } from '#shared/domain/assertions/reading/comma-list.ts'
import { loadAssertions } from '#shared/domain/assertions/reading/load.ts'
import {
  loadAssertionText,
  loadNamedAssertion,
} from '#shared/domain/assertions/reading/text-form.ts'

const text = (form: string) => {
  const { assertions, problems } = loadAssertionText(form)
  expect(problems).toEqual([])
  const { type, isNegated, weight: _, ...rest } = assertions[0]! as Record<string, unknown>
  return { type: isNegated ? `not-${type}` : type, ...rest }
}

describe('unknown names', () => {
  it.each([
    ['contians', 'contains'],
    ['not-contians', 'not-contains'],
    ['isjson', 'is-json'],
    ['Equals', 'equals'],
    ['levenstein', 'levenshtein'],
  ])('%s is refused with %s as the nearest', (type, suggestion) => {
    const { assertions, problems } = loadAssertions([{ type: 'equals' }, { type, value: 'x' }])
    expect(problems).toEqual([
      { path: '1', message: expect.stringContaining(`"${suggestion}"`), suggestion },
    ])
    expect(assertions).toHaveLength(1)
  })

  it('says that a name of promptfoo is not taken for a typing error', () => {
    const [problem] = loadAssertions([{ type: 'not-moderation', value: 'x' }]).problems
    expect(problem).toMatchObject({
      suggestion: null,
      message: expect.stringContaining('promptfoo'),
    })
  })

  it('looks inside sets', () => {
    const { problems } = loadAssertions([{ type: 'assert-set', assert: [{ type: 'regx' }] }])
    expect(problems).toMatchObject([{ path: '0.assertions.0', suggestion: 'regex' }])
  })

  it('has the same sentence in the contract', () => {
    const parsed = assertionSchema.safeParse({ type: 'contians', value: 'x' })
    expect(parsed.error?.issues[0]?.message).toContain('Did you mean "contains"?')
    const negated = assertionSchema.safeParse({ type: 'not-contains', value: 'x' })
    expect(negated.error?.issues[0]?.message).toContain('isNegated')
    const missing = assertionSchema.safeParse({ type: 'regex' })
    expect(missing.error?.issues[0]?.path).toEqual(['value'])
  })
})

describe('wrong fields', () => {
  it.each([
    [{ type: 'contains', value: '' }, '0.value'],
    [{ type: 'regex' }, '0.value'],
    [{ type: 'word-count', value: 'many' }, '0.value'],
    [{ type: 'word-count', value: { min: 3, max: 1 } }, '0.value'],
    [{ type: 'contains', value: 'x', treshold: 1 }, '0'],
    [{ type: 'contains', value: 'x', weight: -1 }, '0.weight'],
    ['contains', '0'],
  ])('%j', (assertion, path) => {
    const { problems } = loadAssertions([assertion])
    expect(problems[0]?.path).toBe(path)
  })
  it('asks for a list', () => {
    expect(loadAssertions({ type: 'equals' }).problems).toHaveLength(1)
  })
})

describe('short form', () => {
  it.each([
    ['Paris', { type: 'equals', value: 'Paris' }],
    ['see: above', { type: 'equals', value: 'see: above' }],
    ['contains:Paris', { type: 'contains', value: 'Paris' }],
    ['not-contains:a:b', { type: 'not-contains', value: 'a:b' }],
    ['contains-any:a,"b, c"', { type: 'contains-any', value: ['a', 'b, c'] }],
    ['number', { type: 'number', tolerance: 0 }],
    ['number(0.01):3.14', { type: 'number', tolerance: 0.01, value: 3.14 }],
    ['levenshtein:abc', { type: 'levenshtein', value: 'abc', threshold: 5 }],
    ['levenshtein(2):abc', { type: 'levenshtein', value: 'abc', threshold: 2 }],
    ['is-json', { type: 'is-json' }],
    ['is-json:{"type":"object"}', { type: 'is-json', value: { type: 'object' } }],
    ['word-count:12', { type: 'word-count', value: 12 }],
    ['latency(200)', { type: 'latency', threshold: 200 }],
  ])('%s', (form, expected) => {
    expect(text(form)).toEqual(expected)
  })
  it('takes a misspelt name for a misspelt name', () => {
    expect(loadAssertionText('contians:Paris').problems[0]?.suggestion).toBe('contains')
    expect(loadAssertionText('moderation:is kind').problems).toHaveLength(1)
  })
  it('asks for a name where there must be one', () => {
    expect(loadNamedAssertion('not-number(0.5):2').assertions).toMatchObject([
      { type: 'number', isNegated: true, tolerance: 0.5, value: 2 },
    ])
    expect(loadNamedAssertion('numbr').problems[0]?.suggestion).toBe('number')
    expect(loadNamedAssertion('What is it?').problems).toHaveLength(1)
  })
  it('splits comma lists with quotes', () => {
    expect(splitList('a, "b, ""c""" ,d,')).toEqual(['a', 'b, "c"', 'd'])
  })
})
