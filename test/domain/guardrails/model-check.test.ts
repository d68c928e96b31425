import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type { GuardrailServices, ModelCheckRule } from '#shared/domain/guardrails/types.ts'
import { guardrail } from './build.ts'

type Answer = { status: number; body: unknown } | 'never'
let answers: Answer[] = []
let seen: { body: unknown; headers: IncomingMessage['headers'] }[] = []
let server: Server
let url = ''

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ body: JSON.parse(body), headers: request.headers })
    const answer = answers.shift() ?? 'never'
    if (answer === 'never') return
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/check`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  answers = []
  seen = []
})

const pauses: number[] = []
const services: GuardrailServices = {
  fetch: (to, { timeoutMs, ...request }) =>
    fetch(to, { ...request, signal: AbortSignal.timeout(timeoutMs) }),
  // Pauses between attempts are recorded and skipped; the time limit stays with the real request.
  delay: (ms) => {
    if (ms >= 5000) return new Promise(() => undefined)
    pauses.push(ms)
    return Promise.resolve()
  },
  secret: (name) => (name === 'moderation' ? 's3cret' : undefined),
}
const rule = (more: Partial<ModelCheckRule> = {}): ModelCheckRule => ({
  type: 'model_check',
  format: 'openai',
  url,
  categories: [],
  threshold: 0.5,
  timeoutMs: 5000,
  retries: 1,
  ...more,
})
const check = (of: ModelCheckRule, text = 'some text', given = services) =>
  compileGuardrails([guardrail(of)], given).checkAsync({ stage: 'output', text })

const openai = (scores: Record<string, number>) => ({
  status: 200,
  body: { results: [{ flagged: true, category_scores: scores }] },
})

describe('model_check', () => {
  it('speaks the OpenAI moderation format', async () => {
    answers = [openai({ hate: 0.9, violence: 0.2 })]
    const { violations } = await check(rule({ secret: 'moderation' }))
    expect(violations).toMatchObject([{ entity: 'hate', score: 0.9, start: 0, end: 9 }])
    expect(seen[0]?.headers.authorization).toBe('Bearer s3cret')
    expect(seen[0]?.body).toMatchObject({ input: 'some text' })
  })

  it('speaks the Perspective format', async () => {
    answers = [
      {
        status: 200,
        body: {
          attributeScores: {
            TOXICITY: { summaryScore: { value: 0.8 } },
            INSULT: { summaryScore: { value: 0.1 } },
          },
        },
      },
    ]
    const { violations } = await check(
      rule({ format: 'perspective', secret: 'moderation', categories: ['TOXICITY'] }),
    )
    expect(violations).toMatchObject([{ entity: 'TOXICITY', score: 0.8 }])
    expect(seen[0]?.headers['x-goog-api-key']).toBe('s3cret')
    expect(seen[0]?.body).toMatchObject({
      comment: { text: 'some text' },
      requestedAttributes: { TOXICITY: {} },
    })
  })

  it('speaks a generic format', async () => {
    answers = [
      { status: 200, body: { flagged: true } },
      { status: 200, body: { score: 0.7 } },
    ]
    expect((await check(rule({ format: 'generic' }))).violations).toHaveLength(1)
    expect((await check(rule({ format: 'generic' }))).violations).toMatchObject([
      { entity: 'score', score: 0.7 },
    ])
  })

  it('tries again after a transient failure, and says so when it gives up', async () => {
    answers = [{ status: 503, body: {} }, openai({ hate: 0.6 })]
    expect((await check(rule())).violations).toHaveLength(1)
    expect(pauses).toContain(200)
    answers = [
      { status: 429, body: {} },
      { status: 500, body: {} },
    ]
    const { failures, action } = await check(rule())
    expect(failures[0]?.message).toContain('status 500')
    expect(action).toBe('allow')
  })

  it('does not try again what will not get better', async () => {
    answers = [{ status: 401, body: {} }, openai({ hate: 1 })]
    expect((await check(rule())).failures[0]?.message).toContain('status 401')
    expect(seen).toHaveLength(1)
    answers = [{ status: 200, body: { nothing: 'known' } }]
    expect((await check(rule())).failures[0]?.message).toContain('unknown form')
  })

  it('gives up when no answer comes in time', async () => {
    answers = ['never']
    const { failures } = await check(rule({ timeoutMs: 60, retries: 0 }), 'x', {
      ...services,
      delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    })
    expect(failures).toHaveLength(1)
  })

  it('asks once for the same text, also when asked twice at the same time', async () => {
    answers = [openai({ hate: 0.9 })]
    const compiled = compileGuardrails([guardrail(rule())], services)
    const input = { stage: 'output' as const, text: 'same' }
    await Promise.all([compiled.checkAsync(input), compiled.checkAsync(input)])
    expect((await compiled.checkAsync(input)).violations).toHaveLength(1)
    expect(seen).toHaveLength(1)
  })

  it('fails without a network or without its secret, and is left out of synchronous checks', async () => {
    expect((await check(rule(), 'x', {})).failures[0]?.message).toContain('No network')
    expect((await check(rule({ secret: 'other' }))).failures[0]?.message).toContain('“other”')
    expect(
      compileGuardrails([guardrail(rule())], services).check({ stage: 'output', text: 'x' })
        .checked,
    ).toEqual([])
  })
})
