import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Evidence } from '#shared/contract/evidence.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { finish } from '../../support/runs.ts'
import { createStore } from '../../support/schema.ts'
import { saveVersion, type TestCore, workspaceOn } from '../../support/workspaces.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
  const password = `password 'secret'`
  await query(
    postgres.server.connectionString(),
    `create role ann login ${password}; create role bob login ${password}; create role eve login ${password}`,
  )
})
afterAll(() => postgres.stop())

/** A store whose people have logins and roles of their own, and the workspace of each. */
async function team() {
  const store = await createStore(postgres)
  await query(store, 'grant galley_author to ann, bob; grant galley_publisher to eve')
  const as = (login: string, author: string) => {
    const url = new URL(store)
    url.username = login
    url.password = 'secret'
    return workspaceOn(url.toString(), author)
  }
  const admin = await workspaceOn(store, 'Root')
  const [ann, bob, eve] = [await as('ann', 'Ann'), await as('bob', 'Bob'), await as('eve', 'Eve')]
  return { store, admin, ann, bob, eve }
}

async function evidenceFor({ client }: TestCore, version: number): Promise<Evidence> {
  const { contentHash } = await client.template.getVersion({ template: 'welcome', version })
  return {
    runId: '01900000-0000-7000-8000-000000000009' as Evidence['runId'],
    contentHash,
    datasetName: 'questions',
    datasetVersion: 1,
    datasetVersionHash: 'd'.repeat(64),
    model: 'recorded:x',
    metrics: [{ name: 'pass_rate', value: 0.91, low: 0.86, high: 0.95, n: 180 }],
    gate: { name: 'quality', isPassed: true, reason: 'pass_rate is 0.91; the gate asks for 0.9.' },
    guardrails: [{ name: 'pii', action: 'redact', isPassed: true, checked: 180, violations: 0 }],
    evaluatedAt: '2026-01-01T00:00:00.000Z',
  }
}

const rule = { label: 'production', isProtected: true, requiresGate: true, gate: 'quality' }
const target = { remote: 'shop', template: 'welcome', version: 1 }

test('from a proposal to production: evidence, comments, approval, promotion; all of it shown later', async () => {
  const { admin, ann, bob, eve } = await team()
  await admin.client.promotion.setRule({ remote: 'shop', ...rule, requiredApprovals: 1 })
  await saveVersion(ann, 'welcome', 'Hello')
  const before = await ann.client.publishing.plan(target)
  expect(before.gate).toMatchObject({
    requiresGate: true,
    gateState: 'missing',
    requiredApprovals: 1,
    isAllowed: false,
  })
  expect(before.warnings.join(' ')).toMatch(/gate "quality" that passed.*1 more approval/)
  const evidence = await evidenceFor(ann, 1)
  expect((await ann.client.publishing.plan({ ...target, evidence })).gate.gateState).toBe('passed')
  await ann.client.publishing.propose({ ...target, evidence, reason: 'kinder' })
  expect((await ann.client.publishing.list({ remote: 'shop' })).items).toMatchObject([
    { version: 1, labels: [] },
  ])

  const [open] = (await bob.client.promotion.list({ remote: 'shop', isOpen: true })).items
  expect(open).toMatchObject({
    templateName: 'welcome',
    version: 1,
    state: 'open',
    reason: 'kinder',
  })
  const by = { remote: 'shop', promotion: open?.id ?? '' }
  await expect(ann.client.promotion.review({ ...by, verdict: 'approved' })).rejects.toMatchObject({
    code: 'not_permitted',
    message: expect.stringContaining('nobody approves a version of their own'),
  })
  await bob.client.promotion.review({ ...by, verdict: 'commented', comment: 'Is it short?' })
  await eve.client.publishing.pull({ remote: 'shop' })
  await expect(eve.client.publishing.publish(target)).rejects.toMatchObject({
    code: 'gate_failed',
    data: { details: { gate: { requiredApprovals: 1, approvals: [] } } },
  })
  await bob.client.promotion.review({ ...by, verdict: 'approved', comment: 'It is.' })
  await expect(ann.client.publishing.publish(target)).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await eve.client.publishing.publish({ ...target, reason: 'go' })

  const { items } = await ann.client.promotion.list({ remote: 'shop', templateName: 'welcome' })
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ state: 'carried_out', gate: { evidence } })
  expect(
    items[0]?.events.map(({ kind, actor, databaseUser }) => [kind, actor, databaseUser]),
  ).toEqual([
    ['evidence', 'Ann', 'ann'],
    ['commented', 'Bob', 'bob'],
    ['approved', 'Bob', 'bob'],
    ['carried_out', 'Eve', 'eve'],
  ])
  const { items: audit } = await ann.client.publishing.listAudit({ remote: 'shop' })
  expect(audit.map(({ action }) => action)).toEqual([
    'publish',
    'promotion.approved',
    'promotion.commented',
    'propose',
    'label_rule.update',
  ])
})

