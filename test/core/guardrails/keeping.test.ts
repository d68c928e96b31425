import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'

const cities = {
  name: 'no_cities',
  rule: { type: 'keyword', words: ['Paris'] },
  action: 'block' as const,
}

test('a guardrail keeps every field that a person decides', async () => {
  const { client, environment, close } = await makeTestCore()
  await client.guardrail.create({
    ...cities,
    stages: ['output'],
    severity: 'low',
    appliesTo: { templates: ['letter'], categories: ['mail'], labels: ['production'] },
    onError: 'closed',
    isEnabled: false,
    description: 'Cities are secret.',
    samples: [{ id: '1', text: 'I live in Paris.', expected: 'violation' }],
  })
  await close()
  const again = await makeTestCore({ dataFolder: environment.dataFolder })
  expect(await again.client.guardrail.get({ name: 'no_cities' })).toMatchObject({
    rule: { type: 'keyword', words: ['Paris'], caseSensitive: false, wholeWords: true },
    action: 'block',
    stages: ['output'],
    severity: 'low',
    appliesTo: { templates: ['letter'], categories: ['mail'], labels: ['production'] },
    onError: 'closed',
    isEnabled: false,
    description: 'Cities are secret.',
    samples: [{ id: '1', text: 'I live in Paris.', expected: 'violation' }],
    counters: { checks: 0, violations: 0, failures: 0, falsePositives: 0 },
  })
})

test.each([
  ['a pattern with look-ahead', { type: 'regex', pattern: '(?=a)b' }, 'rule.pattern'],
  ['an unknown type', { type: 'magic' }, 'rule.type'],
  ['no words', { type: 'keyword', words: [] }, 'rule.words'],
  ['a broken expression', { type: 'custom', expression: 'text ==' }, 'rule.expression'],
  [
    'tags in an expression',
    { type: 'custom', expression: 'a) %}{% set b = (c' },
    'rule.expression',
  ],
])('%s is refused with its place, and nothing is stored', async (_, rule, field) => {
  const { client } = await makeTestCore()
  const call = client.guardrail.create({ name: 'mine', rule })
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', data: { where: { field } } })
  expect((await client.guardrail.list({})).items).toHaveLength(3)
  const change = client.guardrail.update({ name: 'toxicity_basic', rule })
  await expect(change).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a name is used once, also by an archived guardrail', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.create(cities)
  await client.guardrail.archive({ name: 'no_cities' })
  await expect(client.guardrail.create(cities)).rejects.toMatchObject({
    code: 'already_exists',
    data: { fix: expect.stringContaining('restore') },
  })
  const rename = client.guardrail.update({ name: 'toxicity_basic', newName: 'no_cities' })
  await expect(rename).rejects.toMatchObject({ code: 'already_exists' })
})

test('archived means out of use until it is taken back', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.create(cities)
  const actionOf = async () => (await client.guardrail.check({ text: 'Paris' })).action
  expect(await actionOf()).toBe('block')
  await client.guardrail.archive({ name: 'no_cities' })
  expect(await actionOf()).toBe('allow')
  expect((await client.guardrail.list({})).items.map(({ name }) => name)).not.toContain('no_cities')
  await client.guardrail.archive({ name: 'no_cities', isArchived: false })
  expect(await actionOf()).toBe('block')
})

test('a default guardrail that was renamed or archived does not come back beside itself', async () => {
  const { client, environment, close } = await makeTestCore()
  await client.guardrail.update({ name: 'toxicity_basic', newName: 'rudeness' })
  await client.guardrail.archive({ name: 'pii_detection_basic' })
  await close()
  const again = await makeTestCore({ dataFolder: environment.dataFolder })
  const names = (await again.client.guardrail.list({})).items.map(({ name }) => name)
  expect(names).toEqual(['prompt_injection_basic', 'rudeness'])
})

test('the bench says what was expected and what came, and what a change would do', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.create({
    ...cities,
    samples: [
      { id: 'a', text: 'Off to Paris.', expected: 'violation' },
      { id: 'b', text: 'Off to Rome.', expected: 'violation' },
      { id: 'c', text: 'Staying at home.', expected: 'clean' },
    ],
  })
  const now = await client.guardrail.test({ name: 'no_cities' })
  expect(now.verdicts.map(({ id, actual, isExpected }) => [id, actual, isExpected])).toEqual([
    ['a', 'violation', true],
    ['b', 'clean', false],
    ['c', 'clean', true],
  ])
  expect(now.newlyCaught).toEqual([])
  const change = { rule: { type: 'keyword', words: ['Rome'] } }
  const changed = await client.guardrail.test({ name: 'no_cities', change })
  expect(changed.newlyCaught.map(({ id }) => id)).toEqual(['b'])
  expect(changed.newlyMissed.map(({ id }) => id)).toEqual(['a'])
  expect(changed.agreement).toEqual({ before: 2, after: 2, of: 3 })
  expect((await client.guardrail.check({ text: 'Paris' })).action).toBe('block')
})

test('an expression sees text and metadata, and one that fails is a failure, not a pass', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.create({
    name: 'free_tier',
    action: 'block',
    onError: 'closed',
    rule: { type: 'custom', expression: "metadata.tier == 'free' and text | length > 3" },
  })
  const check = (text: string, metadata: { tier?: string }) =>
    client.guardrail.check({ text, metadata })
  expect((await check('long text', { tier: 'free' })).action).toBe('block')
  expect((await check('Hi', { tier: 'free' })).action).toBe('allow')
  expect((await check('long text', { tier: 'paid' })).action).toBe('allow')
  const failed = await check('long text', {})
  expect(failed).toMatchObject({ action: 'block', violations: [] })
  expect(failed.failures).toEqual([{ guardrailName: 'free_tier', message: expect.any(String) }])
})

test('an expression ends by its budget', async () => {
  const { client } = await makeTestCore()
  const expression = 'range(100000) | map("string") | join | length > 1'
  await client.guardrail.create({ name: 'greedy', rule: { type: 'custom', expression } })
  const { failures, action } = await client.guardrail.check({ text: 'hello' })
  expect(failures).toHaveLength(1)
  expect(action).toBe('allow')
})
