import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { binariesIn, type PostgresBinaries } from '#core/publishing/trial/binaries.ts'
import { type LocalServer, startServer } from '#core/publishing/trial/server.ts'

export interface TestPostgres {
  readonly server: LocalServer
  /** Makes a database, empty or as a copy of `template`, and gives its connection string. */
  createDatabase(template?: string): Promise<string>
  stop(): Promise<void>
}

/** A server that is thrown away needs no durability; the tests of durability say so. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * A real Postgres of its own below the system's temporary folder, removed by `stop`. The one that ships
 * with Galley, or that whose programs lie in the folder GALLEY_TEST_POSTGRES.
 */
export async function startTestPostgres(
  options: { binaries?: PostgresBinaries; settings?: Record<string, string> } = {},
): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-pg-'))
  // mkdtemp makes it private to us; a server that runs as another account must get in.
  chmodSync(folder, 0o755)
  const other = process.env.GALLEY_TEST_POSTGRES
  const binaries = options.binaries ?? (other ? binariesIn(other) : undefined)
  const server = await startServer({
    folder,
    settings: { ...FAST, ...options.settings },
    ...(binaries ? { binaries } : {}),
  })
  // A run that is broken off never comes to `stop`: its server must not stay behind.
  const kill = () => {
    try {
      process.kill(server.pid, 'SIGQUIT')
    } catch {
      // It is gone already.
    }
  }
  process.once('exit', kill)
  return {
    server,
    createDatabase: async (template) => {
      const name = `test_${randomUUID().replaceAll('-', '')}`
      await query(
        server.connectionString(),
        `create database ${name} ${template === undefined ? '' : `template ${template}`}`,
      )
      return server.connectionString(name)
    },
    stop: async () => {
      process.off('exit', kill)
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One statement on a connection of its own. */
export async function query(
  connectionString: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  try {
    const result = await client.query(sql, values)
    return (Array.isArray(result) ? result.at(-1) : result).rows
  } finally {
    await client.end()
  }
}

/** The newest Postgres that the system's packages installed, or null. */
export function systemPostgres(): { version: string; binaries: PostgresBinaries } | null {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return null
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  const version = versions.find((name) => existsSync(join(root, name, 'bin', 'postgres')))
  return version === undefined
    ? null
    : { version, binaries: binariesIn(join(root, version, 'bin')) }
}
