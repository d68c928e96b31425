import type pg from 'pg'
import pgDriver from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore } from '../../support/schema.ts'

let postgres: TestPostgres
let client: pg.Client
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

beforeEach(async () => {
  const database = await createStore(postgres)
  client = new pgDriver.Client({ connectionString: database })
  await client.connect()
  await client.query('set search_path = galley')
  return () => client.end()
})

const rows = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows

const addVersion = async (version: number, isActive: boolean, arm: string | null = null) => {
  const [row] = await rows(
    `insert into prompt_templates (name, template_text, version, is_active, ab_test_group)
     values ('welcome', $1, $2, $3, $4) returning id`,
    [`text ${version}`, version, isActive, arm],
  )
  return row.id as string
}

describe('versions and labels', () => {
  test('one active version per name and arm', async () => {
    await addVersion(1, true)
    await addVersion(2, true, 'control')
    await addVersion(3, true, 'variant_a')
    await expect(addVersion(4, true)).rejects.toThrow('one_active_version')
    await expect(addVersion(5, true, 'control')).rejects.toThrow('one_active_version')
  })

  test('a version cannot be changed or deleted, whoever tries', async () => {
    const id = await addVersion(1, false)
    await expect(
      rows(`update prompt_templates set template_text = 'other' where id = $1`, [id]),
    ).rejects.toThrow(/immutable/)
    await expect(rows(`delete from prompt_templates where id = $1`, [id])).rejects.toThrow(
      /append-only/,
    )
    await rows(`update prompt_templates set is_active = true where id = $1`, [id])
  })

  test('is_active and the label production follow each other', async () => {
    const first = await addVersion(1, true)
    const label = () => rows(`select version_id from prompt_labels where label = 'production'`)
    expect(await label()).toEqual([{ version_id: first }])
    const second = await addVersion(2, false)
    await rows(`update prompt_labels set version_id = $1 where label = 'production'`, [second])
    expect(await rows('select version from prompt_templates where is_active')).toEqual([
      { version: 2 },
    ])
    await rows('update prompt_templates set is_active = false where version = 2')
    expect(await label()).toEqual([])
  })

  test('a key answers for one version, and the audit names no action that there is not', async () => {
    await addVersion(1, false)
    await addVersion(2, true)
    const move = (request: object) =>
      rows('select publish_protected($1) as outcome', [
        JSON.stringify({ action: 'roll_back', name: 'welcome', label: 'production', ...request }),
      ])
    const key = '01900000-0000-7000-8000-000000000001'
    const [first] = await move({ key, version: 1 })
    expect(first.outcome).toMatchObject({ kind: 'published', version: 1 })
    expect((await move({ key, version: 1 }))[0].outcome).toMatchObject({ isReplay: true })
    await expect(move({ key, version: 2 })).rejects.toThrow('used for another request')
    await expect(move({ action: 'label_rule.delete', version: 2 })).rejects.toThrow('no action')
    await expect(move({ label: 'latest', version: 2 })).rejects.toThrow('moves by itself')
    await expect(
      rows(`insert into ab_test_experiments (name, template_name, status, traffic_allocation)
        values ('e', 'welcome', 'running', '{"control": "half"}')`),
    ).rejects.toThrow('is no number')
  })

  test('both names of the variables list are the same list', async () => {
    await rows(
      `insert into prompt_templates (name, template_text, template_variables) values ('b', 'x', '["q"]')`,
    )
    expect(await rows(`select variables from prompt_templates where name = 'b'`)).toEqual([
      { variables: ['q'] },
    ])
  })

  test('an insert that meets its own number can be passed over', async () => {
    await addVersion(1, false)
    await rows(
      `insert into prompt_templates (name, template_text, version) values ('welcome', 'y', 1) on conflict (name, version) do nothing`,
    )
    expect(await rows('select template_text from prompt_templates')).toEqual([
      { template_text: 'text 1' },
    ])
  })
})

