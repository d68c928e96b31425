import { describe, expect, test } from 'vitest'
import { compileChecks } from '#shared/domain/assertions/check.ts'
import type { Observed } from '#shared/domain/assertions/finding.ts'
import { sqlProblem } from '#shared/domain/assertions/formats/sql.ts'
import { loadAssertions } from '#shared/domain/assertions/reading/load.ts'
import type { AssertionServices } from '#shared/domain/assertions/services.ts'

async function judge(
  assertion: object,
  observed: Partial<Observed>,
  services: AssertionServices = {},
) {
  const { assertions, problems } = loadAssertions([assertion])
  expect(problems).toEqual([])
  const check = compileChecks(assertions, undefined, services)
  return check({ output: '', expected: null, latencyMs: 0, ...observed })
}

/** Whether it passes, also turned round; an error passes neither way. */
async function both(assertion: { type: string }, observed: Partial<Observed>) {
  const turned = { ...assertion, type: `not-${assertion.type}` }
  return [(await judge(assertion, observed)).isPassed, (await judge(turned, observed)).isPassed]
}

test.each([
  [{ type: 'cost', threshold: 0.01 }, { cost: 0.01 }, [true, false]],
  [{ type: 'cost', threshold: 0.01 }, { cost: 0.02 }, [false, true]],
  [{ type: 'cost', threshold: 0.01 }, { cost: null }, [false, false]],
  [{ type: 'finish-reason', value: 'stop' }, { finishReason: 'stop' }, [true, false]],
  [
    { type: 'finish-reason', value: 'content_filter' },
    { finishReason: 'content-filter' },
    [true, false],
  ],
  [{ type: 'finish-reason', value: 'stop' }, { finishReason: null }, [false, false]],
  [{ type: 'is-refusal' }, { output: 'I’m sorry, but I can’t help with that.' }, [true, false]],
  [{ type: 'is-refusal' }, { output: 'As an AI language model I do not' }, [true, false]],
  [{ type: 'is-refusal' }, { output: 'I cannot provide instructions for this.' }, [true, false]],
  [{ type: 'is-refusal' }, { output: '' }, [true, false]],
  [{ type: 'is-refusal' }, { output: 'Paris is the capital of France.' }, [false, true]],
  [{ type: 'is-refusal' }, { output: 'She said sorry and went home.' }, [false, true]],
  [{ type: 'guardrails' }, { guardrails: [] }, [true, false]],
  [{ type: 'guardrails' }, { guardrails: ['pii'] }, [false, true]],
  [{ type: 'is-sql' }, { output: 'SELECT a FROM t WHERE b = 1' }, [true, false]],
  [{ type: 'is-sql' }, { output: 'Here it is: SELECT a' }, [false, true]],
  [{ type: 'contains-sql' }, { output: 'Use this:\n```sql\nSELECT a FROM t;\n```' }, [true, false]],
  [{ type: 'contains-sql' }, { output: 'I would select a card.' }, [false, true]],
] as const)('%j of %j', async (assertion, observed, expected) => {
  expect(await both(assertion, observed as Partial<Observed>)).toEqual(expected)
})

test.each([
  [
    'SELECT count(*) FROM a JOIN b ON a.id = b.id GROUP BY x HAVING count(*) > 1 ORDER BY 1 LIMIT 5',
    true,
  ],
  ["INSERT INTO t (a, b) VALUES (1, 'it''s')", true],
  ['UPDATE t SET a = 1 WHERE b IN (SELECT b FROM u)', true],
  ['WITH x AS (SELECT 1) SELECT * FROM x', true],
  ['SELECT 1 UNION ALL SELECT 2;', true],
  ['DELETE FROM t', true],
  ['SELECT a FROM', false],
  ['SELECT a WHERE b FROM t', false],
  ['SELECT (a FROM t', false],
  ["SELECT 'a FROM t", false],
  ['FROM t SELECT a', false],
  ['SELECT * FROM (SELECT a WHERE) x', false],
  ['UPDATE t WHERE a = 1', false],
  ['select the best option you can find', false],
  ['', false],
])('%s is SQL: %s', (text, isSql) => {
  expect(sqlProblem(text) === null).toBe(isSql)
})

describe('tool calls', () => {
  const tools = [
    {
      type: 'function',
      function: {
        name: 'weather',
        parameters: {
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
        },
      },
    },
  ]
  const call = (name: string, args: unknown) =>
    JSON.stringify([{ type: 'function', function: { name, arguments: JSON.stringify(args) } }])
  const type = 'is-valid-openai-tools-call'

  test.each([
    [call('weather', { city: 'Paris' }), true, 'Valid: weather.'],
    [call('weather', { town: 'Paris' }), false, 'do not conform'],
    [call('wether', { city: 'Paris' }), false, 'no tool "wether"'],
    ['It is sunny.', false, 'no tool call'],
  ])('%s', async (output, isPassed, reason) => {
    const verdict = await judge({ type, value: tools }, { output })
    expect(verdict.isPassed).toBe(isPassed)
    expect(verdict.outcomes[0]?.reason).toContain(reason)
  })

  test('F1 is over the names that were called', async () => {
    const output = JSON.stringify([{ name: 'a' }, { name: 'b' }])
    const f1 = (value: string[], threshold: number) =>
      judge({ type: 'tool-call-f1', value, threshold }, { output })
    expect((await f1(['a', 'b'], 1)).isPassed).toBe(true)
    // Precision 1/2, recall 1/2.
    expect(await f1(['a', 'c'], 0.6)).toMatchObject({ isPassed: false, score: 0.5 })
  })
})

