import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'

test('a new workspace has the three default guardrails', async () => {
  const { client } = await makeTestCore()
  const { items } = await client.guardrail.list({})
  expect(items.map(({ name, action, isEnabled }) => [name, action, isEnabled])).toEqual([
    ['pii_detection_basic', 'block', true],
    ['prompt_injection_basic', 'block', true],
    ['toxicity_basic', 'warn', true],
  ])
})

test('a template has the guardrails whose scope takes it in: by name, by category, or all', async () => {
  const { client } = await makeTestCore()
  const content = { body: { kind: 'text' as const, text: 'x' } }
  await client.template.create({ name: 'a', category: 'letters', content })
  await client.template.create({ name: 'b', content })
  const scope: Record<'templates' | 'categories' | 'labels', string[]> = {
    templates: [],
    categories: [],
    labels: [],
  }
  const limit = (name: string, change: Partial<typeof scope>) =>
    client.guardrail.update({ name, appliesTo: { ...scope, ...change } })
  await limit('toxicity_basic', { templates: ['b'] })
  await limit('pii_detection_basic', { categories: ['letters'] })
  const of = async (template: string) =>
    (await client.guardrail.list({ template })).items.map(({ name }) => name)
  expect(await of('a')).toEqual(['pii_detection_basic', 'prompt_injection_basic'])
  expect(await of('b')).toEqual(['prompt_injection_basic', 'toxicity_basic'])
  await limit('prompt_injection_basic', { labels: ['production'] })
  expect(await of('b')).toEqual(['toxicity_basic'])
  await expect(of('c')).rejects.toMatchObject({ code: 'not_found' })
})

test('a changed action and a switched-off guardrail stay so for the next core', async () => {
  const { client, environment, close } = await makeTestCore()
  await client.guardrail.update({ name: 'toxicity_basic', isEnabled: false })
  await client.guardrail.update({ name: 'pii_detection_basic', action: 'redact' })
  await close()
  const again = await makeTestCore({ dataFolder: environment.dataFolder })
  const { items } = await again.client.guardrail.list({})
  expect(items.map(({ action, isEnabled }) => [action, isEnabled])).toEqual([
    ['redact', true],
    ['block', true],
    ['warn', false],
  ])
})

test('a check names what it found, masked, and gives the redacted text', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.update({ name: 'pii_detection_basic', action: 'redact' })
  const text = 'Please write to tess@example.com about the order.'
  const result = await client.guardrail.check({ text, stage: 'input' })
  expect(result.action).toBe('redact')
  expect(result.violations).toHaveLength(1)
  const [violation] = result.violations
  expect(violation).toMatchObject({ guardrailName: 'pii_detection_basic', entity: 'EMAIL' })
  expect(text.slice(violation?.start, violation?.end)).toBe('tess@example.com')
  expect(violation?.masked).not.toContain('tess@example.com')
  expect(result.redactedText).toBe('Please write to [EMAIL_1] about the order.')
})

test('a guardrail that is switched off finds nothing', async () => {
  const { client } = await makeTestCore()
  await client.guardrail.update({ name: 'pii_detection_basic', isEnabled: false })
  const result = await client.guardrail.check({ text: 'tess@example.com' })
  expect(result).toEqual({ action: 'allow', violations: [], failures: [], redactedText: null })
})

test('an unknown guardrail is answered with the nearest name', async () => {
  const { client } = await makeTestCore()
  const call = client.guardrail.update({ name: 'toxicity_basc', isEnabled: false })
  await expect(call).rejects.toMatchObject({
    code: 'not_found',
    data: { fault: 'user', suggestion: 'toxicity_basic' },
  })
})
