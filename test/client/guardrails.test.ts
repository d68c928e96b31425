import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  defaultGuardrails,
  type Guardrail,
  guardrailToRow,
} from '#shared/domain/guardrails/engine.ts'
import { eventually, openClient } from '../support/client/client.ts'
import { testFolder } from '../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
  await publishTo(store, 'ask', 1, textContent('Help with: {{ question }}'))
})

const never = { pollMs: 3_600_000 }

const forbidden = (word: string): Guardrail => ({
  id: '01900000-0000-7000-8000-0000000000aa',
  name: 'house rules',
  stages: ['input', 'prompt', 'output'],
  severity: 'high',
  action: 'block',
  rule: { type: 'keyword', words: [word], caseSensitive: false, wholeWords: true },
  appliesTo: { templates: [], categories: [], labels: [] },
  onError: 'open',
  enabled: true,
  description: '',
})

async function save(guardrail: Guardrail): Promise<void> {
  const row = guardrailToRow(guardrail)
  await query(
    store,
    `insert into galley.prompt_guardrails (id, name, guardrail_type, severity, action, config, applies_to, is_active)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (name) do update set config = excluded.config, is_active = excluded.is_active`,
    [
      row.id,
      row.name,
      row.guardrail_type,
      row.severity,
      row.action,
      JSON.stringify(row.config),
      JSON.stringify(row.applies_to),
      row.is_active,
    ],
  )
}

const listening = async () =>
  (await query(store, `select 1 from pg_stat_activity where query = 'listen galley_changes'`))
    .length > 0

test('guardrails of the shared store are in force, and a change arrives by a notice', async () => {
  await save(forbidden('llama'))
  const client = openClient({ connectionString: store, cache: never })
  const kindOf = async (question: string) => (await client.renderPrompt('ask', { question })).kind
  expect(await kindOf('What does a llama eat?')).toBe('blocked')
  // The store's list is the list: its lead left out personal data.
  expect(await kindOf('My SSN is 536-22-8145')).toBe('success')
  await eventually(listening)
  await save(forbidden('alpaca'))
  await eventually(async () => (await kindOf('What does a llama eat?')) === 'success')
  expect(await kindOf('And an alpaca?')).toBe('blocked')
  await query(store, 'update galley.prompt_guardrails set is_active = false')
  await eventually(async () => (await kindOf('And an alpaca?')) === 'success')
})

test('a store that never had a guardrail gets those of a new workspace', async () => {
  const client = openClient({ connectionString: store })
  expect(await client.renderPrompt('ask', { question: 'My SSN is 536-22-8145' })).toMatchObject({
    kind: 'blocked',
    violations: [{ guardrailName: 'pii_detection_basic' }],
  })
})

test('a row that a service of the original schema wrote is in force, too', async () => {
  await query(
    store,
    `insert into galley.prompt_guardrails (name, guardrail_type, severity, action, config)
     values ('pii_detection_basic', 'pii_detection', 'critical', 'block',
       '{"patterns": ["\\\\b\\\\d{3}-\\\\d{2}-\\\\d{4}\\\\b"], "entity_types": ["SSN", "CREDIT_CARD"]}'::jsonb),
      ('mystery', 'astrology', 'low', 'warn', '{}')`,
  )
  const client = openClient({ connectionString: store })
  expect(await client.renderPrompt('ask', { question: 'I am 111-22-3333' })).toMatchObject({
    kind: 'blocked',
  })
  expect(client.problems).toMatchObject([
    { kind: 'guardrail', message: expect.stringContaining('mystery') },
  ])
})

test('a list in the options is used instead of the store’s', async () => {
  await save(forbidden('llama'))
  const client = openClient({ connectionString: store, guardrails: [forbidden('camel')] })
  expect(await client.renderPrompt('ask', { question: 'a llama' })).toMatchObject({
    kind: 'success',
  })
  expect(await client.renderPrompt('ask', { question: 'a camel' })).toMatchObject({
    kind: 'blocked',
  })
})

test('they stay in force in an outage, and a start without a database has them from the snapshot', async () => {
  await save(forbidden('llama'))
  const proxy = await startProxy(store)
  const path = join(testFolder(), 'prompts.json')
  const options = { connectionString: proxy.connectionString, cache: never, snapshot: { path } }
  const warm = openClient(options)
  const llama = { question: 'a llama' }
  expect(await warm.renderPrompt('ask', llama)).toMatchObject({ kind: 'blocked' })
  proxy.setMode('refuse')
  proxy.cut()
  await eventually(async () => (await warm.getActivePrompt('ask'))?.isStale)
  expect(await warm.renderPrompt('ask', llama)).toMatchObject({ kind: 'blocked', isStale: true })
  await warm.close()
  const cold = openClient(options)
  expect(await cold.renderPrompt('ask', llama)).toMatchObject({ kind: 'blocked', isStale: true })
  // And what changed meanwhile comes once the database is back.
  await save(forbidden('alpaca'))
  proxy.setMode('pass')
  await eventually(async () => (await cold.renderPrompt('ask', llama)).kind === 'success')
  await cold.close()
  await proxy.close()
})

test('a prompt is not served without its guardrails', async () => {
  await query(store, 'alter table galley.prompt_guardrails rename to elsewhere')
  const client = openClient({ connectionString: store })
  expect(await client.renderPrompt('ask', { question: 'hi' })).toMatchObject({
    kind: 'failure',
    code: 'store_unreachable',
  })
  await query(store, 'alter table galley.elsewhere rename to prompt_guardrails')
  await eventually(
    async () => (await client.renderPrompt('ask', { question: 'hi' })).kind === 'success',
  )
  expect(defaultGuardrails.length).toBe(3)
})
