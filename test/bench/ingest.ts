// How many executions a second the shared store takes from 100 clients that log to one hot template,
// beside the original design on the same server in the same run. `npm run bench -- ingest`.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { createClient } from '#shared/client/client.ts'
import { entryOf, executionRow } from '#shared/client/recording/execution-row.ts'
import { INSERT_EXECUTIONS } from '#shared/client/sql.ts'
import { startTestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { setUpStore } from '../support/schema.ts'
import { rate, ratio } from './store/measure.ts'

const CLIENTS = 100
const MS = Number(process.env.GALLEY_BENCH_MS ?? 6000)
const BATCH = 500

// Durable as in production: what is compared is how writers wait for each other at commit.
const settings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '150',
}
const postgres = await startTestPostgres({ settings })
const store = await postgres.createDatabase()
await setUpStore(store)
const pool = new pg.Pool({ connectionString: store, max: CLIENTS + 10 })
pool.on('error', () => {})
await pool.query(readFileSync(new URL('store/original.sql', import.meta.url), 'utf8'))
const { versionId } = await publishTo(store, 'hot', 1, textContent('Hello {{ name }}'))
const original = await pool.query(
  "insert into original.prompt_templates (name) values ('hot') returning id",
)
const connections = await Promise.all(Array.from({ length: CLIENTS }, () => pool.connect()))

let turn = 0
const facts = () => [`user-${turn++ % 1000}`, turn % 10 !== 0, turn % 50]
async function insertOne(lane: number, sql: string, id: string): Promise<number> {
  await connections[lane]?.query(sql, [id, ...facts()])
  return 1
}
const SINGLE = (table: string) =>
  `insert into ${table} (template_id, template_name, user_id, success, response_time_ms) values ($1, 'hot', $2, $3, $4)`
// Services that know Galley's columns send both forms; those of the original schema send one.
const single = (table: string, id: string) =>
  rate(CLIENTS, MS, (lane) => insertOne(lane, SINGLE(table), id))

const originalRate = await single('original.prompt_executions', original.rows[0].id)
await pool.query('alter table original.prompt_executions disable trigger count_execution')
const bareRate = await single('original.prompt_executions', original.rows[0].id)
const singleRate = await single('galley.prompt_executions', versionId)

for (const connection of connections) connection.release()
const clients = Array.from({ length: CLIENTS }, () =>
  createClient({ pool, cache: { pollMs: 3_600_000 } }),
)
const clientRate = await rate(CLIENTS, MS, async (lane) => {
  const client = clients[lane]
  for (let i = 0; i < BATCH; i++) {
    const [userId, isSuccess, responseTimeMs] = facts() as [string, boolean, number]
    const status = isSuccess ? 'success' : 'failure'
    client?.logExecution({
      templateName: 'hot',
      templateId: versionId,
      templateVersion: 1,
      userId,
      status,
      responseTimeMs,
    })
  }
  await client?.flush()
  return BATCH
})
await Promise.all(clients.map((client) => client.close()))

// The same statement on one connection, once into an equal table without triggers.
await pool.query('create table original.equal (like galley.prompt_executions including all)')
const rows = () =>
  `[${Array.from({ length: BATCH }, () => {
    const [userId, isSuccess, responseTimeMs] = facts() as [string, boolean, number]
    const record = {
      templateName: 'hot',
      templateId: versionId,
      templateVersion: 1,
      userId,
      status: isSuccess ? 'success' : 'failure',
      responseTimeMs,
    }
    return executionRow(entryOf(record, crypto.randomUUID(), Date.now(), true), 'bench')
  }).join(',')}]`
const batches = (sql: string) =>
  rate(1, MS, async () => (await pool.query(sql, [rows()])).rowCount ?? 0)
const equalRate = await batches(
  INSERT_EXECUTIONS.replace('galley.prompt_executions', 'original.equal'),
)
const batchRate = await batches(INSERT_EXECUTIONS)

const exact = async (schema: string, where = '') => {
  const {
    rows: [row],
  } = await pool.query(
    `select t.total_executions::int as counted, (select count(*)::int from ${schema}.prompt_executions) as there,
       t.success_count::int as successes, (select count(*)::int from ${schema}.prompt_executions where success) as successful
     from ${schema}.prompt_templates t ${where}`,
  )
  return row
}
const galley = await exact('galley')
const first = await exact('original')
const isExact = galley.counted === galley.there && galley.successes === galley.successful
const wasExact = first.counted === originalRate.done

console.log(`${CLIENTS} clients, one hot template, ${MS / 1000} s each, executions per second`)
console.table({
  'original: row trigger, single INSERT': { perSecond: originalRate.perSecond, 'to original': '1' },
  'original table without its trigger': {
    perSecond: bareRate.perSecond,
    'to original': ratio(bareRate.perSecond, originalRate.perSecond),
  },
  'Galley: single INSERT': {
    perSecond: singleRate.perSecond,
    'to original': ratio(singleRate.perSecond, originalRate.perSecond),
  },
  'Galley: through the client': {
    perSecond: clientRate.perSecond,
    'to original': ratio(clientRate.perSecond, originalRate.perSecond),
  },
})
console.log(
  `batches of ${BATCH} on one connection: ${batchRate.perSecond}/s, equal table without triggers ${equalRate.perSecond}/s: ${((100 * batchRate.perSecond) / equalRate.perSecond).toFixed(0)} %`,
)
console.log(`statistics exact: Galley ${isExact} (${galley.there} rows), original ${wasExact}`)
await pool.end()
await postgres.stop()
