import { describe, expect, it } from 'vitest'
import { compileAssertions } from '#shared/domain/assertions/check.ts'
import { loadAssertions } from '#shared/domain/assertions/reading/load.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import { isDeepEqual } from '#shared/domain/assertions/values.ts'

function judge(assertion: object, output: string, expected: unknown = null) {
  const { assertions, problems } = loadAssertions([assertion])
  expect(problems).toEqual([])
  return compileAssertions(assertions)({ output, expected, latencyMs: 12 })
}
const passes = (assertion: object, output: string, expected: unknown = null) =>
  judge(assertion, output, expected).isPassed

describe('equals', () => {
  it.each([
    [{ type: 'equals', value: 'Paris' }, 'Paris', null, true],
    [{ type: 'equals', value: 'Paris' }, 'paris', null, false],
    [{ type: 'equals', value: 18 }, '18', null, true],
    [{ type: 'equals', value: true }, 'true', null, true],
    [{ type: 'equals', value: { a: [1, 2] } }, '{ "a": [1,2] }', null, true],
    [{ type: 'equals', value: { a: [1, 2] } }, '{ "a": [2,1] }', null, false],
    [{ type: 'equals', value: { a: 1 } }, '{ "a": 1, "b": 2 }', null, false],
    [{ type: 'equals', value: { a: 1 } }, 'not json', null, false],
    [{ type: 'not-equals', value: { a: 1 } }, 'not json', null, true],
    [{ type: 'equals' }, 'Paris', 'Paris', true],
    [{ type: 'equals' }, '["x"]', ['x'], true],
    [{ type: 'not-equals' }, 'Paris', 'Rome', true],
  ])('%j on %j', (assertion, output, expected, isPassed) => {
    expect(passes(assertion, output, expected)).toBe(isPassed)
  })

  it('is an error, not a failure, where there is nothing to compare with', () => {
    const verdict = judge({ type: 'equals' }, 'Paris')
    expect(verdict.error).toContain('no expected value')
    expect(verdict.isPassed).toBe(false)
  })

  it('does not take an own key called __proto__ for a prototype', () => {
    const value: unknown = JSON.parse('{"__proto__": {"a": 1}}')
    expect(isDeepEqual(value, JSON.parse('{"__proto__": {"a": 1}}'))).toBe(true)
    expect(isDeepEqual(value, { a: 1 })).toBe(false)
    expect(isDeepEqual({}, { constructor: 1 })).toBe(false)
    expect(isDeepEqual({ constructor: 1 }, { toString: 1 })).toBe(false)
  })
})

describe('texts', () => {
  it.each([
    [{ type: 'contains', value: 'Par' }, 'in Paris', true],
    [{ type: 'contains', value: 18 }, 'it is 18.', true],
    [{ type: 'contains', value: 'par' }, 'in Paris', false],
    [{ type: 'not-contains', value: 'par' }, 'in Paris', true],
    [{ type: 'icontains', value: 'PAR' }, 'in Paris', true],
    [{ type: 'starts-with', value: 'in ' }, 'in Paris', true],
    [{ type: 'starts-with', value: 'Paris' }, 'in Paris', false],
    [{ type: 'contains-all', value: 'a, b' }, 'xbya', true],
    [{ type: 'contains-all', value: ['a', 'c'] }, 'xbya', false],
    [{ type: 'contains-any', value: '"a, b",c' }, 'c', true],
    [{ type: 'contains-any', value: '"a, b",c' }, 'a', false],
    [{ type: 'contains-any', value: [1, 2] }, 'the 2nd', true],
    [{ type: 'not-contains-any', value: 'x,y' }, 'abc', true],
    [{ type: 'not-contains-all', value: 'a,x' }, 'abc', true],
    [{ type: 'icontains-all', value: 'A,B' }, 'b a', true],
    [{ type: 'icontains-any', value: 'Q,B' }, 'b a', true],
    [{ type: 'word-count', value: 3 }, ' one  two\nthree ', true],
    [{ type: 'word-count', value: '3' }, 'one two', false],
    [{ type: 'word-count', value: { min: 1, max: 2 } }, 'one two', true],
    [{ type: 'word-count', value: { min: 3 } }, 'one two', false],
    [{ type: 'word-count', value: { max: 0 } }, '', true],
    [{ type: 'levenshtein', value: 'kitten' }, 'sitting', true],
    [{ type: 'levenshtein', value: 'kitten', threshold: 2 }, 'sitting', false],
    [{ type: 'latency', threshold: 12 }, '', true],
    [{ type: 'latency', threshold: 11 }, '', false],
  ])('%j on %j', (assertion, output, isPassed) => {
    expect(passes(assertion, output)).toBe(isPassed)
  })

  it('says what is missing', () => {
    expect(judge({ type: 'contains-all', value: 'a,c,d' }, 'a').reason).toBe(
      'The output does not contain "c", "d".',
    )
  })
})

