import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { GalleyError } from '#shared/contract/errors.ts'
import { partOf, removePart } from './parts.ts'

/** The folder of the copies of a workspace file, beside it. */
export const backupsOf = (file: string): string => join(dirname(file), 'backups')

/**
 * Writes a consistent copy of the database beside it, into `backups/`, while others may go on
 * writing, and returns its path.
 */
export function backUp(
  connection: Database.Database,
  stamp: { at: Date; schemaVersion: number; id: string },
): { path: string; bytes: number } {
  const folder = backupsOf(connection.name)
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

/**
 * Writes one consistent snapshot to `path` as a plain single file; throws `already_exists` for a file
 * that is there. Written beside and moved over when the disk has it: SQLite itself neither waits for
 * the disk here nor clears up behind a failure, and half a copy must never pass for a backup.
 */
export function copyTo(connection: Pick<Database.Database, 'prepare'>, path: string): void {
  if (existsSync(path)) {
    throw new GalleyError('already_exists', `There is a file ${path} already.`, {
      fix: 'Choose another place.',
      where: { file: path },
    })
  }
  const fresh = partOf(path)
  removePart(fresh)
  try {
    connection.prepare('VACUUM INTO ?').run(fresh)
    waitForDisk(fresh)
    renameSync(fresh, path)
  } finally {
    removePart(fresh)
  }
}

function waitForDisk(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
