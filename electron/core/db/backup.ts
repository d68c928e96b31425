import { mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'

/**
 * Writes a consistent copy of the database beside it, into `backups/`, while others may go on
 * writing, and returns its path. `VACUUM INTO` reads one snapshot and leaves a plain single file.
 */
export function backUp(
  connection: Database.Database,
  stamp: { at: Date; schemaVersion: number; id: string },
): { path: string; bytes: number } {
  const folder = join(dirname(connection.name), 'backups')
  mkdirSync(folder, { recursive: true })
  const at = stamp.at.toISOString().replaceAll(/[:.]/g, '-')
  // The end of the id keeps two copies of the same millisecond apart.
  const path = join(
    folder,
    `workspace-${at}-schema${stamp.schemaVersion}-${stamp.id.slice(-6)}.sqlite`,
  )
  connection.prepare('VACUUM INTO ?').run(path)
  return { path, bytes: statSync(path).size }
}