describe('executions', () => {
  const log = (columns: string, values: string) =>
    rows(`insert into prompt_executions (${columns}) values ${values}`)

  test('rows of either generation get both forms', async () => {
    const id = await addVersion(1, true)
    await log('template_id, success, response_time_ms', `('${id}', false, 12)`)
    await log('template_name, status, execution_time_ms', `('welcome', 'timeout', 30)`)
    const all = await rows(
      'select template_name, template_version, status, success, execution_time_ms, response_time_ms from prompt_executions order by response_time_ms',
    )
    expect(all).toEqual([
      {
        template_name: 'welcome',
        template_version: 1,
        status: 'failure',
        success: false,
        execution_time_ms: '12',
        response_time_ms: '12',
      },
      {
        template_name: 'welcome',
        template_version: 1,
        status: 'timeout',
        success: false,
        execution_time_ms: '30',
        response_time_ms: '30',
      },
    ])
  })

  test('statistics equal the rows, for batches and single rows, and the template row is not touched', async () => {
    const id = await addVersion(1, true)
    const place = () => rows('select ctid::text from prompt_versions')
    const before = await place()
    await log(
      'template_id, success, response_time_ms, token_count, cost_usd',
      `('${id}', true, 10, 5, 0.5), ('${id}', false, 20, null, null)`,
    )
    await log('template_id, success, response_time_ms', `('${id}', true, 60)`)
    const [statistics] = await rows(
      'select total_executions, success_count, failure_count, avg_response_time_ms::float, avg_token_count::float, avg_cost_usd::float from prompt_templates',
    )
    expect(statistics).toEqual({
      total_executions: '3',
      success_count: '2',
      failure_count: '1',
      avg_response_time_ms: 30,
      avg_token_count: 5,
      avg_cost_usd: 0.5,
    })
    expect(await place()).toEqual(before)
  })

  test('an unknown template id is refused, a wild figure too, and nothing is counted', async () => {
    await expect(log('template_id', `(gen_random_uuid())`)).rejects.toMatchObject({ code: '23503' })
    const id = await addVersion(1, true)
    await expect(log('template_id, response_time_ms', `('${id}', 'NaN')`)).rejects.toMatchObject({
      code: '23514',
    })
    await expect(
      log(
        'id, template_id, template_name, template_version, success, status',
        `(gen_random_uuid(), gen_random_uuid(), 'welcome', 1, true, 'success')`,
      ),
    ).rejects.toMatchObject({ code: '23503' })
    expect(await rows('select count(*)::int from execution_rollups')).toEqual([{ count: 0 }])
  })

  test('what services send for nothing loses no execution, and no time doubles a statistic', async () => {
    const id = await addVersion(1, true)
    await log(
      'template_id, template_name, template_version, success, status, guardrail_violations, metadata',
      `('${id}', 'welcome', 1, true, 'success', null, null)`,
    )
    await log(
      'template_id, executed_at, model',
      `('${id}', '-infinity', null), ('${id}', '-infinity', 'm'), ('${id}', 'infinity', null)`,
    )
    const kept = await rows('select guardrail_violations, metadata from prompt_executions')
    expect(kept[0]).toEqual({ guardrail_violations: [], metadata: {} })
    expect(await rows('select total_executions from prompt_templates')).toEqual([
      { total_executions: '4' },
    ])
    expect(await rows(`select executions from template_performance('welcome', 2e9::int)`)).toEqual([
      { executions: '3' },
    ])
    for (const value of ['NaN', 'Infinity']) {
      const outcome = rows(`select record_outcome(gen_random_uuid(), 'sold', '${value}')`)
      await expect(outcome).rejects.toThrow('is no number')
    }
  })

  test('the performance of the last hours is exact, its percentiles to within a slot', async () => {
    const id = await addVersion(1, true)
    await rows(
      `insert into prompt_executions (template_id, success, response_time_ms, token_count, executed_at)
       select $1, i % 4 > 0, 10 * exp(i / 250.0), 2, case when i > 1000 then now() - interval '10 days' else now() end
       from generate_series(1, 1200) i`,
      [id],
    )
    const [said] = await rows(`select * from template_performance('welcome', 24)`)
    const [exact] = await rows(
      `select avg(response_time_ms)::float as avg, percentile_cont(array[0.5, 0.95, 0.99]) within group (order by response_time_ms) as percentiles
       from prompt_executions where executed_at > now() - interval '1 day'`,
    )
    expect(said).toMatchObject({ executions: '1000', success_rate: 0.75, tokens: '2000' })
    expect(said.avg_response_time_ms).toBeCloseTo(exact.avg, 6)
    for (const [index, name] of ['p50_ms', 'p95_ms', 'p99_ms'].entries()) {
      // Half a slot is a sixth of an octave.
      expect(Math.abs(Math.log2(said[name] / exact.percentiles[index]))).toBeLessThan(1 / 6 + 0.01)
    }
    expect((await rows(`select * from template_performance('nobody')`))[0]).toMatchObject({
      executions: '0',
      p95_ms: null,
    })
  })
})