describe('regex', () => {
  it.each([
    ['^\\d+$', '18', true],
    ['^\\d+$', '18 eggs', false],
    ['a.c', 'a\nc', false],
    ['(?<year>\\d{4})-(\\d\\d)', 'on 2024-05', true],
    ['[[]x[\\]]', 'a[x]', true],
    ['[^]', '\n', true],
    ['a[]', 'a', false],
    ['\\s', '\u00a0', true],
    ['^\\S+$', 'a\u3000b', false],
    ['[\\S]', ' x', true],
    ['\\u00e9\\x41', 'éA', true],
    ['\\p{L}', 'p{L}', true],
    ['[\\b]', '\b', true],
    ['x{,2}', 'x{,2}', true],
    ['\\/\\-\\_', '/-_', true],
    ['[a\\-z]+', '-', true],
    ['(?i:PARIS)', 'paris', true],
  ])('/%s/ on %j as JavaScript has it', (value, output, isPassed) => {
    expect(passes({ type: 'regex', value }, output)).toBe(isPassed)
    expect(new RegExp(value).test(output)).toBe(isPassed)
  })

  it.each(['(', '[z-a]', 'a**'])('fails on the invalid pattern %s, negated or not', (value) => {
    const verdict = judge({ type: 'regex', value }, 'a')
    expect(verdict).toMatchObject({ isPassed: false, error: null })
    expect(verdict.reason).toContain('not valid')
    expect(passes({ type: 'not-regex', value }, 'a')).toBe(false)
  })

  it.each(['(?=a)', '(?<!a)b', '(a)\\1', '(?<x>a)\\k<x>', 'a{1001}'])(
    'refuses %s with a reason instead of risking a hang',
    (value) => {
      expect(() => judge({ type: 'regex', value }, 'a')).toThrow(AssertionRefused)
    },
  )

  it('answers at once where a backtracking matcher never would', () => {
    expect(passes({ type: 'regex', value: '^(a+)+$' }, `${'a'.repeat(50_000)}!`)).toBe(false)
  })
})

describe('JSON', () => {
  const schema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
  it.each([
    [{ type: 'is-json' }, '{"a":1}', true],
    [{ type: 'is-json' }, '5', true],
    [{ type: 'is-json' }, 'null', true],
    [{ type: 'is-json' }, '{a:1}', false],
    [{ type: 'is-json' }, '```json\n{}\n```', false],
    [{ type: 'not-is-json' }, 'text', true],
    [{ type: 'is-json', value: schema }, '{"n":1}', true],
    [{ type: 'is-json', value: schema }, '{"n":"1"}', false],
    [{ type: 'not-is-json', value: schema }, '{"n":"1"}', true],
    [{ type: 'contains-json' }, 'Here: {"a": "}"} ok', true],
    [{ type: 'contains-json' }, 'a [1, 2] b', true],
    [{ type: 'contains-json' }, 'none {a} here', false],
    [{ type: 'contains-json', value: schema }, '{"x":1} then {"n":2}', true],
    [{ type: 'contains-json', value: schema }, '{"x":1}', false],
  ])('%j on %j', (assertion, output, isPassed) => {
    expect(passes(assertion, output)).toBe(isPassed)
  })

  it('matches a schema pattern in linear time', () => {
    const value = { type: 'string', pattern: '^(a+)+$' }
    expect(passes({ type: 'is-json', value }, JSON.stringify(`${'a'.repeat(5000)}!`))).toBe(false)
  })

  it('refuses a schema that is none', () => {
    expect(() => judge({ type: 'is-json', value: { type: 'nonsense' } }, '{}')).toThrow(
      AssertionRefused,
    )
  })
})

