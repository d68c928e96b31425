import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import { type Account, canReach, serverAccount } from './account.ts'
import { embeddedBinaries, type PostgresBinaries } from './binaries.ts'

/** Where one server keeps what it has, and as whom it runs. */
export interface Place {
  /** Holds `data` and `password`; appears whole, by a rename. */
  readonly cluster: string
  readonly data: string
  /** Lies where only we can read it: who can read it could read the database's own files. */
  readonly passwordFile: string
  readonly log: string
  /** Number of the process that stops the server: one left behind by a killed process is taken over. */
  readonly ownerFile: string
  /** The port it had last: services that were told of it find it there again. */
  readonly portFile: string
  readonly account: Account | null
  readonly binaries: PostgresBinaries
}

/** Survives a restart of the machine, unlike the folder for temporary files. */
const FALLBACK = '/var/tmp'
const TWIN = 'galley-trial-'

/**
 * Lays out a server below `folder`. As root with a folder that the server's account cannot enter
 * (a home folder is private), the server lives in a folder of root's below /var/tmp instead.
 */
export function openPlace(folder: string, binaries: PostgresBinaries | undefined): Place {
  const account = serverAccount()
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const home = canReach(account, folder) ? folder : reachableTwin(folder)
  const cluster = join(home, 'cluster')
  return {
    cluster,
    data: join(cluster, 'data'),
    passwordFile: join(cluster, 'password'),
    log: join(home, 'server.log'),
    ownerFile: join(home, 'owner'),
    portFile: join(home, 'port'),
    account,
    binaries: binaries ?? embeddedBinaries(account, home),
  }
}

function reachableTwin(folder: string): string {
  removeOrphans()
  const original = resolve(folder)
  const name = createHash('sha256').update(original).digest('hex').slice(0, 16)
  const twin = join(FALLBACK, `${TWIN}${name}`)
  mkdirSync(twin, { recursive: true })
  // Anybody may make a folder there, or a link to one: what somebody else made first is a trap.
  if (lstatSync(twin).uid !== 0) {
    throw new GalleyError('missing_part', `The folder ${twin} belongs to another user.`, {
      fix: `Remove ${twin}, or use a data folder that every user may enter.`,
    })
  }
  // Said again, because a private umask takes from what mkdir is told.
  chmodSync(twin, 0o755)
  writeFileSync(join(twin, 'original'), original)
  return twin
}

/** Twins of temporary folders go with them; any other folder may only be away for a while. */
function removeOrphans(): void {
  for (const name of readdirSync(FALLBACK).filter((entry) => entry.startsWith(TWIN))) {
    const twin = join(FALLBACK, name)
    const original = readOr(join(twin, 'original'), '')
    const isTemporary = original.startsWith(`${tmpdir()}${sep}`)
    const isRunning = existsSync(join(twin, 'cluster', 'data', 'postmaster.pid'))
    if (isTemporary && !isRunning && !existsSync(original)) rmSync(twin, { recursive: true })
  }
}

/** What a server process gets: the libraries it came with, and nothing of our environment that would steer it. */
export function processOptions({ account, binaries }: Place) {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' }
  if (binaries.libraries !== null) env.LD_LIBRARY_PATH = binaries.libraries
  return { env, cwd: '/', ...(account ?? {}) }
}

export function readOr(path: string, fallback: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : fallback
}

/** The failure of every step, in the words of the program that failed. */
export function cannotStart(said: string, cause?: unknown): GalleyError {
  return new GalleyError('missing_part', `The trial server does not start: ${said}`, {
    fix: 'Mend what the server complains about, or add a remote by its connection string.',
    cause,
  })
}
