import { hostname } from 'node:os'
import { isRunning } from '../../process.ts'

/** The process that works on a run, so that another one can tell whether it still does. */
export interface Owner {
  host: string
  pid: number
  /** Tells two openings of the core in one process apart, and a process from a later one of its number. */
  token: string
}

/** A live owner writes at least this often; one that is silent for longer has gone. */
export const heartbeatMs = 5000
const silentAfterMs = 6 * heartbeatMs

export const makeOwner = (token: string): Owner => ({ host: hostname(), pid: process.pid, token })

/**
 * Whether another owner of a run may still be working on it. On this machine a process that has ended is
 * known at once; on another (a data folder on a network drive), and for a number that was given to
 * another process since, silence has to tell.
 */
export function isAlive(
  owner: Owner,
  heartbeatAt: string | null,
  now: Date,
  { host }: Pick<Owner, 'host'>,
): boolean {
  const isHere = owner.host === host
  if (isHere && !isRunning(owner.pid)) return false
  const lastSign = heartbeatAt === null ? 0 : Date.parse(heartbeatAt)
  return now.getTime() - lastSign < silentAfterMs
}