describe('markup', () => {
  const xml = '<?xml version="1.0"?>\n<order id="1"><item>a &amp; b</item><item/></order>\n'
  it.each([
    [{ type: 'is-xml' }, xml, true],
    [{ type: 'is-xml' }, '<a><!-- x --><![CDATA[ < & ]]></a>', true],
    [{ type: 'is-xml' }, '<a><b></a></b>', false],
    [{ type: 'is-xml' }, '<a>', false],
    [{ type: 'is-xml' }, '<a x="1" x="2"/>', false],
    [{ type: 'is-xml' }, '<a>fish & chips</a>', false],
    [{ type: 'is-xml' }, '<a/><b/>', false],
    [{ type: 'is-xml' }, `Here: ${xml}`, false],
    [{ type: 'not-is-xml' }, 'text', true],
    [{ type: 'is-xml', value: 'order.item' }, xml, true],
    [{ type: 'is-xml', value: { requiredElements: ['order.price'] } }, xml, false],
    [{ type: 'contains-xml' }, `Here: ${xml} and more`, true],
    [{ type: 'contains-xml' }, 'a < b, <broken> and <a>this</a>', true],
    [{ type: 'contains-xml', value: ['b'] }, '<a/> then <b/>', true],
    [{ type: 'contains-xml' }, '1 < 2', false],
    [{ type: 'is-html' }, '<!DOCTYPE html><html><body>x</body></html>', true],
    [{ type: 'is-html' }, '<p class="a">x<br></p>', true],
    [{ type: 'is-html' }, 'Sure: <p>x</p>', false],
    [{ type: 'is-html' }, '<thinking>x</thinking>', false],
    [{ type: 'contains-html' }, 'Sure: <b>x</b>', true],
    [{ type: 'contains-html' }, 'one<br/>two', true],
    [{ type: 'contains-html' }, 'if a <b and c> d', false],
  ])('%j on %j', (assertion, output, isPassed) => {
    expect(passes(assertion, output)).toBe(isPassed)
  })

  it('says where XML breaks', () => {
    expect(judge({ type: 'is-xml' }, '<a>\n<b>\n</c></a>').reason).toContain('</c> where </b>')
    expect(judge({ type: 'is-xml' }, '<a>\n<b>\n</c></a>').reason).toContain('line 3')
  })

  it('ends soon on a text full of openings', () => {
    expect(passes({ type: 'contains-xml' }, '<a '.repeat(50_000))).toBe(false)
    expect(passes({ type: 'is-xml' }, '<a>'.repeat(50_000))).toBe(false)
  })
})

describe('scoring', () => {
  const run = (assertions: object[], output: string, threshold?: number) => {
    const loaded = loadAssertions(assertions)
    expect(loaded.problems).toEqual([])
    return compileAssertions(loaded.assertions, threshold)({ output, expected: null, latencyMs: 0 })
  }
  const a = { type: 'contains', value: 'a' }
  const b = { type: 'contains', value: 'b' }

  it('is the mean by weight; without a threshold every assertion must pass', () => {
    expect(run([{ ...a, weight: 3 }, b], 'a')).toMatchObject({ isPassed: false, score: 0.75 })
  })
  it('passes by score where there is a threshold', () => {
    expect(run([{ ...a, weight: 3 }, b], 'a', 0.75).isPassed).toBe(true)
    expect(run([{ ...a, weight: 3 }, b], 'a', 0.76).isPassed).toBe(false)
    expect(run([a], 'x', 0).isPassed).toBe(true)
  })
  it('records weight 0 without judging by it', () => {
    expect(run([a, { ...b, weight: 0 }], 'a')).toMatchObject({ isPassed: true, score: 1 })
  })
  it('passes when there is nothing to check', () => {
    expect(run([], 'x')).toMatchObject({ isPassed: true, score: 1, outcomes: [] })
  })
  it('turns a graded score round when negated', () => {
    const verdict = run([{ type: 'not-gleu', value: 'one two', threshold: 0.5 }], 'one two')
    expect(verdict).toMatchObject({ isPassed: false, score: 0 })
  })
  it('averages named metrics by weight', () => {
    const named = run(
      [
        { ...a, metric: 'm', weight: 3 },
        { ...b, metric: 'm' },
      ],
      'a',
    ).namedScores
    expect(named).toEqual({ m: 0.75 })
  })
  it('judges a set by its own threshold and counts it as one', () => {
    const set = { type: 'assert-set', assert: [a, b], threshold: 0.5 }
    const verdict = run([set, { type: 'contains', value: 'c' }], 'ac')
    expect(verdict).toMatchObject({ isPassed: true, score: 0.75 })
    expect(verdict.outcomes.map(({ type }) => type)).toEqual([
      'assert-set',
      'contains',
      'contains',
      'contains',
    ])
  })
})