test('a label moves by what a run showed: the verdict of its gate goes along by itself', async () => {
  const { admin, eve } = await team()
  await admin.client.promotion.setRule({ remote: 'shop', ...rule, requiredApprovals: 0 })
  const { client } = eve
  await saveVersion(eve, 'welcome', 'Hello')
  await saveVersion(eve, 'welcome', 'Hello {{ name }}')
  const text = 'name\nAnn\nBob'
  await client.dataset.import({ name: 'people', fileName: 'p.csv', text })
  const gate = { name: 'quality', template: 'welcome', label: 'production' }
  await client.gate.create({
    ...gate,
    rules: [{ kind: 'threshold', metric: 'pass', atLeast: 1 }],
  })
  const { id } = await client.run.start({
    dataset: 'people',
    columns: [1, 2].map((version) => ({ template: 'welcome', version, model: 'echo' })),
    assertions: [{ type: 'contains', value: '{{ name }}' }],
  })
  await finish(client, id)
  const state = async (version: number) =>
    (await client.publishing.plan({ ...target, version })).gate.gateState
  expect(await state(2)).toBe('missing')
  for (const column of ['c1', 'c2'])
    await client.gate.evaluate({ gate: 'quality', run: id, column })
  expect([await state(1), await state(2)]).toEqual(['failed', 'passed'])
  await expect(client.publishing.publish(target)).rejects.toMatchObject({ code: 'gate_failed' })
  await client.publishing.publish({ ...target, version: 2 })
  expect((await client.publishing.list({ remote: 'shop' })).items).toMatchObject([
    { version: 2, labels: expect.arrayContaining(['production']) },
  ])
})

test('evidence of another content is refused, and nobody but an admin sets the rules', async () => {
  const { eve } = await team()
  await saveVersion(eve, 'welcome', 'Hello')
  const evidence = { ...(await evidenceFor(eve, 1)), contentHash: 'f'.repeat(64) }
  await expect(eve.client.publishing.publish({ ...target, evidence })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { where: { field: 'evidence' } },
  })
  await expect(
    eve.client.promotion.setRule({ remote: 'shop', ...rule, requiredApprovals: 0 }),
  ).rejects.toMatchObject({ code: 'not_permitted' })
})

test('a schedule is seen in the plan, carried out once by maintain, and can be called off', async () => {
  const { store, admin, eve } = await team()
  await saveVersion(eve, 'welcome', 'Hello')
  await eve.client.publishing.publish(target)
  await saveVersion(eve, 'welcome', 'Happy new year')
  const next = { ...target, version: 2 }
  const soon = '2100-01-01T00:00:00.000Z'
  const late = '2100-01-02T00:00:00.000Z'
  const outcome = await eve.client.publishing.publish({
    ...next,
    effectiveFrom: soon,
    effectiveUntil: late,
  })
  expect(outcome).toMatchObject({ action: 'schedule', published: { version: 2, labels: [] } })
  const plan = await eve.client.publishing.plan(next)
  expect(plan.upcoming).toEqual([{ at: soon, kind: 'promotion', version: 2 }])
  const [scheduled] = (await eve.client.promotion.list({ remote: 'shop', isOpen: true })).items
  expect(scheduled).toMatchObject({ state: 'scheduled', effectiveFrom: soon, effectiveUntil: late })
  await eve.client.promotion.cancel({ remote: 'shop', promotion: scheduled?.id ?? '' })
  await eve.client.publishing.publish({ ...next, effectiveFrom: '2020-01-01T00:00:00.000Z' })
  const done = await admin.client.remote.maintain({ remote: 'shop' })
  expect(done.labels).toEqual([
    { action: 'promoted', templateName: 'welcome', label: 'production', version: 2 },
  ])
  expect((await admin.client.remote.maintain({ remote: 'shop' })).labels).toEqual([])
  const active = await query(store, 'select version from galley.prompt_versions where is_active')
  expect(active).toEqual([{ version: 2 }])
})
