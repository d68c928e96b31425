import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../../process.ts'

/** What a running server writes about itself (PostgreSQL `pidfile.h`: one fact per line). */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

const LINE = { pid: 0, port: 3, status: 7 }

/** The server that says it runs on `data`; null when none does or the file is only half written. */
export function readPostmaster(data: string): Postmaster | null {
  const path = join(data, 'postmaster.pid')
  if (!existsSync(path)) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const pid = Number(lines[LINE.pid])
  const port = Number(lines[LINE.port])
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port)) return null
  return { pid, port, isReady: lines[LINE.status]?.trim() === 'ready' }
}

/**
 * Whether process `pid` is a Postgres server and not an unrelated process that was given the number
 * of one that died. Where the system does not tell, a living process counts as one.
 */
export function isPostgres(pid: number): boolean {
  if (!isRunning(pid)) return false
  const path = `/proc/${pid}/cmdline`
  if (!existsSync(path)) return process.platform !== 'linux'
  return /postgres|postmaster/.test(readFileSync(path, 'utf8'))
}

/** Removes the note of a server that is gone, which would stop the next one from starting. */
export function removeStaleNote(data: string): void {
  rmSync(join(data, 'postmaster.pid'), { force: true })
}

/** Resolves true once `done` holds, false after `timeoutMs`. Looks every 15 ms: a file has no event. */
export async function waitUntil(done: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (!done()) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  return true
}
