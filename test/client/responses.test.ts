import { createClient as createRedis } from '@redis/client'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { ClientOptions, ModelAnswer, RenderedPrompt } from '#shared/client/client.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { defaultGuardrails } from '#shared/domain/guardrails/engine.ts'
import { eventually, openClient } from '../support/client/client.ts'
import { type FakeRedis, startFakeRedis } from '../support/client/fake-redis.ts'
import { openOffline } from '../support/client/offline-client.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

const content = contentSchema.parse({
  body: { kind: 'text', text: 'Say: {{ what }}' },
  modelSettings: { model: 'parrot-1', temperature: 0 },
})

/** A model that says what it is told and counts how often it is asked. */
function parrot(more: Partial<ModelAnswer> = {}) {
  const model = {
    asked: 0,
    ask: async ({ text }: RenderedPrompt): Promise<ModelAnswer> => {
      model.asked += 1
      return { text: `${text?.slice(5)}!`, inputTokens: 3, outputTokens: 2, ...more }
    },
  }
  return model
}

function open(options: Partial<ClientOptions> = {}) {
  const client = openOffline({ parrot: content }, { guardrails: [], responses: {}, ...options })
  const say = async (what: string): Promise<RenderedPrompt> => {
    const rendered = await client.renderPrompt('parrot', { what })
    if (rendered.kind !== 'success') throw new Error(`The render was a ${rendered.kind}.`)
    return rendered
  }
  return { client, say }
}

describe('in memory', () => {
  test('the same prompt is asked once within its time', async () => {
    let nowMs = 0
    const { client, say } = open({ responses: { ttlMs: 1000 }, clock: () => nowMs })
    const model = parrot()
    const respond = async (what: string) => client.respond(await say(what), model.ask)
    expect(await respond('hi')).toMatchObject({ kind: 'success', text: 'hi!', isCached: false })
    expect(await respond('hi')).toMatchObject({ kind: 'success', text: 'hi!', isCached: true })
    expect(await respond('ho')).toMatchObject({ text: 'ho!', isCached: false })
    nowMs = 1000
    expect(await respond('hi')).toMatchObject({ isCached: false })
    expect(model.asked).toBe(3)
  })

  test('a scope shares with nobody; a call can do without', async () => {
    const { client, say } = open()
    const model = parrot()
    const prompt = await say('hi')
    for (const cacheScope of ['ann', 'bo', 'ann']) {
      await client.respond(prompt, model.ask, { cacheScope })
    }
    expect(model.asked).toBe(2)
    await client.respond(prompt, model.ask, { cacheScope: 'ann', cache: false })
    expect(model.asked).toBe(3)
  })

  test('it holds no more bytes than told; what was not used goes first', async () => {
    const { client, say } = open({ responses: { maxBytes: 2500 } })
    const model = parrot()
    const respond = async (what: string) => client.respond(await say(what), model.ask)
    await respond('first')
    for (let i = 0; i < 20; i++) {
      await respond(`other ${i}`)
      await respond('first')
    }
    expect(model.asked).toBe(21)
    expect(await respond('other 0')).toMatchObject({ isCached: false })
  })

  test('a placeholder is kept, not the value: two users share an answer and each sees their own', async () => {
    const guardrails = defaultGuardrails.map((one) => ({ ...one, action: 'redact' as const }))
    const { client, say } = open({ guardrails })
    const model = parrot()
    const answers = []
    for (const card of ['4111 1111 1111 1111', '5555 5555 5555 4444']) {
      answers.push(await client.respond(await say(card), model.ask))
    }
    expect(answers).toMatchObject([
      { text: '4111 1111 1111 1111!', isCached: false },
      { text: '5555 5555 5555 4444!', isCached: true },
    ])
  })

  test('what a guardrail blocks is neither shown nor kept', async () => {
    const { client, say } = open({ guardrails: defaultGuardrails })
    const leak = async () => ({ text: 'My SSN is 536-22-8145, use it.' })
    const prompt = await say('hi')
    for (let i = 0; i < 2; i++) {
      const outcome = await client.respond(prompt, leak)
      expect(outcome).toMatchObject({ kind: 'blocked', isCached: false })
      expect(JSON.stringify(outcome)).not.toContain('536-22-8145')
    }
  })

  test('a model that fails is an outcome', async () => {
    const { client, say } = open()
    const down = async () => {
      throw new Error('the model is away')
    }
    expect(await client.respond(await say('hi'), down)).toMatchObject({
      kind: 'failure',
      code: 'model_failed',
      message: 'the model is away',
    })
  })
})

