import { expect, test } from 'vitest'
import type { Assertion } from '#shared/contract/run/run.ts'
import { answer, babble, breakOff, fakeUsage, shout } from '../../support/models/fake-openai.ts'
import { makeFakeProvider, sendError, sendJson } from '../../support/models/fake-provider.ts'
import { addFakeProvider, shortWaits } from '../../support/models/providers.ts'
import { allResults, finish, makeTestRuns } from '../../support/runs.ts'

const columns = [{ template: 't', version: 1, model: 'provider:fake/m1' }]
const numberOf = (prompt: string) => Number(/\d+/.exec(prompt)?.[0])

async function makeReady(count: number, changed: Parameters<typeof makeTestRuns>[0] = {}) {
  const core = await makeTestRuns(changed)
  const modelSettings = { temperature: 0.5, maxOutputTokens: 99, seed: 7, stopSequences: ['END'] }
  await core.makeTemplate('t', 'say {{ n }}', { modelSettings })
  await core.makeDataset('numbers', count)
  return core
}

test('a run asks the model with its settings and keeps usage, cost and reason', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady(12)
  await addFakeProvider(client, fake.baseUrl)
  const assertions = [{ type: 'contains' as const, value: 'SAY' }]
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions })
  const run = await finish(client, id)
  expect(run).toMatchObject({ status: 'finished', stopReason: null })
  expect(run.figures).toMatchObject([{ passed: 12, inputTokens: 120, outputTokens: 60 }])
  // 12 × (10 × $1 + 5 × $2) per million tokens.
  expect(run.figures[0]?.cost).toBeCloseTo(0.00024, 10)
  const [row] = await allResults(client, id)
  expect(row?.cells.c1).toMatchObject({
    output: 'SAY 1',
    usage: { inputTokens: 10, outputTokens: 5 },
    finishReason: 'stop',
    isCached: false,
  })
  expect(fake.seen).toHaveLength(12)
  expect(fake.seen[0]?.body).toMatchObject({
    model: 'm1',
    messages: [{ role: 'user', content: 'say 1' }],
    temperature: 0.5,
    max_tokens: 99,
    seed: 7,
    stop: ['END'],
  })
})

test('what a model without a price costs is not known', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady(2)
  await addFakeProvider(client, fake.baseUrl, { prices: [] })
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  expect((await finish(client, id)).figures).toMatchObject([{ inputTokens: 20, cost: null }])
  const capped = client.run.start({ dataset: 'numbers', columns, assertions: [], maxCost: 1 })
  await expect(capped).rejects.toMatchObject({
    code: 'invalid_input',
    data: { where: { field: 'maxCost' } },
  })
})

test('an answer is paid for once, unless the run wants none that is kept', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady(5)
  await addFakeProvider(client, fake.baseUrl)
  const start = async (changed: object = {}) => {
    const input = { dataset: 'numbers', columns, assertions: [], ...changed }
    return finish(client, (await client.run.start(input)).id)
  }
  await start()
  const again = await start()
  expect(fake.seen).toHaveLength(5)
  expect(again.figures).toMatchObject([{ passed: 5, cost: 0, inputTokens: 50 }])
  const [row] = await allResults(client, again.id)
  expect(row?.cells.c1).toMatchObject({ output: 'SAY 1', isCached: true })
  await start({ usesCache: false })
  expect(fake.seen).toHaveLength(10)
})

test('a spend cap ends a run in order, and resuming it spends nothing', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady(100)
  await addFakeProvider(client, fake.baseUrl, { concurrency: 3 })
  // Each cell costs $0.00002: the tenth reaches the cap.
  const input = { dataset: 'numbers', columns, assertions: [], maxCost: 0.0002 }
  const run = await finish(client, (await client.run.start(input)).id)
  expect(run.status).toBe('interrupted')
  expect(run.stopReason).toMatch(/^The spend cap of \$0\.0002 is reached/)
  // Those under way at that moment are kept: two more at most.
  expect(run.doneCells).toBeGreaterThanOrEqual(10)
  expect(run.doneCells).toBeLessThanOrEqual(12)
  expect(fake.seen).toHaveLength(run.doneCells)
  await client.run.resume({ run: run.id })
  expect(await finish(client, run.id)).toMatchObject({ status: 'interrupted' })
  expect(fake.seen).toHaveLength(run.doneCells)
})

test('every fault of a server ends in the right status, and nothing waits for ever', async () => {
  const fake = await makeFakeProvider((seen, response) => {
    const kind = numberOf(seen.prompt) % 10
    const isFirst = seen.repeat === 0
    if (kind === 1 && isFirst) sendError(response, 429, 'Slow down', { 'retry-after': '1' })
    else if (kind === 2 && isFirst) sendError(response, 500, 'Oops')
    else if (kind === 3 && isFirst) babble(response)
    else if (kind === 4 && isFirst) breakOff(seen, response)
    else if (kind === 5) sendError(response, 500, 'Down for good')
    else if (kind === 6) sendError(response, 400, 'Too long a prompt')
    else if (kind === 7 && isFirst) response.destroy()
    else if (kind !== 8) shout(seen, response)
    // Kind 8 hangs.
  })
  const { waits, wait } = shortWaits()
  const { client } = await makeReady(100, { wait })
  await addFakeProvider(client, fake.baseUrl, { concurrency: 30, timeoutMs: 1500, maxRetries: 2 })
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  const run = await finish(client, id)
  expect(run).toMatchObject({ status: 'finished', doneCells: 100 })
  expect(run.figures).toMatchObject([{ passed: 70, errors: 30 }])
  const rows = await allResults(client, id)
  for (const { ordinal, cells } of rows) {
    const { status, error } = cells.c1 ?? {}
    const kind = ordinal % 10
    if (kind === 5) expect(error).toBe('fake failed (500). It says: Down for good')
    else if (kind === 6) expect(error).toMatch(/^fake refuses the request \(400\)/)
    else if (kind === 8) expect(error).toBe('fake did not answer within 1.5 s.')
    else expect([status, error]).toEqual(['passed', null])
  }
  const asked = (kind: number) => fake.seen.filter(({ prompt }) => numberOf(prompt) % 10 === kind)
  expect([0, 1, 5, 6, 8].map((kind) => asked(kind).length)).toEqual([10, 20, 30, 10, 10])
  // Retry-After was waited for, all of it.
  expect(Math.max(...waits)).toBeGreaterThan(900)
}, 60_000)

