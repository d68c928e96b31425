import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
  const server = postgres.server.connectionString()
  await query(
    server,
    'create role ann login; create role bob login; create role eve login; create role cid login',
  )
})
afterAll(() => postgres.stop())

beforeEach(async () => {
  store = await createStore(postgres)
  await query(
    store,
    `grant galley_author to ann, bob; grant galley_publisher to eve, cid;
     insert into galley.prompt_templates (name, template_text, version, is_active, content_hash, created_by)
     values ('welcome', 'one', 1, true, 'h1', 'Old'), ('welcome', 'two', 2, false, 'h2', 'Ann')`,
  )
})

type Person = 'ann' | 'bob' | 'cid' | 'eve' | 'postgres'

/** One statement as that login, which is who Postgres knows it was. */
async function as(person: Person, sql: string, values: unknown[] = []) {
  if (person === 'postgres') return query(store, sql, values)
  const client = new pg.Client({ connectionString: store })
  await client.connect()
  try {
    // What a login role of its own is: nothing of the superuser is left but the way in.
    await client.query(`set session authorization ${person}`)
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

const call = async (person: Person, door: string, request: object) =>
  (await as(person, `select galley.${door}($1) as answer`, [JSON.stringify(request)]))[0]?.answer

const evidence = (isPassed: boolean, contentHash = 'h2') => ({
  runId: '01900000-0000-7000-8000-000000000001',
  contentHash,
  datasetVersionHash: 'd1',
  metrics: [{ name: 'pass_rate', value: 0.9, low: 0.85, high: 0.94, n: 200 }],
  gate: { name: 'quality', isPassed, reason: 'pass_rate is 0.9' },
  guardrails: [],
})

const target = { name: 'welcome', label: 'production' }
const publish = (person: Person, more: object = {}) =>
  call(person, 'publish_protected', {
    ...target,
    action: 'publish',
    version: 2,
    actor: person,
    ...more,
  })
const propose = async (more: object = {}) => {
  await call('ann', 'propose_promotion', { ...target, version: 2, actor: 'Ann', ...more })
  const [row] = await query(store, 'select id from galley.promotions order by proposed_at desc')
  return row?.id as string
}
const review = (person: Person, promotionId: string, more: object = {}) =>
  call(person, 'review_promotion', { promotionId, verdict: 'approved', actor: person, ...more })
const standing = async () =>
  (
    await query(store, `select version from galley.get_active_prompt('welcome') order by version`)
  ).map(({ version }) => version)
const demand = (approvals: number, requiresGate = true) =>
  query(
    store,
    `update galley.label_rules set requires_gate = $2, required_approvals = $1 where label = 'production'`,
    [approvals, requiresGate],
  )

describe('protected labels', () => {
  test('need a passed gate; the refusal says what is missing and nothing moves', async () => {
    await demand(0)
    await expect(publish('eve')).rejects.toMatchObject({
      code: 'GL001',
      detail: expect.stringContaining('"gateState": "missing"'),
    })
    await expect(publish('eve', { evidence: evidence(false) })).rejects.toMatchObject({
      detail: expect.stringContaining('"gateState": "failed"'),
    })
    await expect(publish('eve', { evidence: evidence(true, 'h1') })).rejects.toMatchObject({
      code: '23514',
    })
    expect(await standing()).toEqual([1])
    await publish('eve', { evidence: evidence(true) })
    expect(await standing()).toEqual([2])
  })

  test('the newest evidence of the named gate counts, not an older or another one', async () => {
    await demand(0)
    await query(store, `update galley.label_rules set gate = 'quality'`)
    const promotion = await propose({ evidence: evidence(true) })
    await review('bob', promotion, { verdict: 'evidence', evidence: evidence(false) })
    await expect(publish('eve')).rejects.toMatchObject({ code: 'GL001' })
    const other = { ...evidence(true), gate: { name: 'speed', isPassed: true, reason: '' } }
    await review('bob', promotion, { verdict: 'evidence', evidence: other })
    await expect(publish('eve')).rejects.toMatchObject({ code: 'GL001' })
    await review('bob', promotion, { verdict: 'evidence', evidence: evidence(true) })
    await publish('eve')
    expect(await standing()).toEqual([2])
  })

  test('need approvals by others than the author, each counted once, and no standing rejection', async () => {
    await demand(2, false)
    const promotion = await propose()
    await expect(review('ann', promotion)).rejects.toMatchObject({ code: 'GL002' })
    await expect(review('bob', promotion, { actor: 'Ann' })).rejects.toMatchObject({
      code: 'GL002',
    })
    await review('bob', promotion, { comment: 'reads well' })
    await review('bob', promotion)
    await expect(publish('eve')).rejects.toMatchObject({ code: 'GL001' })
    await review('eve', promotion, { verdict: 'rejected', comment: 'too long' })
    await review('cid', promotion)
    await expect(publish('eve')).rejects.toMatchObject({ code: 'GL001' })
    await review('eve', promotion)
    await publish('eve')
    expect(await standing()).toEqual([2])
    const events = await query(
      store,
      'select kind, actor, db_user, comment from galley.promotion_events order by id',
    )
    expect(events.map(({ kind }) => kind)).toEqual([
      'approved',
      'approved',
      'rejected',
      'approved',
      'approved',
      'carried_out',
    ])
    expect(events[0]).toEqual({
      kind: 'approved',
      actor: 'bob',
      db_user: 'bob',
      comment: 'reads well',
    })
  })

  test('no way around: is_active, an administrator and a forged setting are refused alike', async () => {
    await demand(1)
    const activate = `update galley.prompt_templates set is_active = (version = 2)`
    await expect(as('eve', activate)).rejects.toMatchObject({ code: 'GL001' })
    await expect(
      query(
        store,
        `update galley.prompt_labels set version_id = (select id from galley.prompt_versions where version = 2)`,
      ),
    ).rejects.toMatchObject({ code: 'GL001' })
    const before = await query(store, 'select count(*)::int as n from galley.audit_log')
    await demand(0, false)
    await as(
      'eve',
      `begin; set local galley.audited = 'yes'; update galley.prompt_templates set is_active = false where version = 1; commit`,
    )
    const after = await query(store, 'select count(*)::int as n from galley.audit_log')
    expect(Number(after[0]?.n)).toBeGreaterThan(Number(before[0]?.n) + 1)
  })

  test('a roll back is one call and works with what the version once had', async () => {
    await publish('eve', { evidence: evidence(true) })
    await demand(2)
    await call('eve', 'publish_protected', {
      ...target,
      action: 'roll_back',
      version: null,
      actor: 'eve',
    })
    expect(await standing()).toEqual([1])
    await call('eve', 'publish_protected', {
      ...target,
      action: 'roll_back',
      version: 2,
      actor: 'eve',
    })
    expect(await standing()).toEqual([2])
    const [state] = await query(
      store,
      `select galley.promotion_state('welcome', 'production', id) as state from galley.prompt_versions where version = 2`,
    )
    expect(state?.state).toMatchObject({
      hasStood: true,
      evidence: { runId: evidence(true).runId },
    })
  })

  test('what was said and shown cannot be changed, not even by the owner', async () => {
    await propose({ evidence: evidence(true) })
    for (const sql of [
      'update galley.promotion_events set actor = $$me$$',
      'delete from galley.promotions',
      'truncate galley.promotion_events',
    ]) {
      await expect(query(store, sql)).rejects.toMatchObject({
        code: expect.stringMatching(/42501|0A000/),
      })
    }
    await expect(
      as(
        'eve',
        `insert into galley.promotion_events (promotion_id, kind, actor) select id, 'approved', 'x' from galley.promotions`,
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })
})

describe('schedules', () => {
  const schedule = (from: string, until: string | null = null, more: object = {}) =>
    call('eve', 'publish_protected', {
      ...target,
      action: 'schedule',
      version: 2,
      actor: 'eve',
      effectiveFrom: from,
      ...(until ? { effectiveUntil: until } : {}),
      ...more,
    })
  /** Makes the given moment be now, for what is written down; the only other way is to wait. */
  const ago = async (interval: string) =>
    (await query(store, `select (now() - $1::interval)::text as at`, [interval]))[0]?.at as string

  test('takes effect at its time with nobody there, and is carried out once however often that is tried', async () => {
    await schedule(await ago('-1 hour'))
    expect(await standing()).toEqual([1])
    await schedule(await ago('1 minute'))
    expect(await standing()).toEqual([2])
    expect(
      await query(store, 'select is_active from galley.prompt_versions where version = 2'),
    ).toEqual([{ is_active: false }])
    const runs = await Promise.all(
      [1, 2, 3].map(() => query(store, 'select * from galley.carry_out_due()')),
    )
    expect(runs.flat()).toEqual([
      { action: 'promoted', template_name: 'welcome', label: 'production', version: 2 },
    ])
    expect(
      await query(store, 'select is_active from galley.prompt_versions where version = 2'),
    ).toEqual([{ is_active: true }])
    expect(
      await query(
        store,
        `select count(*)::int as n from galley.audit_log where action = 'promote'`,
      ),
    ).toEqual([{ n: 1 }])
    expect(await query(store, 'select count(*)::int as n from galley.label_schedule')).toEqual([
      { n: 1 },
    ])
  })

  test('ends at its time: the label goes back to where it stood, or to nowhere', async () => {
    await publish('eve', { effectiveUntil: await ago('-1 hour') })
    expect(await standing()).toEqual([2])
    await query(
      store,
      `alter table galley.label_positions disable trigger guard; update galley.label_positions set expires_at = now() - interval '1 second'; alter table galley.label_positions enable trigger guard`,
    )
    expect(await standing()).toEqual([1])
    expect(await query(store, 'select * from galley.carry_out_due()')).toEqual([
      { action: 'expired', template_name: 'welcome', label: 'production', version: 2 },
    ])
    expect(await query(store, 'select * from galley.carry_out_due()')).toEqual([])
    expect(await standing()).toEqual([1])
    expect(
      await query(store, 'select version from galley.prompt_versions where is_active'),
    ).toEqual([{ version: 1 }])
  })

  test('a label that was moved by hand meanwhile does not end', async () => {
    await publish('eve', { effectiveUntil: await ago('-1 hour') })
    await call('eve', 'publish_protected', {
      ...target,
      action: 'roll_back',
      version: 1,
      actor: 'eve',
    })
    expect(await query(store, 'select expires_at from galley.prompt_labels')).toEqual([
      { expires_at: null },
    ])
  })

  test('what began and ended with nobody there is written down as served, since it was', async () => {
    await query(
      store,
      `with p as (
         insert into galley.promotions (template_name, version_id, label, action, reason, effective_from, effective_until, proposed_by, proposed_at)
         select v.name, v.id, 'production', 'schedule', 'a week of it', now() - interval '9 days', now() - interval '2 days', 'eve', now() - interval '10 days'
         from galley.prompt_versions v where v.version = 2 returning *)
       insert into galley.label_schedule
       select id, template_name, label, version_id, effective_from, effective_until, proposed_by from p`,
    )
    expect(await standing()).toEqual([1])
    expect(await query(store, 'select action, version from galley.carry_out_due()')).toEqual([
      { action: 'expired', version: 2 },
    ])
    expect(await standing()).toEqual([1])
    expect(
      await query(
        store,
        `select action, actor, (before ->> 'version')::int as "from", (after ->> 'version')::int as "to"
         from galley.audit_log order by id desc limit 2`,
      ),
    ).toEqual([
      { action: 'expire', actor: 'eve', from: 2, to: 1 },
      { action: 'promote', actor: 'eve', from: 1, to: 2 },
    ])
  })

  test('one that lacks approvals waits for them past its time', async () => {
    await demand(1, false)
    await schedule(await ago('1 minute'))
    expect(await standing()).toEqual([1])
    expect(await query(store, 'select * from galley.carry_out_due()')).toEqual([])
    const [row] = await query(store, 'select promotion_id from galley.label_schedule')
    await review('bob', row?.promotion_id as string)
    expect(await standing()).toEqual([2])
  })

  test('a publisher calls it off; an author may not where the label is protected', async () => {
    await schedule(await ago('-1 hour'))
    const [row] = await query(store, 'select promotion_id from galley.label_schedule')
    const request = { promotionId: row?.promotion_id, actor: 'x', reason: 'not now' }
    await expect(call('bob', 'cancel_promotion', request)).rejects.toMatchObject({ code: '42501' })
    await call('eve', 'cancel_protected', request)
    expect(await query(store, 'select * from galley.label_schedule')).toEqual([])
    await expect(call('eve', 'cancel_protected', request)).rejects.toMatchObject({ code: 'GL003' })
  })
})

test('statistics are kept by arm and model too, with cache hits; the totals stay one row', async () => {
  await query(
    store,
    `insert into galley.prompt_executions (template_name, success, ab_test_group, model, cache_hit, response_time_ms)
     select 'welcome', true, null, 'model-' || i % 2, i % 4 = 0, 5 from generate_series(1, 8) i`,
  )
  expect(
    await query(
      store,
      `select model, executions::int, cache_hits::int from galley.execution_rollups where isfinite(bucket_at) order by model`,
    ),
  ).toEqual([
    { model: 'model-0', executions: 4, cache_hits: 2 },
    { model: 'model-1', executions: 4, cache_hits: 0 },
  ])
  expect(
    await query(
      store,
      `select model, executions::int, cache_hits::int from galley.execution_rollups where not isfinite(bucket_at)`,
    ),
  ).toEqual([{ model: '', executions: 8, cache_hits: 2 }])
})
