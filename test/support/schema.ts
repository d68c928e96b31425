import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readSteps } from '#core/publishing/schema/files.ts'
import { migrateUp } from '#core/publishing/schema/migrate.ts'

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