test('cancelling ends the calls under way at once', async () => {
  const allLanes = Promise.withResolvers<void>()
  let held = 0
  const fake = await makeFakeProvider((seen, response) => {
    if (numberOf(seen.prompt) <= 2) answer(seen, response, 'quick')
    // Four of four lanes hold: both answers are results by now.
    else if (++held === 4) allLanes.resolve()
  })
  const { client } = await makeReady(50)
  await addFakeProvider(client, fake.baseUrl, { concurrency: 4 })
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  await allLanes.promise
  expect(await client.run.cancel({ run: id })).toMatchObject({ status: 'cancelled', doneCells: 2 })
  await expect.poll(() => fake.underWay).toBe(0)
})

test('a model that a provider does not list is refused with the nearest name', async () => {
  const { client } = await makeReady(1)
  await addFakeProvider(client, 'http://127.0.0.1:9/v1', { models: ['gpt-5-mini'] })
  const start = (model: string) =>
    client.run.start({
      dataset: 'numbers',
      columns: [{ template: 't', version: 1, model }],
      assertions: [],
    })
  await expect(start('provider:fake/gpt-5-mimi')).rejects.toMatchObject({
    code: 'not_found',
    data: { suggestion: 'gpt-5-mini' },
  })
  await expect(start('provider:fakr/gpt-5-mini')).rejects.toMatchObject({
    data: { suggestion: 'fake' },
  })
})

test('tools are offered, their calls are the output, and a schema asks for JSON', async () => {
  const fake = await makeFakeProvider((seen, response) => {
    if (seen.body.response_format) return answer(seen, response, '{"city":"Paris"}')
    const call = { name: 'weather', arguments: '{"city":"Paris"}' }
    const message = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call-1', type: 'function', function: call }],
    }
    const choices = [{ index: 0, message, finish_reason: 'tool_calls' }]
    sendJson(response, 200, { id: '1', created: 1, model: 'm1', choices, usage: fakeUsage })
  })
  const { client, makeTemplate, makeDataset } = await makeTestRuns()
  await addFakeProvider(client, fake.baseUrl)
  await makeDataset('one', 1)
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  }
  const start = async (template: string, modelSettings: object, assertion: Assertion) => {
    await makeTemplate(template, 'Weather?', { modelSettings })
    const column = { template, version: 1, model: 'provider:fake/m1' }
    const input = { dataset: 'one', columns: [column], assertions: [assertion] }
    return finish(client, (await client.run.start(input)).id)
  }
  const common = { isNegated: false, weight: 1 }
  const tools = [{ name: 'weather', description: '', parameters }, { name: 'now' }]
  const valid = { type: 'is-valid-openai-tools-call' as const, ...common }
  expect((await start('caller', { tools }, valid)).figures).toMatchObject([{ passed: 1 }])
  expect(fake.seen[0]?.body.tools).toMatchObject([
    { type: 'function', function: { name: 'weather', parameters } },
    { type: 'function', function: { name: 'now', parameters: { type: 'object' } } },
  ])
  const json = { type: 'is-json' as const, value: parameters, ...common }
  const shaped = await start('shaped', { responseSchema: parameters }, json)
  expect(shaped.figures).toMatchObject([{ passed: 1 }])
  expect(fake.seen[1]?.body.response_format).toMatchObject({ type: 'json_schema' })
})

test('Azure is asked at its resource, with its own header', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady(1)
  const baseUrl = fake.baseUrl.replace('/v1', '')
  await addFakeProvider(client, baseUrl, { kind: 'azure', apiKey: 'sesame' })
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  expect((await finish(client, id)).figures).toMatchObject([{ passed: 1 }])
  expect(fake.seen[0]?.path).toBe('/openai/v1/chat/completions')
  expect(fake.seen[0]?.headers).toMatchObject({ 'api-key': 'sesame' })
})

test('a provider that is not waited for ends the cell at once, and retry asks again', async () => {
  let isBusy = true
  const fake = await makeFakeProvider((seen, response) => {
    if (isBusy) sendError(response, 429, 'Slow down', { 'retry-after': '60' })
    else shout(seen, response)
  })
  const { waits, wait } = shortWaits()
  const { client } = await makeReady(3, { wait })
  await addFakeProvider(client, fake.baseUrl, { waitsForLimits: false })
  const { id } = await client.run.start({ dataset: 'numbers', columns, assertions: [] })
  expect((await finish(client, id)).figures).toMatchObject([{ errors: 3 }])
  expect({ asked: fake.seen.length, waits }).toEqual({ asked: 3, waits: [] })
  expect((await client.run.listErrors({ run: id })).items).toMatchObject([
    { column: 'c1', code: 'provider_failed', count: 3 },
  ])
  isBusy = false
  await client.run.retry({ run: id })
  expect((await finish(client, id)).figures).toMatchObject([{ passed: 3 }])
})
