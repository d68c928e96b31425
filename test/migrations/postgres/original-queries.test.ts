import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestPostgres, systemPostgres, type TestPostgres } from '../../support/postgres.ts'
import { setUpStore, withClient } from '../../support/schema.ts'

const file = new URL('../../fixtures/postgres/original-queries.sql', import.meta.url)

/** The statements as they stand, in order; `:'template_id'` is psql's way to bind. */
function readStatements(templateId: () => string): (() => string)[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^--.*$/gm, '')
  const statements = text.split(/;\s*\n/).filter((statement) => statement.trim() !== '')
  return statements.map(
    (statement) => () => statement.replaceAll(":'template_id'", `'${templateId()}'`),
  )
}

/** Runs every statement and gives the results in order. */
async function runAll(client: pg.Client): Promise<pg.QueryResult[]> {
  let templateId = ''
  const results: pg.QueryResult[] = []
  for (const statement of readStatements(() => templateId)) {
    const result = await client.query(statement())
    if (result.fields[0]?.name === 'id') templateId ||= result.rows[0].id
    results.push(result)
  }
  return results
}

const system = systemPostgres()
const servers = [
  { title: 'the Postgres that ships with Galley', options: {}, isThere: true },
  {
    title: `the system's Postgres ${system?.version ?? '(none below /usr/lib/postgresql)'}`,
    options: system === null ? {} : { binaries: system.binaries },
    isThere: system !== null,
  },
]

describe.each(servers)('every statement of the original schema on $title', (server) => {
  let postgres: TestPostgres
  let results: pg.QueryResult[]
  beforeAll(async () => {
    if (!server.isThere) return
    postgres = await startTestPostgres(server.options)
    const database = await postgres.createDatabase()
    await setUpStore(database)
    results = await withClient(database, async (client) => {
      await client.query('set search_path = galley')
      return runAll(client)
    })
  })
  afterAll(() => postgres?.stop())

  test.skipIf(!server.isThere)('runs unchanged', () => {
    expect(results).toHaveLength(15)
  })

  test.skipIf(!server.isThere)('the statistics columns count the execution at once', () => {
    expect(results[4]?.rows).toEqual([
      {
        total_executions: '1',
        success_count: '1',
        failure_count: '0',
        avg_response_time_ms: expect.stringMatching(/^7\.50*$/),
        avg_token_count: expect.stringMatching(/^120(\.0*)?$/),
        avg_cost_usd: expect.stringMatching(/^0\.00040*$/),
      },
    ])
  })

  test.skipIf(!server.isThere)('both generations of column names agree', () => {
    expect(Number(results[5]?.rows[0].success_rate)).toBe(100)
    expect(Number(results[8]?.rows[0].p95_ms)).toBe(7.5)
    expect(Number(results[9]?.rows[0].success_rate)).toBe(1)
    expect(results[10]?.rows[0]).toMatchObject({
      version: 1,
      is_active: true,
      total_executions: '1',
    })
  })
})
