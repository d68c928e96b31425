import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GuardrailRow, rowToGuardrails } from '#shared/domain/guardrails/engine.ts'
import { makeTestCore } from '../../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

async function workspaceOn(store: string) {
  const { client } = await makeTestCore()
  await client.remote.add({ name: 'shop', connectionString: store })
  return client
}

type Standing = { items: { name: string; state: string; changedAt: string | null }[] }
const states = ({ items }: Standing) =>
  Object.fromEntries(items.map(({ name, state }) => [name, state]))

const rowsOf = async (store: string) =>
  (await query(
    store,
    'select * from galley.prompt_guardrails order by name',
  )) as unknown as GuardrailRow[]

test('what is published is what a client reads: the same guardrails, from their rows', async () => {
  const store = await createStore(postgres)
  const client = await workspaceOn(store)
  await client.guardrail.update({ name: 'pii_detection_basic', action: 'redact' })
  const rule = { type: 'regex', pattern: 'ID-[0-9]{6}' }
  await client.guardrail.create({ name: 'no_ids', rule, action: 'block', stages: ['output'] })
  expect(states(await client.guardrail.compareShared({ remote: 'shop' }))).toEqual({
    no_ids: 'new',
    pii_detection_basic: 'new',
    prompt_injection_basic: 'new',
    toxicity_basic: 'new',
  })
  const published = await client.guardrail.publish({ remote: 'shop' })
  expect(new Set(Object.values(states(published)))).toEqual(new Set(['same']))
  const read = (await rowsOf(store)).map((row) => rowToGuardrails(row))
  expect(read.flatMap(({ problems }) => problems)).toEqual([])
  expect(read.flatMap(({ guardrails }) => guardrails)).toMatchObject([
    { name: 'no_ids', rule, action: 'block', stages: ['output'], enabled: true },
    { name: 'pii_detection_basic', action: 'redact' },
    { name: 'prompt_injection_basic' },
    { name: 'toxicity_basic' },
  ])

  const colleague = await workspaceOn(store)
  await colleague.guardrail.adopt({ remote: 'shop', name: 'no_ids' })
  expect(states(await colleague.guardrail.compareShared({ remote: 'shop' }))).toMatchObject({
    no_ids: 'same',
    pii_detection_basic: 'changed',
  })
})

test('publishing by name leaves the others alone, and says nothing twice', async () => {
  const store = await createStore(postgres)
  const client = await workspaceOn(store)
  await client.guardrail.publish({ remote: 'shop', names: ['toxicity_basic'] })
  await client.guardrail.publish({ remote: 'shop', names: ['toxicity_basic'] })
  expect((await rowsOf(store)).map(({ name }) => name)).toEqual(['toxicity_basic'])
  const audit = await query(store, "select action from galley.audit_log where action like 'guard%'")
  expect(audit).toEqual([{ action: 'guardrail.insert' }])
  await expect(
    client.guardrail.publish({ remote: 'shop', names: ['toxicity_basik'] }),
  ).rejects.toMatchObject({ code: 'not_found', data: { suggestion: 'toxicity_basic' } })
})

test('switching off and archiving here switches off there', async () => {
  const store = await createStore(postgres)
  const client = await workspaceOn(store)
  await client.guardrail.publish({ remote: 'shop' })
  await client.guardrail.update({ name: 'toxicity_basic', isEnabled: false })
  await client.guardrail.archive({ name: 'prompt_injection_basic' })
  expect(states(await client.guardrail.compareShared({ remote: 'shop' }))).toEqual({
    pii_detection_basic: 'same',
    prompt_injection_basic: 'changed',
    toxicity_basic: 'changed',
  })
  await client.guardrail.publish({ remote: 'shop' })
  const active = (await rowsOf(store)).filter(({ is_active }) => is_active)
  expect(active.map(({ name }) => name)).toEqual(['pii_detection_basic'])
})

test('what somebody else changed since is a conflict that names it, and nothing is half published', async () => {
  const store = await createStore(postgres)
  const client = await workspaceOn(store)
  await client.guardrail.publish({ remote: 'shop', names: ['toxicity_basic'] })
  const { items } = await client.guardrail.compareShared({ remote: 'shop' })
  const expected = Object.fromEntries(items.map(({ name, changedAt }) => [name, changedAt]))
  await query(
    store,
    "update galley.prompt_guardrails set action = 'block', updated_at = clock_timestamp()",
  )
  await client.guardrail.update({ name: 'toxicity_basic', action: 'allow' })
  await expect(client.guardrail.publish({ remote: 'shop', expected })).rejects.toMatchObject({
    code: 'conflict',
    data: { details: { name: 'toxicity_basic' } },
  })
  expect(await rowsOf(store)).toMatchObject([{ name: 'toxicity_basic', action: 'block' }])
})

test('rows of the original schema are shown and left alone, until they are taken over', async () => {
  const store = await createStore(postgres)
  await query(
    store,
    `insert into galley.prompt_guardrails (name, guardrail_type, severity, action, config)
     values ('theirs', 'pii_detection', 'critical', 'block', '{"entity_types": ["SSN", "PERSON"]}')`,
  )
  const client = await workspaceOn(store)
  const { items } = await client.guardrail.publish({ remote: 'shop' })
  expect(items.find(({ name }) => name === 'theirs')).toMatchObject({
    state: 'only_there',
    problems: ['Personal data of the type “PERSON” is not looked for here.'],
  })
  expect((await client.guardrail.listPulled({})).items).toEqual([])
  await client.publishing.pull({ remote: 'shop' })
  const seen = async () => {
    const pulled = await client.guardrail.listPulled({})
    return pulled.items.find(({ name }) => name === 'theirs')
  }
  expect(await seen()).toMatchObject({ remote: 'shop', types: ['pii'], isHere: false })
  await client.guardrail.adopt({ remote: 'shop', name: 'theirs' })
  expect(await seen()).toMatchObject({ isHere: true })
  expect(await client.guardrail.get({ name: 'theirs' })).toMatchObject({
    action: 'block',
    severity: 'critical',
    rule: { type: 'pii', entities: ['SSN'] },
  })
  const again = client.guardrail.adopt({ remote: 'shop', name: 'theirs' })
  await expect(again).rejects.toMatchObject({ code: 'already_exists' })
  const gone = client.guardrail.adopt({ remote: 'shop', name: 'nothing' })
  await expect(gone).rejects.toMatchObject({ code: 'not_found' })
})
