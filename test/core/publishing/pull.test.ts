import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { createStore } from '../../support/schema.ts'
import { saveVersion, workspaceOn } from '../../support/workspaces.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const shop = { remote: 'shop' }
const welcome = { ...shop, template: 'welcome' }

test('brings versions, labels, experiments, guardrails and statistics, once, and no executions', async () => {
  const store = await createStore(postgres)
  const ann = await workspaceOn(store, 'Ann')
  for (const words of ['one', 'two']) {
    const version = await saveVersion(ann, 'welcome', words)
    await ann.client.publishing.publish({ ...welcome, version })
  }
  await query(
    store,
    `insert into galley.prompt_executions (template_name, success, response_time_ms, model) select 'welcome', true, 5, 'm' from generate_series(1, 10);
     insert into galley.prompt_guardrails (name, guardrail_type) values ('pii', 'pii_detection');
     insert into galley.ab_test_experiments (name, template_name, traffic_allocation) values ('x', 'welcome', '{"control": 50, "b": 50}')`,
  )
  const proxy = await startProxy(store)
  onTestFinished(() => proxy.close())
  const clock = { now: () => new Date() }
  const bob = await workspaceOn(proxy.connectionString, 'Bob', { clock })
  expect(await bob.client.publishing.pull(shop)).toEqual({
    newTemplates: ['welcome'],
    newVersions: [
      { templateName: 'welcome', version: 2 },
      { templateName: 'welcome', version: 1 },
    ],
    renumbered: [],
    labels: 1,
    experiments: 1,
    guardrails: 1,
    rollups: 1,
    skipped: [],
  })
  const theirs = await ann.client.template.getVersion({ template: 'welcome', version: 2 })
  const here = await bob.client.template.getVersion({ template: 'welcome', version: 2 })
  expect(here).toMatchObject({ id: theirs.id, contentHash: theirs.contentHash, author: 'Ann' })
  expect(await bob.client.template.get({ template: 'welcome' })).toMatchObject({
    labels: [{ remote: 'shop', label: 'production', version: 2 }],
    draft: { content: theirs.content },
  })
  const again = await bob.client.publishing.pull(shop)
  expect(again).toMatchObject({ newTemplates: [], newVersions: [], rollups: 0 })

  // While the store is away: what the last pull saw, and said to be that.
  proxy.setMode('refuse')
  proxy.cut()
  const { items } = await bob.client.experiment.list(shop)
  expect(items).toMatchObject([{ name: 'x', remote: 'shop', seenAt: expect.any(String) }])
  expect(await bob.client.experiment.get({ ...shop, experiment: 'x' })).toEqual(items[0])
})

test('a published number stands: a version of ours that has it moves behind all others', async () => {
  const store = await createStore(postgres)
  const ann = await workspaceOn(store, 'Ann')
  const bob = await workspaceOn(store, 'Bob')
  await saveVersion(ann, 'welcome', 'of Ann')
  await ann.client.publishing.publish({ ...welcome, version: 1 })
  await saveVersion(bob, 'welcome', 'of Bob')
  await saveVersion(bob, 'welcome', 'of Ann')
  const pulled = await bob.client.publishing.pull(shop)
  expect(pulled.renumbered).toEqual([{ templateName: 'welcome', from: 1, to: 3 }])
  const { items } = await bob.client.template.listVersions({ template: 'welcome' })
  expect(items.map(({ number }) => number)).toEqual([3, 2])
})

test('what cannot be what it says is left out with a reason, and the rest comes', async () => {
  const store = await createStore(postgres)
  await query(
    store,
    `insert into galley.prompt_templates (name, template_text, version, content, content_hash) values
       ('forged', 'x', 1, '{"body": {"kind": "text", "text": "evil"}}', repeat('0', 64)),
       ('newer', 'x', 1, '{"body": {"kind": "film"}}', repeat('1', 64));
     insert into galley.prompt_templates (name, template_text, version) values ('plain', 'Hi {{ name }}', 1)`,
  )
  const bob = await workspaceOn(store, 'Bob')
  const pulled = await bob.client.publishing.pull(shop)
  expect(pulled.newTemplates).toEqual(['plain'])
  expect(pulled.skipped.map(({ templateName }) => templateName)).toEqual(['forged', 'newer'])
})

test('after a conflict a rebase puts one’s changes on top of the published version', async () => {
  const store = await createStore(postgres)
  const ann = await workspaceOn(store, 'Ann')
  await saveVersion(ann, 'welcome', 'Dear {{ name }},\nwelcome.\nBye')
  await ann.client.publishing.publish({ ...welcome, version: 1 })
  const bob = await workspaceOn(store, 'Bob')
  await bob.client.publishing.pull(shop)
  await bob.client.template.restoreVersion({ template: 'welcome', version: 1 })
  await saveVersion(bob, 'welcome', 'Hi {{ name }},\nwelcome.\nBye')
  await saveVersion(ann, 'welcome', 'Dear {{ name }},\nwelcome.\nSee you')
  await ann.client.publishing.publish({ ...welcome, version: 2 })
  const lost = bob.client.publishing.publish({ ...welcome, version: 2 })
  await expect(lost).rejects.toMatchObject({ code: 'conflict' })
  const plan = () => bob.client.publishing.plan({ ...welcome, version: 2 })
  expect(await plan()).toMatchObject({ isFork: true, current: { version: 2 } })
  expect((await plan()).warnings[0]).toMatch(/version 2 by Ann, which yours was not made from/)
  expect(await bob.client.publishing.rebase({ ...welcome, version: 2 })).toEqual({
    onto: 2,
    conflicts: [],
  })
  const { draft } = await bob.client.template.get({ template: 'welcome' })
  expect(draft.content.body).toEqual({ kind: 'text', text: 'Hi {{ name }},\nwelcome.\nSee you' })
  const { number } = await bob.client.template.createVersion({ template: 'welcome' })
  for (const version of [number, 1]) {
    expect(await bob.client.publishing.plan({ ...welcome, version })).toMatchObject({
      isFork: false,
    })
  }
  const outcome = await bob.client.publishing.publish({ ...welcome, version: number })
  expect(outcome).toMatchObject({ previousVersion: 2, renumberedFrom: null })
})
