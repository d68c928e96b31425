import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { GalleyError } from '#shared/contract/errors.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { backupsOf } from './backup.ts'
import { asGalleyError } from './failures.ts'
import { type DatabaseEnvironment, openWorkspaceDatabase } from './open.ts'
import { partOf, removePart } from './parts.ts'

export interface Backup {
  /** Its file name; backups lie in one folder beside the workspace. */
  name: string
  bytes: number
  createdAt: string
}

/** Pages copied before others get their turn to read: 40 MB, some tens of milliseconds. */
const pagesPerTurn = 10_000

/** The copies beside a workspace file, newest first. */
export function listBackups(file: string): Backup[] {
  const folder = backupsOf(file)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => {
      const { size, mtime } = statSync(join(folder, name))
      return { name, bytes: size, createdAt: mtime.toISOString() }
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

/**
 * Puts a copy in place of all that the workspace holds, in one step that other connections see as any
 * commit. A copy of an older schema is migrated first, beside; a damaged or foreign one is refused and
 * nothing has changed. Throws `not_found` with the nearest name.
 */
export async function restoreBackup(
  file: string,
  name: string,
  environment: DatabaseEnvironment,
): Promise<void> {
  const known = listBackups(file).map((backup) => backup.name)
  if (!known.includes(name)) {
    const suggestion = nearestName(name, known)
    throw new GalleyError('not_found', `There is no backup "${name}".`, {
      fix: `Backups lie in ${backupsOf(file)}.`,
      ...(suggestion === null ? {} : { suggestion }),
    })
  }
  // Opening a workspace may migrate it; the backup itself stays as it is.
  const beside = partOf(join(dirname(file), `restoring-${environment.newId()}`))
  try {
    copyFileSync(join(backupsOf(file), name), beside)
    openWorkspaceDatabase(beside, environment).close()
    const source = new Database(beside, { readonly: true })
    try {
      await source.backup(file, { progress: () => pagesPerTurn })
    } finally {
      source.close()
    }
  } catch (error) {
    throw asGalleyError(error, file)
  } finally {
    removePart(beside)
  }
}
