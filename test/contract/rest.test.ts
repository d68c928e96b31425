import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type TestHost } from './support/browser-host.ts'

let host: TestHost

beforeAll(async () => {
  host = await startTestHost()
})
afterAll(() => host.dispose())

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${host.origin}/api/v1${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${host.apiToken}`, 'Content-Type': 'application/json' },
  })

interface Operation {
  summary?: string
  operationId?: string
  responses: Record<string, unknown>
}

test('the OpenAPI document describes every method of the contract', async () => {
  const answer = await call('/openapi.json')
  expect(answer.headers.get('content-type')).toContain('application/json')
  const document = (await answer.json()) as {
    openapi: string
    servers: { url: string }[]
    paths: Record<string, Record<string, Operation>>
  }
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.servers).toEqual([{ url: '/api/v1' }])
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  const names = operations.map(({ operationId }) => operationId)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(
    expect.arrayContaining(['template.list', 'run.watch', 'publishing.publish']),
  )
  for (const operation of operations) {
    expect(operation.summary, operation.operationId).toBeTruthy()
    expect(Object.keys(operation.responses), operation.operationId).toContain('422')
  }
})

test('a failure has its status and its facts in the body', async () => {
  const answer = await call('/templates/nothing')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ code: 'not_found', data: { fault: 'user' } })
})

test('a refused input is 422 and names the field', async () => {
  const answer = await call('/templates', { method: 'POST', body: '{"name":" x"}' })
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({
    code: 'invalid_input',
    data: { where: { field: 'name' } },
  })
})

test('a body that is no JSON is refused, and an unknown address points to the document', async () => {
  expect((await call('/templates', { method: 'POST', body: '{' })).status).toBe(400)
  // Whoever sends that knows; in the log of the host it would look like a fault of Galley's.
  expect(host.logger.lines.filter((line) => line.startsWith('error'))).toEqual([])
  const unknown = await call('/nonsense')
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({
    code: 'not_found',
    data: { fault: 'user', fix: expect.stringContaining('/api/v1/openapi.json') },
  })
  const stranger = await fetch(`${host.origin}/api/v1/templates`, {
    headers: { Authorization: 'Bearer guessed' },
  })
  expect(stranger.status).toBe(401)
  expect(stranger.headers.get('www-authenticate')).toBe('Bearer')
  expect(await stranger.json()).toMatchObject({ code: 'not_permitted', data: { fault: 'user' } })
})

test('events stream as server-sent events', async () => {
  const stop = new AbortController()
  const answer = await call('/workspace/changes', { signal: stop.signal })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  await call('/templates', {
    method: 'POST',
    body: '{"name":"seen","content":{"body":{"kind":"text","text":"x"}}}',
  })
  let text = ''
  while (!text.includes('"noun":"template"')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain('event: message')
  stop.abort()
})
