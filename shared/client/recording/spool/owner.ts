import { randomUUID } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename } from 'node:path'

const SUFFIX = '.spool'
/** Files of another machine that shares the folder are left alone until nothing was written for this long. */
const FOREIGN_MS = 10 * 60_000

/** Files that clients of this very process write to. */
const open = new Set<string>()

const host = hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'host'

/** When a process started, as the kernel counts; tells a process from a later one with the same number. */
function startOf(pid: number): string {
  try {
    // Field 22; the second is the name in brackets, which may hold blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}

/** A file name that says who writes to it. */
export function newName(): string {
  return [host, process.pid, startOf(process.pid), randomUUID()].join('_') + SUFFIX
}

export const isSpoolFile = (name: string): boolean => name.endsWith(SUFFIX)

export const claim = (path: string): unknown => open.add(path)
export const release = (path: string): unknown => open.delete(path)

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there but belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/** Whether nobody writes to the file any more, so that it may be replayed and removed. */
export function isAbandoned(path: string, nowMs: number): boolean {
  const [fileHost, pid = '', start = ''] = basename(path, SUFFIX).split('_')
  if (open.has(path)) return false
  if (fileHost !== host) {
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs
    return written !== undefined && nowMs - written > FOREIGN_MS
  }
  return Number(pid) === process.pid || !isAlive(Number(pid), start)
}
