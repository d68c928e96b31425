import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CanaryEvent } from '#shared/contract/experiment/canary.ts'
import { openClient } from '../../support/client/client.ts'
import { makeTestCore, testClock } from '../../support/core.ts'
import { playDay, type UserPlan } from '../../support/experiments/simulated-users.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const HOUR_MS = 3_600_000
const ref = { remote: 'shop', canary: 'hello-v2' }
const text = (body: string) => ({ body: { kind: 'text' as const, text: body } })

/** A published `hello`, and a second version that needs a name. Every wait of a watcher is an hour of traffic. */
async function workplace(users: Partial<UserPlan> = {}) {
  const clock = testClock('2026-01-05T00:00:00.000Z')
  const store = await createStore(postgres)
  const client = openClient({ connectionString: store, clock: () => Number(clock.now()) })
  let hour = 0
  const traffic = {
    template: 'hello',
    usersPerDay: 60,
    rates: {},
    outcome: 'none',
    seed: 'canary',
    variables: { name: 'you' },
    ...users,
  }
  const environment = {
    clock,
    async wait() {
      hour += 1
      await playDay(client, [traffic], hour)
      clock.advance(HOUR_MS)
    },
  }
  const open = async () => {
    const core = await makeTestCore(environment)
    await core.client.remote.add({ name: 'shop', connectionString: store })
    return core
  }
  const core = await open()
  await core.client.template.create({ name: 'hello', content: text('hello') })
  await core.client.template.createVersion({ template: 'hello' })
  await core.client.template.updateDraft({
    template: 'hello',
    content: {
      ...text('hello {{ name }}'),
      variables: [{ name: 'name', type: 'string', required: false }],
    },
    revision: 1,
  })
  await core.client.template.createVersion({ template: 'hello' })
  await core.client.publishing.publish({ remote: 'shop', template: 'hello', version: 1 })
  const start = (plan: object = {}) =>
    core.client.canary.start({
      remote: 'shop',
      template: 'hello',
      version: 2,
      // What a render takes here is the machine's business, not the version's.
      plan: {
        ...{ minimumUsers: 3, minimumHours: 2, plannedUsers: 1000 },
        margins: { p95: 1 },
        ...plan,
      },
    })
  return { core, open, store, start, environment, client }
}

type Core = Awaited<ReturnType<Awaited<ReturnType<typeof workplace>>['open']>>

/** Watches until the canary ends, or `isEnough`. */
async function watch(core: Core, isEnough: (event: CanaryEvent) => boolean = () => false) {
  const events: CanaryEvent[] = []
  for await (const event of await core.client.canary.watch({ ...ref, everySeconds: 3600 })) {
    events.push(event)
    if (isEnough(event)) break
  }
  return events
}

const auditOf = async (core: Core) =>
  (await core.client.publishing.listAudit({ remote: 'shop' })).items

const productionOf = async (store: string) =>
  (
    await query(
      store,
      "select v.version from galley.prompt_labels l join galley.prompt_templates v on v.id = l.version_id where l.label = 'production'",
    )
  )[0]?.version

