import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readSteps } from '#core/publishing/schema/files.ts'
import { migrateUp } from '#core/publishing/schema/migrate.ts'
import { query, type TestPostgres } from './postgres.ts'

export const schemaSteps = readSteps(
  fileURLToPath(new URL('../../migrations/postgres', import.meta.url)),
)

/** Runs `work` on a connection of its own. */
export async function withClient<Result>(
  connectionString: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Sets up the shared store's schema in an empty database. */
export const setUpStore = (connectionString: string) =>
  withClient(connectionString, (client) => migrateUp(client, schemaSteps))

/** A database with the schema in it, copied from one that was set up once per server. */
export async function createStore(postgres: TestPostgres): Promise<string> {
  const known = templates.get(postgres) ?? ensureTemplate(postgres)
  templates.set(postgres, known)
  await known
  return postgres.createDatabase(TEMPLATE)
}

const TEMPLATE = 'galley_test_store'
const templates = new WeakMap<TestPostgres, Promise<void>>()

/** A file that comes later on the same server finds the template there; half of one has another name. */
async function ensureTemplate({ server }: TestPostgres): Promise<void> {
  const there = server.connectionString()
  const found = await query(there, 'select 1 from pg_database where datname = $1', [TEMPLATE])
  if (found.length > 0) return
  const unfinished = `${TEMPLATE}_${randomUUID().slice(0, 8)}`
  await query(there, `create database ${unfinished}`)
  await setUpStore(server.connectionString(unfinished))
  await query(there, `alter database ${unfinished} rename to ${TEMPLATE}`)
}