describe('roles', () => {
  /** Runs `sql` as `role` in a transaction of its own; the SQLSTATE, or "ok". */
  async function as(role: string, sql: string): Promise<string> {
    await client.query('begin')
    try {
      await client.query(`set local role galley_${role}`)
      await client.query(sql)
      return 'ok'
    } catch (error) {
      return (error as { code: string }).code
    } finally {
      await client.query('rollback')
    }
  }
  const publish = (door: string, label: string) =>
    `select galley.${door}('{"action": "publish", "name": "n", "label": "${label}", "versionId": "01900000-0000-7000-8000-000000000001",
      "version": 1, "content": {}, "contentHash": "h", "templateText": "t", "variables": [], "tags": [], "actor": "x", "author": "x"}')`
  const operations: [string, string, string[]][] = [
    [
      'read a prompt',
      `select * from get_active_prompt('welcome', 'u')`,
      ['reader', 'author', 'publisher', 'admin'],
    ],
    [
      'log an execution',
      `select log_execution('welcome', true)`,
      ['reader', 'author', 'publisher', 'admin'],
    ],
    [
      'insert an execution',
      `insert into prompt_executions (template_name) values ('welcome')`,
      ['reader', 'author', 'publisher', 'admin'],
    ],
    ['publish to staging', publish('publish_version', 'staging'), ['author', 'publisher', 'admin']],
    ['publish to production by the open door', publish('publish_version', 'production'), []],
    ['publish to production', publish('publish_protected', 'production'), ['publisher', 'admin']],
    [
      'insert a template',
      `insert into prompt_templates (name, template_text) values ('n', 't')`,
      ['publisher', 'admin'],
    ],
    [
      'start an experiment',
      `insert into ab_test_experiments (name, template_name) values ('x', 'welcome')`,
      ['publisher', 'admin'],
    ],
    ['move a label by hand', `update prompt_labels set moved_by = 'me'`, ['admin']],
    ['drop old executions', `select maintain()`, ['admin']],
    ['change a version', `update prompt_versions set template_text = 'evil'`, []],
    ['change a version through the view', `update prompt_templates set template_text = 'evil'`, []],
    ['delete a version', `delete from prompt_templates`, []],
    ['change who made a version', `update prompt_templates set created_by = 'me'`, []],
    ['change an execution', `update prompt_executions set success = true`, []],
    ['delete executions', `delete from prompt_executions`, []],
    ['write audit', `insert into audit_log (actor, action) values ('me', 'publish')`, []],
    ['rewrite audit', `update audit_log set actor = 'me'`, []],
    ['delete audit', `delete from audit_log`, []],
    ['forge an outcome', `insert into idempotency_keys values (gen_random_uuid(), '', '{}')`, []],
    ['change statistics', `update execution_rollups set successes = executions`, []],
    ['call what publishes inside', `select publish_as('{}', true)`, []],
  ]
  const roles = ['reader', 'author', 'publisher', 'admin']

  test.each(operations)('%s', async (_what, sql, allowed) => {
    await addVersion(1, true)
    await rows(`insert into prompt_executions (template_name) values ('welcome')`)
    const answers = await Promise.resolve().then(async () => {
      const list: [string, string][] = []
      for (const role of roles) list.push([role, await as(role, sql)])
      return list
    })
    expect(answers).toEqual(roles.map((role) => [role, allowed.includes(role) ? 'ok' : '42501']))
  })

  test('what runs with the rights of the owner finds its names in the schema alone', async () => {
    const open = await rows(
      `select proname from pg_proc where pronamespace = 'galley'::regnamespace and prosecdef
         and not coalesce(proconfig, '{}') @> array['search_path=galley, pg_temp']`,
    )
    expect(open).toEqual([])
  })

  test('a look that comes too late leaves the audit on', async () => {
    const id = await addVersion(1, true)
    const experiment = '01900000-0000-7000-8000-000000000002'
    const arms = ['a', 'b'].map((key) => ({ key, weightBp: 5000, versionId: id }))
    const design = { design: {}, arms, coverageBp: 10_000, primaryMetric: 'm', confidence: 0.95 }
    const request = { ...design, id: experiment, name: 'x', template: 'welcome' }
    await rows('select start_experiment($1)', [request])
    const look = { experimentId: experiment, look: 1, phase: 1, at: new Date(), users: 1 }
    const seen = { ...look, information: 0, counts: {}, verdict: 'undecided', report: {} }
    await rows('begin')
    const taken = [await rows('select record_look($1)', [seen])]
    taken.push(await rows('select record_look($1)', [seen]))
    await rows(`insert into prompt_guardrails (name, guardrail_type) values ($1, 'pii')`, [
      // A notice of the whole name would be longer than Postgres takes.
      'g'.repeat(9000),
    ])
    await rows('commit')
    expect(taken.flat().map((row) => row.record_look)).toEqual([true, false])
    expect(await rows('select action from audit_log order by id desc limit 1')).toEqual([
      { action: 'guardrail.insert' },
    ])
  })

  test('the owner cannot rewrite audit either', async () => {
    await addVersion(1, true)
    for (const sql of [
      `update audit_log set actor = 'me'`,
      'delete from audit_log',
      'truncate audit_log',
    ]) {
      await expect(rows(sql)).rejects.toMatchObject({ code: '42501' })
    }
  })
})
