import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { isRunning } from '../../process.ts'
import type { PostgresBinaries } from './binaries.ts'
import { CLUSTER_USER, ensureCluster } from './cluster.ts'
import { cannotStart, openPlace, type Place, processOptions, readOr } from './place.ts'
import {
  isPostgres,
  type Postmaster,
  readPostmaster,
  removeStaleNote,
  waitUntil,
} from './postmaster.ts'

const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 10_000
const ATTEMPTS = 5

export interface ServerOptions {
  /** Holds the database cluster, its log and its password; made when missing. */
  readonly folder: string
  /** Another Postgres than the one that ships with Galley. */
  readonly binaries?: PostgresBinaries
  /** Further server settings, e.g. `{ fsync: 'off' }` for a server that is thrown away. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface LocalServer {
  readonly pid: number
  readonly port: number
  /** Connection string of a database of this server, with its password. */
  connectionString(database?: string): string
  /** Stops the server if this process is in charge of it; another process's server goes on. */
  stop(): Promise<void>
}

/**
 * Starts (or finds running) a Postgres server of our own in `folder`: loopback only, UTF-8, locale C,
 * password authentication, a free port, no Unix socket. Throws `missing_part` with the server's own
 * words when it does not come up.
 */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  const place = openPlace(options.folder, options.binaries)
  await ensureCluster(place)
  const { server, isNew } = await findOrLaunch(place, options.settings ?? {})
  const owner = Number(readOr(place.ownerFile, '0'))
  const isOurs = isNew || owner === process.pid || !isRunning(owner)
  if (isOurs) writeFileSync(place.ownerFile, String(process.pid))
  if (isNew) writeFileSync(place.portFile, String(server.port))
  const password = encodeURIComponent(readFileSync(place.passwordFile, 'utf8'))
  return {
    pid: server.pid,
    port: server.port,
    connectionString: (database = 'postgres') =>
      `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${server.port}/${database}`,
    stop: async () => {
      if (isOurs) await stopServer(server.pid)
    },
  }
}

/** A launch can lose its port to another program or the cluster to another process: then look again. */
async function findOrLaunch(place: Place, settings: Readonly<Record<string, string>>) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const running = await findRunning(place)
    if (running !== null) return { server: running, isNew: false }
    const before = attempt === 0 ? Number(readOr(place.portFile, '0')) : 0
    const launched = await launch(place, settings, await freePort(before))
    if (launched !== null) return { server: launched, isNew: true }
    if (!/bind|in use|lock file/i.test(readOr(place.log, ''))) break
  }
  throw cannotStart(readOr(place.log, 'it says nothing').trim().split('\n').slice(-3).join(' '))
}

/**
 * The server that already runs on this cluster, e.g. because the process that started it was killed.
 * One that does not become ready is stopped; a note that names no server is removed.
 */
async function findRunning({ data }: Place): Promise<Postmaster | null> {
  const noted = readPostmaster(data)
  if (noted === null) return null
  if (isPostgres(noted.pid)) {
    await waitUntil(() => readPostmaster(data)?.isReady ?? true, START_TIMEOUT_MS)
    const server = readPostmaster(data)
    if (server?.isReady) return server
    await stopServer(noted.pid)
  }
  removeStaleNote(data)
  return null
}

async function launch(
  place: Place,
  settings: Readonly<Record<string, string>>,
  port: number,
): Promise<Postmaster | null> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(place.log, 'w', 0o600)
  // Detached: an interrupt typed at a terminal must reach us, who then stop the server in order.
  const child = spawn(place.binaries.postgres, ['-D', place.data, '-p', String(port), ...flags], {
    ...processOptions(place),
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  let isGone = false
  const leave = () => {
    isGone = true
  }
  child.once('error', leave).once('exit', leave).unref()
  const ready = () => {
    const noted = readPostmaster(place.data)
    return noted?.pid === child.pid && noted?.isReady ? noted : null
  }
  await waitUntil(() => isGone || ready() !== null, START_TIMEOUT_MS)
  return ready()
}

/** Fast shutdown (SIGINT: ends sessions, keeps everything committed), then the immediate one. */
async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isPostgres(pid)) return
    process.kill(pid, signal)
    if (await waitUntil(() => !isPostgres(pid), STOP_TIMEOUT_MS)) return
  }
}

/** The wanted port where nobody has it, else any; 0: any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
