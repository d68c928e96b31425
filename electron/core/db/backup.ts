import { mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'

/**
 * Writes a consistent copy of the database beside it, into `backups/`, while others may go on
 * writing, and returns its path.
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
  copyTo(connection, path)
  return { path, bytes: statSync(path).size }
}

/** Writes one consistent snapshot to `path` as a plain single file; refuses a file that is there. */
export function copyTo(connection: Database.Database, path: string): void {
  connection.prepare('VACUUM INTO ?').run(path)
}
