import { expect, test } from 'vitest'
import type { TryEvent } from '#shared/contract/model.ts'
import { beginStream, breakOff, shout } from '../../support/models/fake-openai.ts'
import { makeFakeProvider, sendError } from '../../support/models/fake-provider.ts'
import { addFakeProvider, shortWaits } from '../../support/models/providers.ts'
import { makeTestRuns } from '../../support/runs.ts'

const model = 'provider:fake/m1'
const source = { template: 't' }
const bindings = { name: 'Ada' }

async function makeReady() {
  const core = await makeTestRuns(shortWaits())
  await core.makeTemplate('t', 'good morning {{ name }}')
  return core
}

async function collect(events: AsyncIterable<TryEvent>): Promise<TryEvent[]> {
  const all: TryEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

test('the answer comes piece by piece, then its counts and its cost', async () => {
  const fake = await makeFakeProvider(shout)
  const { client } = await makeReady()
  await addFakeProvider(client, fake.baseUrl)
  const events = await collect(await client.model.try({ source, model, bindings }))
  expect(events.slice(0, -1)).toEqual(
    ['GOOD ', 'MORNING ', 'ADA'].map((text) => ({ kind: 'text', text })),
  )
  expect(events.at(-1)).toMatchObject({
    kind: 'end',
    output: 'GOOD MORNING ADA',
    usage: { inputTokens: 10, outputTokens: 5 },
    cost: 0.00002,
    finishReason: 'stop',
  })
})

test('stopping ends the call', async () => {
  const fake = await makeFakeProvider((seen, response) => beginStream(seen, response, 'Once upon'))
  const { client } = await makeReady()
  await addFakeProvider(client, fake.baseUrl)
  for await (const event of await client.model.try({ source, model, bindings })) {
    expect(event).toEqual({ kind: 'text', text: 'Once upon' })
    break
  }
  await expect.poll(() => fake.underWay).toBe(0)
})

test('failures are sentences: a refused key, a stream that breaks off, one that never goes on', async () => {
  let fault = 'key'
  const fake = await makeFakeProvider((seen, response) => {
    if (fault === 'key') sendError(response, 401, 'No such key')
    else if (fault === 'half') breakOff(seen, response)
    else beginStream(seen, response, 'and then')
  })
  const { client } = await makeReady()
  await addFakeProvider(client, fake.baseUrl, { timeoutMs: 200 })
  const fails = async () => collect(await client.model.try({ source, model, bindings }))
  await expect(fails()).rejects.toMatchObject({
    code: 'provider_failed',
    message: 'fake refuses the key (401). It says: No such key',
  })
  fault = 'half'
  await expect(fails()).rejects.toMatchObject({ code: 'provider_failed' })
  fault = 'hang'
  await expect(fails()).rejects.toMatchObject({ message: 'fake did not answer within 0.2 s.' })
  // A stream that has begun is not begun again.
  expect(fake.seen).toHaveLength(3)
})

test('without a provider there are echo and recorded outputs', async () => {
  const { client } = await makeReady()
  await client.dataset.import({
    name: 'd',
    fileName: 'd.jsonl',
    text: JSON.stringify({ name: 'Eve', old: 'hello' }),
    mapping: { old: { to: 'recorded', model: 'old' } },
  })
  expect(await client.model.list({ dataset: 'd' })).toEqual({
    items: [
      { ref: 'echo', kind: 'local' },
      { ref: 'recorded:old', kind: 'recorded' },
    ],
    hasProvider: false,
  })
  const asked = { source, case: { dataset: 'd', ordinal: 1 } }
  const [echoed] = await collect(await client.model.try({ ...asked, model: 'echo' }))
  expect(echoed).toMatchObject({ kind: 'end', output: 'good morning Eve', cost: 0 })
  const [recorded] = await collect(await client.model.try({ ...asked, model: 'recorded:old' }))
  expect(recorded).toMatchObject({ kind: 'end', output: 'hello' })
  const caseless = async () =>
    collect(await client.model.try({ source, bindings, model: 'recorded:old' }))
  await expect(caseless()).rejects.toMatchObject({ code: 'not_found' })
})

test('a template that fails is the error it is', async () => {
  const { client } = await makeReady()
  const fails = async () => collect(await client.model.try({ source, model: 'echo', bindings: {} }))
  await expect(fails()).rejects.toMatchObject({ code: 'undefined_variable' })
})
