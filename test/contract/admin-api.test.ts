import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { TokenService } from '#core/tokens/service.ts'
import type { Rpc } from '#renderer/rpc/client.ts'
import type { TokenRole } from '#shared/contract/token.ts'
import { listLogger } from '../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { createStore } from '../support/schema.ts'
import { startTestHost, type TestHost } from './support/browser-host.ts'

let host: TestHost
let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
  store = await createStore(postgres)
  host = await startTestHost()
})
afterAll(async () => {
  await host.dispose()
  await postgres.stop()
})

async function call(method: string, path: string, body?: unknown, token = host.apiToken) {
  const answer = await fetch(`${host.origin}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: what an HTTP client sees has no types
  return { status: answer.status, body: (await answer.json().catch(() => null)) as any }
}

/** The secret of a fresh token for that role. */
async function tokenFor(role: TokenRole): Promise<string> {
  const { body } = await call('POST', '/tokens', { name: `t-${role}-${crypto.randomUUID()}`, role })
  return body.secret
}

test('the routes that administer prompts: templates, versions, activity, guardrails, executions, figures', async () => {
  await call('POST', '/remotes', { name: 'shop', connectionString: store })
  const content = (text: string) => ({ body: { kind: 'text', text } })
  expect(
    (await call('POST', '/templates', { name: 'welcome', content: content('one') })).status,
  ).toBe(200)
  expect((await call('POST', '/templates/welcome/versions', { note: 'first' })).body.number).toBe(1)
  await call('PATCH', '/templates/welcome', { description: 'says hello' })
  await call('PUT', '/templates/welcome/draft', { content: content('two'), revision: 1 })
  expect((await call('POST', '/templates/welcome/versions', {})).body.number).toBe(2)
  expect((await call('GET', '/templates?search=welcome')).body.items[0].description).toBe(
    'says hello',
  )
  expect((await call('GET', '/templates/welcome/versions')).body.items).toHaveLength(2)
  expect((await call('GET', '/templates/welcome/versions/1')).body.content.body.text).toBe('one')

  for (const version of [1, 2]) {
    const published = await call('POST', '/remotes/shop/publish', { template: 'welcome', version })
    expect(published.body.published.isActive).toBe(true)
  }
  const at = (version: number) => `/remotes/shop/templates/welcome/versions/${version}`
  const activated = await call('POST', `${at(1)}/activate`, { reason: 'shorter' })
  expect(activated.body.published).toMatchObject({ version: 1, isActive: true })
  const off = await call('POST', `${at(1)}/deactivate`, { reason: 'none for now' })
  expect(off.body).toMatchObject({ version: 1, isActive: false, labels: [] })
  expect((await call('POST', `${at(9)}/activate`, {})).status).toBe(404)
  const latest = { template: 'welcome', version: 1, label: 'latest' }
  const refused = await call('POST', '/remotes/shop/publish', latest)
  expect(refused.body.message).toContain('moves by itself')
  expect((await call('POST', `${at(2 ** 31)}/activate`, {})).status).toBe(422)
  expect((await call('GET', '/remotes/shop/executions?model=%00')).status).toBe(422)
  await call('POST', `${at(2)}/activate`, {})
  const { items: audit } = (await call('GET', '/remotes/shop/audit')).body
  expect(audit.map(({ reason }: { reason: string }) => reason)).toEqual(
    expect.arrayContaining(['shorter', 'none for now']),
  )

  await query(
    store,
    `insert into galley.prompt_executions (template_name, success, response_time_ms, token_count, cost_usd, user_id, model, error_type, error_message, guardrail_violations)
     select 'welcome', i % 4 > 0, 10 * i, 100, 0.01, 'u' || i % 2, 'm1', case when i % 4 = 0 then 'timeout' end,
       case when i % 4 = 0 then 'no answer after ' || i || ' ms' end,
       case when i = 1 then '[{"guardrail_name": "pii", "guardrail_type": "pii_detection"}]'::jsonb else '[]' end
     from generate_series(1, 8) i`,
  )
  const executions = (
    await call('GET', '/remotes/shop/executions?show=failed&templateName=welcome')
  ).body
  expect(executions.items.map((one: { status: string }) => one.status)).toEqual([
    'failure',
    'failure',
  ])
  expect((await call('GET', '/remotes/shop/executions?limit=3')).body.nextCursor).not.toBeNull()
  expect((await call('GET', '/remotes/shop/violations')).body.items).toMatchObject([
    { guardrail: 'pii', type: 'pii_detection', templateName: 'welcome', count: 1, users: 1 },
  ])
  expect((await call('GET', '/remotes/shop/performance')).body.items[0]).toMatchObject({
    version: 2,
    totalExecutions: 8,
    successRate: 0.75,
  })
  // The workspace's clock is the test's; the store's is real.
  const to = new Date(Date.now() + 60_000).toISOString()
  const report = (await call('GET', `/remotes/shop/analytics?hours=24&by=model&to=${to}`)).body
  expect(report.groups[0]).toMatchObject({ key: 'm1', executions: 8, tokens: 800 })
})

describe('tokens', () => {
  test('are shown once, kept hashed, listed without a secret and end when revoked', async () => {
    const made = await call('POST', '/tokens', { name: 'ci', role: 'author' })
    expect(made.body).toMatchObject({
      name: 'ci',
      role: 'author',
      secret: expect.stringMatching(/^galley_/),
    })
    const { secret } = made.body
    expect((await call('GET', '/templates', undefined, secret)).status).toBe(200)
    const listed = await call('GET', '/tokens')
    expect(JSON.stringify(listed.body)).not.toContain(secret)
    const kept = host.core.database.reader
      .prepare<{ all: string }>('SELECT json_group_array(hash) AS "all" FROM tokens')
      .get()
    expect(kept?.all).not.toContain(secret)
    expect((await call('POST', '/tokens', { name: 'ci' })).status).toBe(409)
    await call('DELETE', '/tokens/ci')
    expect((await call('GET', '/templates', undefined, secret)).status).toBe(401)
  })

  const cases: [string, string, unknown, TokenRole][] = [
    ['GET', '/templates', undefined, 'reader'],
    ['POST', '/render/preview', {}, 'reader'],
    ['POST', '/runs/check-inputs', {}, 'reader'],
    ['POST', '/runs/forecast', {}, 'reader'],
    ['POST', '/experiments/power', {}, 'reader'],
    ['POST', '/experiments/simulate-sizes', {}, 'reader'],
    ['POST', '/experiments', {}, 'publisher'],
    ['POST', '/templates', { name: '' }, 'author'],
    ['POST', '/remotes/shop/propose', {}, 'author'],
    ['POST', '/remotes/shop/publish', {}, 'publisher'],
    ['POST', '/remotes/shop/templates/welcome/versions/99/activate', {}, 'publisher'],
    ['POST', '/guardrails', {}, 'publisher'],
    ['POST', '/remotes', {}, 'admin'],
    ['POST', '/remotes/shop/maintain', { retentionDays: 0 }, 'admin'],
    ['GET', '/tokens', undefined, 'admin'],
    ['GET', '/providers', undefined, 'admin'],
    ['PATCH', '/run-settings', {}, 'admin'],
  ]
  test.each(cases)('%s %s with %j asks for a role', async (method, path, body, least) => {
    const roles = ['reader', 'author', 'publisher', 'admin'] as const
    const answers: [string, boolean][] = []
    for (const role of roles) {
      const { status } = await call(method, path, body, await tokenFor(role))
      answers.push([role, status !== 403])
    }
    expect(answers).toEqual(roles.map((role, at) => [role, at >= roles.indexOf(least)]))
  })

  test('a line gives no more than its token does, and nothing once that is revoked', async () => {
    const name = `line-${crypto.randomUUID()}`
    const { body } = await call('POST', '/tokens', { name, role: 'reader' })
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, {
      headers: { Authorization: `Bearer ${body.secret}` },
    })
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
    const rpc = createORPCClient<Rpc>(link)
    expect(await rpc.template.list({})).toHaveProperty('items')
    await expect(rpc.token.create({ name: 'more', role: 'admin' })).rejects.toMatchObject({
      code: 'not_permitted',
      message: 'token.create needs the role admin; this token has the role reader.',
    })
    await call('DELETE', `/tokens/${name}`)
    await expect(rpc.template.list({})).rejects.toMatchObject({ code: 'not_permitted' })
    socket.close()
  })

  test('a store that cannot be written refuses nobody who may read', async () => {
    const { body } = await call('POST', '/tokens', { name: `full-${crypto.randomUUID()}` })
    const logger = listLogger()
    const tokens = new TokenService({
      environment: { clock: { now: () => new Date() }, logger },
      reader: host.core.database.reader,
      writer: {
        transaction: () => {
          throw new Error('the disk is full')
        },
      },
      activity: { record: () => {} },
    })
    expect(tokens.roleOf(body.secret)).toBe('reader')
    expect(tokens.roleOf(body.secret)).toBe('reader')
    expect(logger.lines).toHaveLength(1)
  })

  test('a refused call says what it needs', async () => {
    const { body } = await call('POST', '/remotes', {}, await tokenFor('reader'))
    expect(body).toMatchObject({
      code: 'not_permitted',
      message: 'remote.add needs the role admin; this token has the role reader.',
    })
  })
})
