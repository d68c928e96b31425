import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../process.ts'

/** SQLite keeps these beside a database that is open. */
const companions = ['', '-wal', '-shm', '-journal']

/** Where this process writes what is to be `path` when it is whole. */
export const partOf = (path: string): string => `${path}.${process.pid}.part`

export function removePart(part: string): void {
  for (const end of companions) rmSync(`${part}${end}`, { force: true })
}

/** Removes what processes that were killed left half written in a folder; a living one's stays. */
export function removeLeftParts(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = /\.(\d+)\.part(?:-wal|-shm|-journal)?$/.exec(name)?.[1]
    if (owner === undefined || isRunning(Number(owner))) continue
    try {
      rmSync(join(folder, name), { force: true })
    } catch {
      // What cannot be removed takes room and does no harm: no reason not to open the workspace.
    }
  }
}
