import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { createStore, withClient } from '../../support/schema.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

interface Outcome {
  kind: string
  versionId: string
  current: { versionId: string } | null
}

async function publish(client: pg.Client, request: object): Promise<Outcome> {
  const { rows } = await client.query('select galley.publish_protected($1) as outcome', [request])
  return rows[0].outcome
}

const PUBLISHERS = 20
const PUBLISHES = 25

test('500 publishes by 20 racing publishers end in 500 audited outcomes; a watcher never sees two active', async () => {
  const store = await createStore(postgres)
  let isDone = false
  const watched = withClient(store, async (client) => {
    const counts = new Set<number>()
    while (!isDone) {
      const { rows } = await client.query(
        'select count(*)::int as n from galley.prompt_templates where is_active',
      )
      counts.add(rows[0].n)
    }
    return counts
  })
  const told = await Promise.all(
    Array.from({ length: PUBLISHERS }, (_, publisher) =>
      withClient(store, async (client) => {
        const kinds: string[] = []
        // Each expects the label where its own last answer said it stands, and is often wrong.
        let expected: string | null = null
        for (let turn = 0; turn < PUBLISHES; turn++) {
          const hash = `${publisher}-${turn}`
          const request: Record<string, unknown> = {
            key: randomUUID(),
            action: 'publish',
            name: 'hot',
            label: 'production',
            expected,
            versionId: randomUUID(),
            version: 1,
            latestNumber: 1,
            content: { hash },
            contentHash: hash,
            templateText: hash,
            variables: [],
            tags: [],
            author: 'a',
            actor: `publisher ${publisher}`,
            reason: '',
          }
          const outcome = await publish(client, request)
          const { kind, versionId, current } = outcome
          kinds.push(kind)
          expected = kind === 'conflict' ? (current?.versionId ?? null) : versionId
        }
        return kinds
      }),
    ),
  )
  isDone = true
  for (const count of await watched) expect([0, 1]).toContain(count)
  const kinds = told.flat()
  const applied = kinds.filter((kind) => kind === 'published').length
  expect(kinds).toHaveLength(PUBLISHERS * PUBLISHES)
  expect(applied).toBeGreaterThan(0)
  expect(applied).toBeLessThan(kinds.length)
  const audited = await query(
    store,
    'select action, count(*)::int as n from galley.audit_log group by 1 order by 1',
  )
  expect(audited).toEqual([
    { action: 'publish', n: applied },
    { action: 'publish.conflict', n: kinds.length - applied },
  ])
  const [state] = await query(
    store,
    'select count(*)::int as versions, max(version) as newest, count(*) filter (where is_active)::int as active from galley.prompt_templates',
  )
  expect(state).toEqual({ versions: applied, newest: applied, active: 1 })
})
