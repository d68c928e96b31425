import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'

/** A user of this machine by number: what a server process runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Preferred first: `postgres` owns nothing but databases, `nobody` exists on every system. */
const CANDIDATES = ['postgres', 'nobody']

/**
 * The account a Postgres server must run as: null for "as whoever we are", an unprivileged one when
 * we are root, because Postgres refuses to run as root. Never creates an account.
 */
export function serverAccount(passwdFile = '/etc/passwd'): Account | null {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync(passwdFile, 'utf8').split('\n')
  for (const name of CANDIDATES) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':')
    const uid = Number(fields?.[2])
    const gid = Number(fields?.[3])
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid }
  }
  throw new GalleyError(
    'missing_part',
    'Postgres refuses to run as root, and this system has neither a "postgres" nor a "nobody" account.',
    { fix: 'Run Galley as an ordinary user, or add a remote by its connection string.' },
  )
}

/** Whether `account` may enter `folder` and everything above it, judged by owner, group and mode. */
export function canReach(account: Account | null, folder: string): boolean {
  if (account === null) return true
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path)
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
    if (((mode >> shift) & 1) === 0) return false
    if (path === dirname(path)) return true
  }
}
