import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { RunId } from '#shared/contract/base.ts'
import { finish, makeTestRuns } from '../../support/runs.ts'

const texts = ['Write to tess@example.com.', 'Nothing here.', 'Mail rob@example.org now.']

/** A run of an echoing model over three cases, two of which hold an address. */
async function makeRun(action: 'warn' | 'redact' | 'block' = 'warn') {
  const core = await makeTestRuns()
  const { client } = core
  await client.guardrail.update({ name: 'prompt_injection_basic', isEnabled: false })
  await client.guardrail.update({ name: 'toxicity_basic', isEnabled: false })
  await client.guardrail.update({ name: 'pii_detection_basic', action, stages: ['input'] })
  await core.makeTemplate('letter', 'Q: {{ text }}')
  await core.makeDataset('mail', texts.length, (n) => texts[n - 1] ?? '')
  const start = async (): Promise<RunId> => {
    const { id } = await client.run.start({
      dataset: 'mail',
      columns: [{ template: 'letter', version: 1, model: 'echo' }],
      assertions: [],
    })
    await finish(client, id)
    return id
  }
  return { ...core, start }
}

test('a run counts checks and keeps its violations, masked and by page', async () => {
  const { client, start } = await makeRun()
  const runId = await start()
  const { counters } = await client.guardrail.get({ name: 'pii_detection_basic' })
  expect(counters).toEqual({ checks: 3, violations: 2, failures: 0, falsePositives: 0 })
  const first = await client.guardrail.listViolations({ limit: 1 })
  expect(first.items[0]).toMatchObject({
    runId,
    ordinal: 3,
    template: 'letter',
    variable: 'text',
    entity: 'EMAIL',
    isFalsePositive: false,
  })
  const result = first.items[0]?.resultId ?? 0
  expect(await client.run.getResult({ run: runId, result })).toMatchObject({ ordinal: 3 })
  const cursor = first.nextCursor ?? ''
  const second = await client.guardrail.listViolations({ limit: 1, cursor })
  expect(second.items[0]?.ordinal).toBe(1)
  expect(second.nextCursor).toBeNull()
  const all = JSON.stringify([first, second])
  expect(all).not.toContain('tess@')
  expect(all).not.toContain('rob@')
  const { items } = await client.guardrail.listCounts({ guardrail: 'pii_detection_basic' })
  expect(items).toEqual([
    { day: '2026-01-01', checks: 3, violations: 2, failures: 0, falsePositives: 0 },
  ])
})

test('a person marks a false positive and takes the mark back', async () => {
  const { client, start } = await makeRun()
  await start()
  const [violation] = (await client.guardrail.listViolations({})).items
  const id = violation?.id ?? ''
  await client.guardrail.markViolation({ id, isFalsePositive: true })
  const counted = async () => (await client.guardrail.get({ name: 'pii_detection_basic' })).counters
  expect((await counted()).falsePositives).toBe(1)
  await client.guardrail.markViolation({ id, isFalsePositive: false })
  expect((await counted()).falsePositives).toBe(0)
  const unknown = client.guardrail.markViolation({ id: '999', isFalsePositive: true })
  await expect(unknown).rejects.toMatchObject({ code: 'not_found' })
})

test('a change is tried on what was found before, read again from the dataset', async () => {
  const { client, start } = await makeRun()
  await start()
  const tried = await client.guardrail.test({
    name: 'pii_detection_basic',
    change: { rule: { type: 'pii', entities: ['IBAN'] } },
  })
  expect(tried.recent).toEqual({ tried: 2, gone: 0 })
  expect(tried.newlyMissed.map(({ source }) => source)).toEqual(['violation', 'violation'])
  expect(JSON.stringify(tried)).not.toContain('tess@')
})

test.each([
  ['templates', { templates: ['other'], categories: [], labels: [] }],
  ['categories', { templates: [], categories: ['mail'], labels: [] }],
  ['labels', { templates: [], categories: [], labels: ['production'] }],
])('a guardrail for other %s is silent in runs and in previews', async (_, appliesTo) => {
  const { client, start } = await makeRun('block')
  const preview = () =>
    client.render.preview({
      source: { template: 'letter' },
      bindings: { text: 'Write to tess@example.com.' },
    })
  expect((await preview()).kind).toBe('blocked')
  await client.guardrail.update({ name: 'pii_detection_basic', appliesTo })
  expect((await preview()).kind).toBe('success')
  await start()
  const { counters } = await client.guardrail.get({ name: 'pii_detection_basic' })
  expect(counters).toMatchObject({ checks: 0, violations: 0 })
  expect((await client.guardrail.listViolations({})).items).toEqual([])
})

/** A moderation service over HTTP; `answers` are given one after the other, the last one again. */
async function moderation(answers: { status: number; body: unknown }[]) {
  const asked: { headers: Record<string, unknown>; body: unknown }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push({ headers: request.headers, body: JSON.parse(text) })
      response.writeHead(answer?.status ?? 500, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer?.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`, asked }
}

const scores = {
  openai: {
    results: [{ flagged: true, categories: { hate: true }, category_scores: { hate: 0.9 } }],
  },
  perspective: { attributeScores: { TOXICITY: { summaryScore: { value: 0.9 } } } },
  generic: { score: 0.9, flagged: true },
}

test.each(['openai', 'perspective', 'generic'] as const)(
  'a model check asks a service in the %s format, once per text, after a failure again',
  async (format) => {
    const { client } = await makeTestRuns()
    const { url, asked } = await moderation([
      { status: 503, body: {} },
      { status: 200, body: scores[format] },
    ])
    await client.guardrail.setSecret({ name: 'moderation', value: 'key-123' })
    await client.guardrail.create({
      name: 'asks_a_model',
      action: 'block',
      stages: ['input'],
      rule: { type: 'model_check', format, url, retries: 1, timeoutMs: 5000, secret: 'moderation' },
    })
    const check = () => client.guardrail.check({ text: 'Judge this sentence.' })
    expect((await check()).violations[0]).toMatchObject({ guardrailName: 'asks_a_model' })
    expect((await check()).action).toBe('block')
    expect(asked).toHaveLength(2)
    expect(JSON.stringify(asked[1])).toContain('key-123')
    await client.guardrail.update({ name: 'asks_a_model', isEnabled: false })
    await client.guardrail.check({ text: 'Another sentence.' })
    expect(asked).toHaveLength(2)
  },
)

test('who looks at a result that no guardrail objected to asks no service again', async () => {
  const { client, start } = await makeRun()
  const { url, asked } = await moderation([{ status: 200, body: { score: 0, flagged: false } }])
  await client.guardrail.create({
    name: 'asks_a_model',
    action: 'block',
    stages: ['input'],
    rule: { type: 'model_check', format: 'generic', url, retries: 0, timeoutMs: 5000 },
  })
  const run = await start()
  const during = asked.length
  expect(during).toBeGreaterThan(0)
  const { items } = await client.run.listResults({ run })
  const result = items[1]?.cells.c1?.id ?? 0
  const { rendered } = await client.run.getResult({ run, result })
  expect(rendered).toEqual({ kind: 'text', text: 'Q: Nothing here.' })
  expect(asked).toHaveLength(during)
})
