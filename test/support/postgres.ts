import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { binariesIn, type PostgresBinaries } from '#core/publishing/trial/binaries.ts'
import { type LocalServer, startServer } from '#core/publishing/trial/server.ts'

export interface TestPostgres {
  readonly server: LocalServer
  /** Makes a database, empty or as a copy of `template`, and gives its connection string. */
  createDatabase(template?: string): Promise<string>
  /** Leaves nothing of what was made here: neither databases nor roles. */
  stop(): Promise<void>
}

interface Options {
  readonly binaries?: PostgresBinaries
  readonly settings?: Record<string, string>
}

/** A server that is thrown away needs no durability; the tests of durability say so. */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
}

/** Names the folder below which the servers of a run of all tests lie, one per worker. */
export const SERVERS = 'GALLEY_TEST_SERVERS'

/**
 * A real Postgres: the one that ships with Galley, or that whose programs lie in the folder
 * GALLEY_TEST_POSTGRES. In a run of all tests the files of a worker share a server, which is started by
 * the first that needs one: making a cluster costs more than most of what is tested on it.
 */
export async function startTestPostgres(options: Options = {}): Promise<TestPostgres> {
  const servers = process.env[SERVERS]
  const isPlain = options.binaries === undefined && options.settings === undefined
  return servers !== undefined && isPlain ? joinServer(servers) : startOwn(options)
}

function launch(folder: string, options: Options): Promise<LocalServer> {
  const other = process.env.GALLEY_TEST_POSTGRES
  const binaries = options.binaries ?? (other ? binariesIn(other) : undefined)
  return startServer({
    folder,
    settings: { ...FAST, ...options.settings },
    ...(binaries ? { binaries } : {}),
  })
}

async function joinServer(servers: string): Promise<TestPostgres> {
  const folder = join(servers, process.env.VITEST_POOL_ID ?? process.env.TEST_PARALLEL_INDEX ?? '0')
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const server = await launch(folder, {})
  const made: string[] = []
  return {
    server,
    createDatabase: async (template) => {
      const name = await createDatabase(server, template)
      made.push(name)
      return server.connectionString(name)
    },
    stop: async () => {
      const client = new pg.Client({ connectionString: server.connectionString() })
      await client.connect()
      for (const name of made) await client.query(`drop database ${name} with (force)`)
      const { rows } = await client.query(OWN_ROLES)
      for (const { rolname } of rows) await client.query(`drop role ${rolname}`)
      await client.end()
    },
  }
}

/** Roles belong to the server: those of the store stay, those that a test made go. */
const OWN_ROLES = `select rolname from pg_roles where rolname !~ '^(pg_|galley)'`

/** A server of the caller's own below the system's temporary folder, removed by `stop`. */
async function startOwn(options: Options): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-pg-'))
  // mkdtemp makes it private to us; a server that runs as another account must get in.
  chmodSync(folder, 0o755)
  const server = await launch(folder, options)
  // A run that is broken off never comes to `stop`: its server must not stay behind.
  const kill = () => end(server.pid)
  process.once('exit', kill)
  return {
    server,
    createDatabase: async (template) =>
      server.connectionString(await createDatabase(server, template)),
    stop: async () => {
      process.off('exit', kill)
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function createDatabase(server: LocalServer, template?: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  // Copied as files and not through the log, which is cheaper; releases before 15 know no other way.
  const strategy = process.env.GALLEY_TEST_POSTGRES ? '' : 'strategy file_copy'
  const source = template === undefined ? '' : `template ${template} ${strategy}`
  await query(server.connectionString(), `create database ${name} ${source}`)
  return name
}

/** Ends a server that holds nothing worth keeping; one that is gone already is fine. */
export function end(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {
    // It is gone already.
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
