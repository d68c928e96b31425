import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readSteps } from '#core/publishing/schema/files.ts'
import { migrateUp } from '#core/publishing/schema/migrate.ts'
import type { TestPostgres } from './postgres.ts'

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
  const template = templates.get(postgres) ?? makeTemplate(postgres)
  templates.set(postgres, template)
  return postgres.createDatabase(await template)
}

const templates = new WeakMap<TestPostgres, Promise<string>>()

async function makeTemplate(postgres: TestPostgres): Promise<string> {
  const connectionString = await postgres.createDatabase()
  await setUpStore(connectionString)
  return new URL(connectionString).pathname.slice(1)
}
