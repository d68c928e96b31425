import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openClient } from '../../support/client/client.ts'
import { makeTestCore, testClock } from '../../support/core.ts'
import {
  addTwoVersions,
  type DesignInput,
  testDesign,
} from '../../support/experiments/experiments.ts'
import { playDay, type UserPlan } from '../../support/experiments/simulated-users.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const DAY_MS = 86_400_000
const users: UserPlan = {
  template: 'welcome',
  usersPerDay: 60,
  rates: { one: 0.5, two: 0.5 },
  outcome: 'solved',
  seed: 'live',
}

/** A workspace with a draft, a store, and a production client on the same clock. */
async function workplace(changed: Partial<DesignInput> = {}) {
  const clock = testClock('2026-01-05T00:00:00.000Z')
  const store = await createStore(postgres)
  const core = await makeTestCore({ clock })
  await core.client.remote.add({ name: 'shop', connectionString: store })
  await addTwoVersions(core.client)
  await core.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 1 })
  const { experiment } = core.client
  await experiment.create({ name: 'shorter', template: 'welcome', design: testDesign(changed) })
  await experiment.start({ experiment: 'shorter', remote: 'shop' })
  const client = openClient({ connectionString: store, clock: () => Number(clock.now()) })
  return {
    store,
    core,
    clock,
    experiment,
    /** A day passes, its users come; then somebody looks. */
    async live(plan: UserPlan, day: number) {
      await playDay(client, [plan], day)
      clock.advance(DAY_MS)
      return experiment.status({ experiment: 'shorter' })
    },
    audit: async () =>
      (await core.client.publishing.listAudit({ remote: 'shop' })).items.map((entry) => ({
        action: entry.action,
        reason: entry.reason,
        actor: entry.actor,
      })),
  }
}