describe('a canary', () => {
  test('goes through its steps, each long enough, and ends in production; a restart changes nothing', async () => {
    const { core, open, store, start } = await workplace()
    const begun = await start()
    expect(begun).toMatchObject({ coverageBp: 500, step: 1, controlVersion: 1, canaryVersion: 2 })
    expect(begun.steps.map(({ coverageBp }) => coverageBp)).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000,
    ])
    const first = await watch(core, ({ kind }) => kind === 'advanced')
    expect(first.filter(({ kind }) => kind === 'held').length).toBeGreaterThanOrEqual(2)
    // Another process, which knows nothing but the store.
    const events = await watch(await open())
    expect(events.at(-1)).toMatchObject({ kind: 'completed', canary: { status: 'completed' } })
    const steps = events.filter(({ kind }) => kind === 'advanced')
    expect(steps.map(({ canary }) => canary?.coverageBp)).toEqual([2000, 4000, 8000, 10_000])
    expect(await productionOf(store)).toBe(2)
    const actions = (await auditOf(core)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'canary.step').length).toBe(5)
    expect(actions.slice(0, 2)).toEqual(['canary.complete', 'promote'])
  })

  test('that does not promote by itself waits for a person at its last step', async () => {
    const { core, store, start } = await workplace()
    await start({ stepsBp: [5000, 10_000], minimumUsers: 1, minimumHours: 0, promotes: false })
    await expect(core.client.canary.promote(ref)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('50% of the users'),
    })
    const events = await watch(core, ({ kind }) => kind === 'awaits_promotion')
    expect(events.at(-1)).toMatchObject({
      message: expect.stringContaining('galley canary promote hello-v2 --remote shop'),
      canary: { status: 'active', coverageBp: 10_000, awaitsPromotion: true },
    })
    expect(await productionOf(store)).toBe(1)
    expect(await core.client.canary.promote({ ...ref, reason: 'quiet' })).toMatchObject({
      status: 'completed',
      reason: 'quiet',
      awaitsPromotion: false,
    })
    expect(await productionOf(store)).toBe(2)
  })

  test('that harms is rolled back by itself, and the audit shows why', async () => {
    const { core, store, start, client } = await workplace({
      withoutVariables: 0.5,
      usersPerDay: 200,
    })
    await start()
    const events = await watch(core)
    expect(events.at(-1)).toMatchObject({
      kind: 'rolled_back',
      canary: { status: 'rolled_back', canaryVersion: 2 },
    })
    expect(events.at(-1)!.message).toMatch(/Everybody gets version 1 again.*surely worse: success/)
    expect(await productionOf(store)).toBe(1)
    const [entry] = await auditOf(core)
    expect(entry).toMatchObject({
      action: 'canary.roll_back',
      reason: expect.stringMatching(/error_rate/),
    })
    const { evidence } = entry!.after as { evidence: { metric: string; isHarmed: boolean }[] }
    expect(evidence.filter(({ isHarmed }) => isHarmed).map(({ metric }) => metric)).toContain(
      'success',
    )
    // Production follows at once.
    const served = new Set<number | undefined>()
    for (let i = 0; i < 50; i++) {
      served.add((await client.getActivePrompt('hello', { userId: `after-${i}` }))?.version)
    }
    expect(served).toEqual(new Set([1]))
  })

  test('that answers slowly is rolled back for its 95th percentile', async () => {
    const { core, start, client, environment } = await workplace()
    await start({ stepsBp: [4000, 10_000], margins: { p95: 0.02 } })
    for (let i = 0; i < 300; i++) {
      const prompt = await client.getActivePrompt('hello', { userId: `u${i}` })
      client.logExecution({
        templateName: 'hello',
        arm: prompt!.arm,
        userId: `u${i}`,
        responseTimeMs: prompt!.arm === 'canary' ? 400 : 100 + (i % 20),
      })
    }
    await client.flush()
    environment.clock.advance(1000)
    const event = await core.client.canary.step(ref)
    expect(event).toMatchObject({ kind: 'rolled_back', message: expect.stringMatching(/p95/) })
    expect(event.canary!.steps[0]).toMatchObject({ canary: { p95Ms: 400, slowRate: 1 } })
  })

  test('watched twice takes every step once', async () => {
    const { core, open, store, start, environment } = await workplace()
    await start({ minimumHours: 1 })
    const other = await open()
    for (let round = 0; round < 3; round++) {
      await environment.wait()
      const events = await Promise.all(
        [core, other, core, other].map(({ client }) => client.canary.step(ref)),
      )
      expect(events.filter(({ kind }) => kind === 'advanced').length).toBeLessThanOrEqual(1)
    }
    const phases = await query(
      store,
      'select phase, coverage_bp from galley.experiment_phases order by phase',
    )
    expect(phases.map(({ coverage_bp }) => coverage_bp)).toEqual(
      [500, 1000, 2000, 4000].slice(0, phases.length),
    )
    expect(phases.length).toBeGreaterThanOrEqual(2)
  })

  test('goes on early only with a reason, and back by hand at any time', async () => {
    const { core, start, store } = await workplace()
    await start({ strategy: 'blue_green' })
    const { canary } = core.client
    expect((await canary.step(ref)).kind).toBe('held')
    const advanced = await canary.step({ ...ref, overrideReason: 'a demonstration' })
    expect(advanced).toMatchObject({ kind: 'advanced', canary: { coverageBp: 10_000, step: 2 } })
    expect((await auditOf(core))[0]).toMatchObject({
      action: 'canary.step',
      reason: 'a demonstration',
    })
    const back = await canary.rollBack({ ...ref, reason: 'enough seen' })
    expect(back).toMatchObject({ status: 'rolled_back', decision: null, reason: 'enough seen' })
    expect(await productionOf(store)).toBe(1)
    expect((await canary.list({ remote: 'shop' })).items).toMatchObject([{ name: 'hello-v2' }])
    await expect(canary.status({ ...ref, canary: 'nope' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
