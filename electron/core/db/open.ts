import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { CoreEnvironment } from '../environment.ts'
import { backUp, backupsOf, copyTo } from './backup.ts'
import { asGalleyError, damaged } from './failures.ts'
import { handlesOver, type Reader, type RefuseWrites, type Writer } from './handles.ts'
import { migrate, pendingMigrations, readMigrations } from './migrate.ts'
import { removeLeftParts } from './parts.ts'

/** "GALY" in the file header, so that `file` and we know a workspace from any other database. */
const applicationId = 0x47414c59

/** How long a writer waits for another process before it gives up, in ms. */
const busyTimeoutMs = 5000

/** A full check reads the whole file; above this size (bytes) start-up would be felt. */
const checkedAtOpen = 64 * 1024 * 1024

/** One open workspace file with its two connections. */
export interface WorkspaceDatabase {
  readonly file: string
  readonly schemaVersion: number
  readonly reader: Reader
  readonly writer: Writer
  readonly refuseWrites: RefuseWrites
  /** Counts commits of other processes; equal numbers mean that nobody else wrote in between. */
  foreignCommits(): number
  backUp(): { path: string; bytes: number }
  /** Writes a consistent copy to a path where nothing is yet. */
  copyTo(path: string): void
  close(): void
}

export type DatabaseEnvironment = Pick<CoreEnvironment, 'clock' | 'newId' | 'logger'> & {
  migrationsFolder: string
}

/**
 * Opens (or makes) the workspace file and brings it up to date. Throws `read_only`, `schema_newer`,
 * `schema_changed` or `workspace_unusable`; in each of these cases the file is as it was.
 */
export function openWorkspaceDatabase(
  file: string,
  environment: DatabaseEnvironment,
): WorkspaceDatabase {
  const opened: Database.Database[] = []
  try {
    mkdirSync(dirname(file), { recursive: true })
    // SQLite opens a file it cannot write without a word and fails at the first write; ask before.
    accessSync(dirname(file), constants.W_OK)
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK)
    for (const folder of [dirname(file), backupsOf(file)]) removeLeftParts(folder)
    const writing = new Database(file, { timeout: busyTimeoutMs })
    opened.push(writing)
    const schemaVersion = prepareFile(writing, environment)
    const reading = new Database(file, { readonly: true, timeout: busyTimeoutMs })
    opened.push(reading)
    return handles(writing, reading, schemaVersion, environment)
  } catch (error) {
    for (const connection of opened) connection.close()
    throw asGalleyError(error, file)
  }
}

function prepareFile(connection: Database.Database, environment: DatabaseEnvironment): number {
  const isNew = refuseOtherFiles(connection)
  connection.pragma('journal_mode = WAL')
  // FULL: what was acknowledged survives a power cut too, not only a crash of the process.
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  // Without it REPLACE deletes rows behind the back of the append-only triggers.
  connection.pragma('recursive_triggers = ON')
  const migrations = readMigrations(environment.migrationsFolder)
  const pending = pendingMigrations(connection, migrations)
  if (pending.length > 0 && !isNew) {
    const { path } = backUp(connection, {
      at: environment.clock.now(),
      schemaVersion: migrations.length - pending.length,
      id: environment.newId(),
    })
    environment.logger.info('Copied the workspace before migrating it.', { path })
  }
  if (pending.length > 0) {
    migrate(connection, migrations, () => environment.clock.now())
    connection.pragma(`application_id = ${applicationId}`)
  }
  return migrations.length
}

/** True for a new, empty file. Throws for a damaged file and for somebody else's database. */
function refuseOtherFiles(connection: Database.Database): boolean {
  const size = statSync(connection.name).size
  const tables = connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (tables === 0) return true
  const known = connection
    .prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'galley_migrations'")
    .pluck()
    .get()
  if (known === 0) throw damaged(connection.name, 'it belongs to another program')
  if (size <= checkedAtOpen) {
    const verdict = connection.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw damaged(connection.name, `the file is damaged (${verdict})`)
  }
  return false
}

function handles(
  writing: Database.Database,
  reading: Database.Database,
  schemaVersion: number,
  environment: DatabaseEnvironment,
): WorkspaceDatabase {
  return {
    file: writing.name,
    schemaVersion,
    ...handlesOver(reading, writing),
    // Asked on the writing connection: there, only commits of others move it.
    foreignCommits: () => Number(writing.pragma('data_version', { simple: true })),
    backUp() {
      try {
        const at = environment.clock.now()
        return backUp(writing, { at, schemaVersion, id: environment.newId() })
      } catch (error) {
        throw asGalleyError(error, writing.name)
      }
    },
    copyTo(path) {
      try {
        copyTo(writing, path)
      } catch (error) {
        throw asGalleyError(error, path)
      }
    },
    close() {
      reading.close()
      writing.close()
    },
  }
}