describe('judges', () => {
  const says = (answer: object | string, cost = 0.001): AssertionServices & { asked: string[] } => {
    const asked: string[] = []
    return {
      asked,
      ask: async ({ user }) => {
        asked.push(user)
        return { text: typeof answer === 'string' ? answer : JSON.stringify(answer), cost }
      },
    }
  }

  test('a rubric passes as the judge says, with its reason and its cost', async () => {
    const services = says({ reason: 'Kind.', pass: true, score: 0.8 })
    const rubric = { type: 'llm-rubric', value: 'is kind', metric: 'kindness' }
    expect(await judge(rubric, { output: 'Hello!' }, services)).toMatchObject({
      isPassed: true,
      score: 0.8,
      judgeCost: 0.001,
      namedScores: { kindness: 0.8 },
      outcomes: [{ reason: 'Kind.' }],
    })
    expect(services.asked[0]).toContain('<output>\nHello!\n</output>')
    const strict = await judge({ ...rubric, threshold: 0.9 }, { output: 'Hello!' }, services)
    expect(strict.isPassed).toBe(false)
    const turned = await judge({ ...rubric, type: 'not-llm-rubric' }, { output: 'x' }, services)
    expect(turned).toMatchObject({ isPassed: false, score: expect.closeTo(0.2, 9) })
  })

  test('a judge that answers anything else has judged nothing', async () => {
    const verdict = await judge({ type: 'llm-rubric', value: 'x' }, {}, says('It is fine.'))
    expect(verdict).toMatchObject({ isPassed: false, error: expect.stringContaining('The judge') })
    const nobody = await judge({ type: 'llm-rubric', value: 'x' }, {})
    expect(nobody.error).toContain('No judge was chosen')
  })

  test.each([
    [{ type: 'g-eval', value: 'coherent' }, { reason: 'r', score: 7 }, true, 0.7],
    [
      { type: 'g-eval', value: ['a', 'b'], threshold: 0.8 },
      { reason: 'r', score: '7' },
      false,
      0.7,
    ],
    [{ type: 'factuality', value: 'x' }, { reason: 'r', choice: 'superset' }, true, 1],
    [
      { type: 'model-graded-factuality', value: 'x' },
      { reason: 'r', choice: 'contradicts' },
      false,
      0,
    ],
    [{ type: 'model-graded-closedqa', value: 'x' }, { reason: 'r', pass: false }, false, 0],
    [{ type: 'context-recall', value: 'x' }, { reason: 'r', total: 4, supported: 3 }, true, 0.75],
    [
      { type: 'context-relevance', threshold: 0.9 },
      { reason: 'r', total: 4, supported: 3 },
      false,
      0.75,
    ],
    [{ type: 'context-faithfulness' }, { reason: 'r', total: 0, supported: 0 }, false, 0],
  ])('%j with %j', async (assertion, answer, isPassed, score) => {
    const inputs = { context: ['one', 'two'], query: 'why?' }
    expect(await judge(assertion, { output: 'o', inputs }, says(answer))).toMatchObject({
      isPassed,
      score: expect.closeTo(score, 9),
    })
  })

  test('similarity is the nearest of the references', async () => {
    const vectors: Record<string, number[]> = { out: [1, 0], near: [0.8, 0.6], far: [0, 1] }
    const services: AssertionServices = {
      embed: async (texts) => ({ vectors: texts.map((text) => vectors[text] ?? []), cost: null }),
    }
    const similar = (type: string, threshold: number) =>
      judge({ type, value: ['far', 'near'], threshold }, { output: 'out' }, services)
    expect(await similar('similar', 0.75)).toMatchObject({
      isPassed: true,
      score: expect.closeTo(0.8, 9),
    })
    expect(await similar('similar:dot', 0.9)).toMatchObject({ isPassed: false })
    const distance = Math.hypot(0.2, 0.6)
    expect((await similar('similar:euclidean', 0.5)).score).toBeCloseTo(1 / (1 + distance), 9)
    expect((await similar('not-similar', 0.75)).isPassed).toBe(false)
  })

  test('relevance is the nearness of the questions that the output answers', async () => {
    const services: AssertionServices = {
      ...says({ reason: 'r', questions: ['a', 'b'], isEvasive: false }),
      embed: async (texts) => ({
        vectors: texts.map((_, index) => (index < 2 ? [1, 0] : [0, 1])),
        cost: 0,
      }),
    }
    const verdict = await judge({ type: 'answer-relevance', threshold: 0.6 }, {}, services)
    expect(verdict).toMatchObject({
      isPassed: false,
      score: expect.closeTo(0.5, 9),
      judgeCost: 0.001,
    })
  })
})
