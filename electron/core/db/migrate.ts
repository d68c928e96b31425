import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { GalleyError } from '#shared/contract/errors.ts'

/** One numbered SQL file. */
export interface Migration {
  number: number
  fileName: string
  sql: string
  hash: string
}

interface Applied {
  number: number
  name: string
  hash: string
}

/**
 * The migrations of a folder in order. Files are `NNNN_name.sql`, numbered from 1 without a gap;
 * anything else is a broken installation and refused.
 */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((fileName, index) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(fileName)?.[1] ?? Number.NaN)
    if (number !== index + 1) {
      throw new GalleyError(
        'schema_changed',
        `The migration files of this installation are not numbered without a gap: "${fileName}" stands at place ${index + 1}.`,
        { fix: 'Install Galley again.', where: { file: join(folder, fileName) } },
      )
    }
    // Line ends differ between checkouts on different systems; the meaning does not.
    const sql = readFileSync(join(folder, fileName), 'utf8').replaceAll('\r\n', '\n')
    return { number, fileName, sql, hash: createHash('sha256').update(sql).digest('hex') }
  })
}

/** What the database says was applied to it, in order; empty for a new file. */
function readApplied(connection: Database.Database): Applied[] {
  const table = connection
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'galley_migrations'")
    .get()
  if (table === undefined) return []
  return connection
    .prepare<[], Applied>('SELECT number, name, hash FROM galley_migrations ORDER BY number')
    .all()
}

/** Refuses a database that these migrations did not make: it is newer, or one of us was changed. */
function refuseStrangers(applied: Applied[], migrations: Migration[], file: string): void {
  const newest = applied.at(-1)?.number ?? 0
  if (newest > migrations.length) {
    throw new GalleyError(
      'schema_newer',
      `The workspace "${file}" was last opened by a newer Galley (schema ${newest}; this one knows ${migrations.length}).`,
      {
        fix: 'Install the newer Galley, or open another data folder with GALLEY_HOME. The file was not touched.',
        where: { file },
        details: { found: newest, known: migrations.length },
      },
    )
  }
  for (const [index, done] of applied.entries()) {
    const migration = migrations[index]
    if (migration !== undefined && done.number === migration.number && done.hash === migration.hash)
      continue
    const why =
      done.number === index + 1
        ? `migration ${done.number} ("${done.name}") is not the one this Galley has`
        : `migration ${index + 1} is missing from its history`
    throw new GalleyError('schema_changed', `The workspace "${file}" cannot be opened: ${why}.`, {
      fix: 'Open it with the Galley that made it, or restore the newest copy from the "backups" folder.',
      where: { file },
      details: { migration: index + 1 },
    })
  }
}

/** The migrations that the database still lacks; throws when it may not be touched at all. */
export function pendingMigrations(
  connection: Database.Database,
  migrations: Migration[],
): Migration[] {
  const applied = readApplied(connection)
  refuseStrangers(applied, migrations, connection.name)
  return migrations.slice(applied.length)
}

/**
 * Applies what is missing, all in one transaction: a failure in the last file leaves the database as
 * it was before the first. What is pending is read again under the write lock, because a second
 * process may have migrated while this one waited for it.
 */
export function migrate(
  connection: Database.Database,
  migrations: Migration[],
  now: () => Date,
): Migration[] {
  return connection
    .transaction(() => {
      connection.exec(
        'CREATE TABLE IF NOT EXISTS galley_migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
      )
      const pending = pendingMigrations(connection, migrations)
      const record = connection.prepare('INSERT INTO galley_migrations VALUES (?, ?, ?, ?)')
      for (const migration of pending) {
        connection.exec(migration.sql)
        record.run(migration.number, migration.fileName, migration.hash, now().toISOString())
      }
      return pending
    })
    .immediate()
}