describe('a live experiment', () => {
  test('starts with its versions in one transaction, finds its winner and promotes it', async () => {
    const place = await workplace({ stopping: { plannedUsers: 480, plannedEffect: 0.2 } })
    const { experiment, store } = place
    const better = { ...users, rates: { one: 0.4, two: 0.75 } }
    const early = await place.live(better, 1)
    expect(early.monitor).toMatchObject({ isNewLook: true, look: 1 })
    expect(early.monitor.verdict.kind).toBe('running')
    await expect(experiment.declareWinner({ experiment: 'shorter' })).rejects.toMatchObject({
      code: 'gate_failed',
      data: { details: { verdict: { kind: 'running' } } },
    })
    let last = early
    for (let day = 2; day <= 8; day++) last = await place.live(better, day)
    const { monitor } = last
    expect(monitor.verdict).toMatchObject({ kind: 'winner', winner: 'concise' })
    const [report] = monitor.metrics
    expect(report).toMatchObject({
      metric: 'solved',
      arm: 'concise',
      crossed: 'better',
      rule: 'group_sequential',
    })
    // The store's own count of the truth, by hand.
    const [truth] = await query(
      store,
      `select count(*) filter (where arm = 'concise')::int as users,
        count(*) filter (where arm = 'concise' and exists (select from galley.prompt_executions e join galley.execution_outcomes o on o.execution_id = e.id where e.user_id = x.unit))::int as solved
       from galley.experiment_exposures x`,
    )
    expect(report).toMatchObject({
      users: truth!.users,
      value: Number(truth!.solved) / Number(truth!.users),
    })
    expect(report!.ci![0]).toBeGreaterThan(0)
    expect(report!.liftCi![0]).toBeGreaterThan(0)
    expect(monitor.history.length).toBeGreaterThanOrEqual(8)
    expect(monitor.probBest[1]!.probability).toBeGreaterThan(0.99)
    const [shown] = await query(store, 'select * from galley.v_active_ab_tests')
    expect(shown).toMatchObject({ name: 'shorter', sample_status: 'sufficient' })
    expect(Number(shown!.control_metric_value)).toBeCloseTo(report!.valueControl!, 9)
    expect(Number(shown!.total_executions)).toBe(480)

    const ended = await experiment.declareWinner({ experiment: 'shorter' })
    expect(ended).toMatchObject({ status: 'completed', winner: 'concise', verdict: 'winner' })
    const { items } = await place.core.client.publishing.list({ remote: 'shop' })
    expect(items.find(({ labels }) => labels.includes('production'))?.version).toBe(2)
    const actions = (await place.audit()).map(({ action }) => action)
    expect(actions.slice(0, 2)).toEqual(['experiment.declare_winner', 'promote'])
    expect(actions).toContain('experiment.start')
    // The evidence stays.
    const after = await experiment.status({ experiment: 'shorter' })
    expect(after.monitor).toMatchObject({ isNewLook: false, verdict: { kind: 'winner' } })
    expect((await experiment.get({ experiment: 'shorter' })).status).toBe('completed')
  })

  test('between looks shows the last one: looking more often spends nothing', async () => {
    const place = await workplace()
    const first = await place.live(users, 1)
    const again = await place.experiment.status({ experiment: 'shorter' })
    expect(again.monitor).toMatchObject({ isNewLook: false, look: 1 })
    expect(again.monitor.metrics).toEqual(first.monitor.metrics)
    const wished = await place.experiment.status({ experiment: 'shorter', takesLook: true })
    expect(wished.monitor).toMatchObject({ isNewLook: true, look: 2 })
    const rows = await query(place.store, 'select look from galley.experiment_looks order by look')
    expect(rows.map(({ look }) => look)).toEqual([1, 2])
  })

  test('against the verdict a winner needs a reason, which the audit keeps', async () => {
    const place = await workplace()
    await place.live(users, 1)
    const { experiment } = place
    await expect(
      experiment.declareWinner({ experiment: 'shorter', arm: 'concise' }),
    ).rejects.toMatchObject({ code: 'gate_failed' })
    await experiment.declareWinner({
      experiment: 'shorter',
      arm: 'concise',
      overrideReason: 'legal asked for it',
    })
    expect((await place.audit())[0]).toEqual({
      action: 'experiment.declare_winner',
      reason: 'legal asked for it',
      actor: 'Tess Tester',
    })
  })

  test('moves only as allowed, and every move is audited', async () => {
    const place = await workplace()
    const { experiment } = place
    const ref = { experiment: 'shorter' }
    await expect(experiment.start({ ...ref, remote: 'shop' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect((await experiment.pause({ ...ref, reason: 'a holiday' })).status).toBe('paused')
    await expect(experiment.ramp({ ...ref, coverageBp: 5000 })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect((await experiment.resume(ref)).status).toBe('active')
    expect((await experiment.ramp({ ...ref, coverageBp: 5000 })).phase).toMatchObject({
      phase: 1,
      coverageBp: 5000,
    })
    const arms = [
      { key: 'control', weightBp: 2000 },
      { key: 'concise', weightBp: 8000 },
    ]
    expect((await experiment.reweigh({ ...ref, arms })).phase).toMatchObject({ phase: 2 })
    for (const [one, other] of [
      [1, 1],
      [-1, 10_001],
    ] as const) {
      const wrong = [
        { key: 'control', weightBp: one },
        { key: 'concise', weightBp: other },
      ]
      const refused = experiment.reweigh({ ...ref, arms: wrong })
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input' })
    }
    const cancelled = await experiment.cancel({ ...ref, reason: 'enough' })
    expect(cancelled).toMatchObject({ status: 'cancelled', reason: 'enough' })
    await expect(experiment.resume(ref)).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await place.audit()).map(({ action }) => action).slice(0, 6)).toEqual([
      'experiment.cancel',
      'experiment.reweigh',
      'experiment.ramp',
      'experiment.resume',
      'experiment.pause',
      'experiment.start',
    ])
  })

  test('whose arm loses users raises the ratio alarm and gets no winner', async () => {
    const place = await workplace({ stopping: { plannedUsers: 480, plannedEffect: 0.2 } })
    const lossy = {
      ...users,
      usersPerDay: 120,
      rates: { one: 0.4, two: 0.75 },
      loss: { arm: 'concise', share: 0.5 },
    }
    let last = await place.live(lossy, 1)
    for (let day = 2; day <= 8; day++) last = await place.live(lossy, day)
    expect(last.monitor.verdict).toMatchObject({ kind: 'srm', winner: null })
    expect(last.monitor.srm.isMismatch).toBe(true)
    await expect(
      place.experiment.declareWinner({ experiment: 'shorter', arm: 'concise' }),
    ).rejects.toMatchObject({ code: 'gate_failed' })
  })

  test('promotes its winner, or stops what harms, by itself only where that is switched on', async () => {
    const stopping = { plannedUsers: 480, plannedEffect: 0.2 }
    const place = await workplace({ stopping, automation: { promotesWinner: true } })
    const better = { ...users, rates: { one: 0.4, two: 0.8 } }
    let last = await place.live(better, 1)
    for (let day = 2; last.experiment.status === 'active' && day < 10; day++) {
      last = await place.live(better, day)
    }
    expect(last.experiment).toMatchObject({ status: 'completed', winner: 'concise' })
    const other = await workplace({ stopping, automation: { stopsHarmful: true } })
    const worse = { ...users, rates: { one: 0.8, two: 0.3 } }
    let end = await other.live(worse, 1)
    for (let day = 2; end.experiment.status === 'active' && day < 10; day++) {
      end = await other.live(worse, day)
    }
    expect(end.experiment).toMatchObject({ status: 'completed', winner: 'control' })
    expect((await other.audit())[0]).toMatchObject({ action: 'experiment.keep_control' })
  })

  test('of an original service is read by its own rule and columns', async () => {
    const place = await workplace()
    await place.experiment.cancel({ experiment: 'shorter' })
    const [{ id: control }] = (await query(
      place.store,
      'select id from galley.prompt_templates where version = 1',
    )) as [{ id: string }]
    const [{ id: variant }] = (await query(
      place.store,
      'select id from galley.prompt_templates where version = 2',
    )) as [{ id: string }]
    await query(
      place.store,
      `insert into galley.ab_test_experiments (name, template_name, status, control_template_id, variant_template_ids, traffic_allocation, minimum_sample_size, started_at)
       values ('old', 'welcome', 'running', $1, $2, '{"control": 50, "new": 50}', 100, '2026-01-05')`,
      [control, [variant]],
    )
    const { monitor, experiment } = await place
      .live(users, 1)
      .then(() => place.experiment.status({ experiment: 'old', remote: 'shop' }))
    expect(experiment).toMatchObject({
      isLegacy: true,
      status: 'active',
      design: null,
      phase: null,
    })
    expect(monitor.users).toBe(60)
    expect(monitor.metrics[0]).toMatchObject({ metric: 'success_rate', value: 1, valueControl: 1 })
    const elsewhere = { remote: 'shop', template: 'unknown here' }
    expect((await place.experiment.list(elsewhere)).items).toEqual([])
    const wanted = { remote: 'shop', template: 'welcome' }
    expect((await place.experiment.list(wanted)).items.map(({ name }) => name)).toEqual([
      'old',
      'shorter',
    ])
  })
})
