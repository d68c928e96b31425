import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bundle, choose } from '#shared/client/feed/bundle.ts'
import type { StoredVersion } from '#shared/client/types.ts'
import { openClient } from '../support/client/client.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore, withClient } from '../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** 10,000 ids of the kinds that services have, with the odd ones among them. */
const units = Array.from({ length: 10_000 }, (_, i) => {
  const kinds = [
    `user-${i}`,
    `${i}`,
    `ünï-${i}-日本`,
    `  padded ${i} `,
    `a@b${i}.example`,
    `😀${i}`,
    `x'${i}"\\`,
  ]
  return kinds[i % kinds.length]!
})

const experiments = [
  { title: 'in the order JSONB shows', allocation: { control: 50, new: 50 }, order: null },
  {
    title: 'in an order of its own',
    allocation: { control: 50, new: 30, other: 20 },
    order: ['control', 'other', 'new'],
  },
  {
    title: 'with shares that end before 100',
    allocation: { control: 10, new: 15 },
    order: ['control', 'new'],
  },
]

test('an id that a service without types gives as a number is the text it is in SQL', () => {
  const version = (id: string): StoredVersion => ({
    ...{ id, name: 'hot', version: 1, category: null, templateText: id, variables: [] },
    ...{ content: null, contentHash: null },
  })
  const keys = ['control', 'new']
  const arms = keys.map((key) => ({ key, percent: 50, versionId: key }))
  const bundle: Bundle = {
    name: 'hot',
    labels: new Map([['production', 'control']]),
    versions: new Map(keys.map((key) => [key, version(key)])),
    experiment: { name: 'x', arms },
  }
  const armOf = (unit: unknown) => choose(bundle, 'production', unit as string)?.arm
  const numbers = Array.from({ length: 200 }, (_, index) => index)
  expect(numbers.map(armOf)).toEqual(numbers.map((number) => armOf(String(number))))
  expect([armOf(null), armOf(undefined), armOf('')]).toEqual([null, null, null])
})

test.each(experiments)(
  '10,000 units get the same version and arm in SQL and in the client, $title',
  async ({ allocation, order }) => {
    const store = await createStore(postgres)
    const control = await publishTo(store, 'hot', 1, textContent('control'))
    const others: { versionId: string }[] = []
    for (const [index] of Object.keys(allocation).slice(1).entries()) {
      others.push(await publishTo(store, 'hot', index + 2, textContent(`arm ${index}`), 'staging'))
    }
    const inSql = await withClient(store, async (client) => {
      await client.query(
        `insert into galley.ab_test_experiments (name, template_name, status, control_template_id, variant_template_ids, traffic_allocation, arm_order)
       values ('x', 'hot', 'running', $1, $2, $3, $4)`,
        [control.versionId, others.map(({ versionId }) => versionId), allocation, order],
      )
      const { rows } = await client.query(
        `select p.version, p.ab_test_group as arm from unnest($1::text[]) with ordinality as u (id, place)
       left join lateral galley.get_active_prompt('hot', u.id) p on true order by place`,
        [units],
      )
      return rows
    })
    const client = openClient({ connectionString: store })
    const here = []
    for (const userId of units) {
      const prompt = await client.getActivePrompt('hot', { userId })
      here.push({ version: prompt?.version, arm: prompt?.arm })
    }
    expect(here).toEqual(inSql)
    const arms = new Set(here.map(({ arm }) => arm))
    expect(arms).toEqual(
      new Set([...Object.keys(allocation), ...(order?.length === 2 ? [null] : [])]),
    )
  },
)

test('without a unit, under another label, or with an id SQL cannot hold, nobody is in an experiment', async () => {
  const store = await createStore(postgres)
  const { versionId } = await publishTo(store, 'hot', 1, textContent('one'))
  await publishTo(store, 'hot', 2, textContent('two'), 'staging')
  const pool = new pg.Pool({ connectionString: store })
  expect(pool.listenerCount('error')).toBe(0)
  await pool.query(
    `insert into galley.ab_test_experiments (name, template_name, status, control_template_id, traffic_allocation) values ('x', 'hot', 'running', $1, '{"control": 100}')`,
    [versionId],
  )
  const client = openClient({ pool })
  expect(await client.getActivePrompt('hot', { userId: 'u' })).toMatchObject({ arm: 'control' })
  expect(await client.getActivePrompt('hot')).toMatchObject({ arm: null, version: 1 })
  expect(await client.getActivePrompt('hot', { userId: 'u', label: 'staging' })).toMatchObject({
    arm: null,
    version: 2,
  })
  expect(await client.getActivePrompt('hot', { userId: 'u\0' })).toMatchObject({
    arm: null,
    version: 1,
  })
  await client.close()
  // A pool without a listener of its own must not end the process when its server goes.
  expect(pool.listenerCount('error')).toBe(1)
  await pool.end()
})