describe('in Redis', () => {
  let redis: FakeRedis
  beforeEach(async () => {
    redis = await startFakeRedis()
    return () => redis.close()
  })

  test('answers are shared by processes, with their time, texts as they are', async () => {
    const model = parrot()
    const responses = { redis: redis.url, ttlMs: 60_000, prefix: 'shop:' }
    const { client, say } = open({ responses })
    const other = open({ responses })
    // The connection is made in the background; until then nothing is kept.
    await eventually(async () => {
      await client.respond(await say('ünï 日本 😀'), model.ask)
      return redis.kept.size === 1
    })
    const [[key, { ttlMs }] = ['', { ttlMs: 0 }]] = [...redis.kept]
    expect(key).toMatch(/^shop:[0-9a-f]{64}$/)
    expect(ttlMs).toBe(60_000)
    const before = model.asked
    await eventually(async () => {
      const answer = await other.client.respond(await other.say('ünï 日本 😀'), model.ask)
      expect(answer).toMatchObject({ kind: 'success', text: 'ünï 日本 😀!' })
      return answer.kind === 'success' && answer.isCached
    })
    expect(model.asked).toBeGreaterThanOrEqual(before)
  })

  async function connected() {
    const own = createRedis({ url: redis.url })
    await own.connect()
    onTestFinished(() => own.destroy())
    return own
  }

  test('a client of the caller’s own is used and left open', async () => {
    const own = await connected()
    const { client, say } = open({ responses: { redis: own } })
    const model = parrot()
    await client.respond(await say('hi'), model.ask)
    await eventually(() => redis.kept.size === 1)
    expect(await client.respond(await say('hi'), model.ask)).toMatchObject({ isCached: true })
    await client.close()
    expect(own.isReady).toBe(true)
  })

  test('what others wrote under the key of an answer is none', async () => {
    const own = await connected()
    const { client, say } = open({ responses: { redis: own } })
    const model = parrot()
    await client.respond(await say('hi'), model.ask)
    const isKept = () => [...redis.kept.values()].some(({ value }) => value.includes('hi!'))
    for (const foreign of ['null', '{"answer":"hi"}', 'no JSON']) {
      await eventually(isKept)
      for (const [key, kept] of redis.kept) redis.kept.set(key, { ...kept, value: foreign })
      expect(await client.respond(await say('hi'), model.ask)).toMatchObject({
        kind: 'success',
        text: 'hi!',
        isCached: false,
      })
    }
  })

  test('a Redis that hangs or is gone costs the cache, never the answer', async () => {
    const { client, say } = open({ responses: { redis: redis.url } })
    const model = parrot()
    redis.setMode('hang')
    expect(await client.respond(await say('hi'), model.ask)).toMatchObject({ text: 'hi!' })
    await redis.close()
    expect(await client.respond(await say('hi'), model.ask)).toMatchObject({
      kind: 'success',
      isCached: false,
    })
    await eventually(() => client.problems.some(({ kind }) => kind === 'responses'))
  })
})

describe('what is recorded', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startTestPostgres()
  })
  afterAll(() => postgres.stop())

  test('the answer, its tokens and cost, and whether it came from the cache', async () => {
    const store = await createStore(postgres)
    await publishTo(store, 'parrot', 1, content)
    const client = openClient({ connectionString: store, responses: {} })
    const model = parrot({ costUsd: 0.5, model: 'parrot-1-2026' })
    const request = { userId: 'u', sessionId: 's', requestId: 'r', record: false }
    for (let i = 0; i < 2; i++) {
      const prompt = await client.renderPrompt('parrot', { what: 'hi' }, request)
      expect(prompt).toMatchObject({ kind: 'success', executionId: null })
      if (prompt.kind !== 'success') return
      const answer = await client.respond(prompt, model.ask)
      expect(answer.executionId).not.toBeNull()
    }
    await client.flush()
    const rows = await query(
      store,
      `select template_version, user_id, session_id, request_id, rendered_prompt, response_text, model,
         token_count, cost_usd::float8 as cost, status, cache_hit, input_variables
       from galley.prompt_executions order by executed_at`,
    )
    const common = {
      template_version: 1,
      user_id: 'u',
      session_id: 's',
      request_id: 'r',
      rendered_prompt: 'Say: hi',
      response_text: 'hi!',
      model: 'parrot-1-2026',
      status: 'success',
      input_variables: { what: 'hi' },
    }
    expect(rows).toEqual([
      { ...common, token_count: 5, cost: 0.5, cache_hit: false },
      { ...common, token_count: 0, cost: 0, cache_hit: true },
    ])
  })

  test('a call after a recorded render names it and repeats nothing of it', async () => {
    const store = await createStore(postgres)
    await publishTo(store, 'parrot', 1, content)
    const client = openClient({ connectionString: store })
    const prompt = await client.renderPrompt('parrot', { what: 'hi' })
    if (prompt.kind !== 'success') throw new Error(prompt.kind)
    await client.respond(prompt, async () => 'bare text')
    await client.flush()
    const rows = await query(
      store,
      'select response_text, rendered_prompt, metadata, cache_hit from galley.prompt_executions order by executed_at, response_text nulls first',
    )
    expect(rows).toEqual([
      { response_text: null, rendered_prompt: 'Say: hi', metadata: {}, cache_hit: null },
      {
        response_text: 'bare text',
        rendered_prompt: null,
        metadata: { render_execution_id: prompt.executionId },
        cache_hit: null,
      },
    ])
  })
})
