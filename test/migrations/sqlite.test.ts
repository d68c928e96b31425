import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, onTestFinished, test } from 'vitest'
import { openWorkspaceDatabase } from '#core/db/open.ts'
import type { GalleyError } from '#shared/contract/errors.ts'
import { listLogger, testClock, testFolder, testIds, testResources } from '../support/core.ts'
import { root } from '../support/repository.ts'

/** A folder for a workspace and a copy of the migrations that a test may change. */
function workplace() {
  const folder = testFolder()
  const migrationsFolder = join(folder, 'migrations')
  mkdirSync(migrationsFolder)
  for (const name of readdirSync(testResources.sqliteMigrations))
    copyFileSync(join(testResources.sqliteMigrations, name), join(migrationsFolder, name))
  const count = readdirSync(migrationsFolder).length
  const file = join(folder, 'workspace.sqlite')
  return {
    folder,
    file,
    count,
    migrationsFolder,
    open() {
      const logger = listLogger()
      const database = openWorkspaceDatabase(file, {
        clock: testClock(),
        newId: testIds(),
        logger,
        migrationsFolder,
      })
      onTestFinished(() => database.close())
      return { ...database, logger }
    },
    add(number: number, sql: string) {
      const name = `${String(number).padStart(4, '0')}_added.sql`
      writeFileSync(join(migrationsFolder, name), sql)
    },
    /** Looks at the file with a plain connection, past our own code. */
    peek<Value>(sql: string): Value {
      const connection = new Database(file, { readonly: true })
      try {
        return connection.prepare(sql).pluck().get() as Value
      } finally {
        connection.close()
      }
    },
  }
}

function refusal(open: () => unknown): GalleyError {
  try {
    open()
  } catch (error) {
    return error as GalleyError
  }
  throw new Error('It was opened.')
}

test('the schema is the one that was looked at', async () => {
  const { file, open } = workplace()
  open()
  const connection = new Database(file, { readonly: true })
  const parts = connection
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'template_search_%' ORDER BY type DESC, name`,
    )
    .pluck()
    .all()
  connection.close()
  await expect(`${parts.join(';\n\n')};\n`).toMatchFileSnapshot(
    '../../migrations/snapshots/sqlite.sql',
  )
})

test('the drizzle tables say what the migrated database says', async () => {
  const { file, open } = workplace()
  open()
  const connection = new Database(file, { readonly: true })
  const inDatabase = new Map<string, string[]>()
  const tables = connection
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'template_search%' AND name <> 'galley_migrations'`,
    )
    .pluck()
    .all() as string[]
  for (const table of tables) {
    const columns = connection.pragma(`table_info(${table})`) as {
      name: string
      type: string
      notnull: number
      pk: number
    }[]
    const lines = columns.map(({ name, type, notnull, pk }) => {
      // An INTEGER PRIMARY KEY is never null, though SQLite does not say so.
      const isRequired = notnull === 1 || (pk > 0 && type === 'INTEGER')
      return `${name} ${type} ${isRequired ? 'required' : 'optional'}`
    })
    inDatabase.set(table, lines.sort())
  }
  connection.close()

  const inCode = new Map<string, string[]>()
  const folder = join(root, 'electron/core/db/tables')
  for (const name of readdirSync(folder)) {
    const module: Record<string, unknown> = await import(join(folder, name))
    for (const table of Object.values(module)) {
      if (!is(table, SQLiteTable)) continue
      const lines = Object.values(getTableColumns(table)).map(
        (column) =>
          `${column.name} ${column.getSQLType().toUpperCase()} ${column.notNull ? 'required' : 'optional'}`,
      )
      inCode.set(getTableName(table), lines.sort())
    }
  }
  expect(Object.fromEntries(inCode)).toEqual(Object.fromEntries(inDatabase))
})

test('an edited migration is refused and the file stays as it was', () => {
  const { file, migrationsFolder, open } = workplace()
  open().close()
  const before = readFileSync(file)
  const [first = ''] = readdirSync(migrationsFolder)
  const path = join(migrationsFolder, first)
  writeFileSync(path, `${readFileSync(path, 'utf8')}\nCREATE TABLE sneaked_in (id TEXT);\n`)
  const { code, message } = refusal(open)
  expect(code).toBe('schema_changed')
  expect(message).toContain('migration 1')
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('other line ends are no edit', () => {
  const { migrationsFolder, open, count } = workplace()
  open().close()
  for (const name of readdirSync(migrationsFolder)) {
    const path = join(migrationsFolder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'))
  }
  expect(open().schemaVersion).toBe(count)
})

test('a database newer than the code is refused and not touched', () => {
  const { count, open, migrationsFolder, add, file, peek } = workplace()
  add(count + 1, 'CREATE TABLE from_the_future (id TEXT);')
  open().close()
  const before = readFileSync(file)
  const kept = readdirSync(migrationsFolder).sort().slice(0, count)
  const older = join(migrationsFolder, '../older')
  mkdirSync(older)
  for (const name of kept) copyFileSync(join(migrationsFolder, name), join(older, name))
  const error = refusal(() =>
    openWorkspaceDatabase(file, {
      clock: testClock(),
      newId: testIds(),
      logger: listLogger(),
      migrationsFolder: older,
    }),
  )
  expect(error.code).toBe('schema_newer')
  expect(error.problem.details).toEqual({ found: count + 1, known: count })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(peek('SELECT count(*) FROM from_the_future')).toBe(0)
})

test('a gap in the history of the database is refused', () => {
  const { count, open, add, file } = workplace()
  add(count + 1, 'CREATE TABLE one_more (id TEXT);')
  open().close()
  const connection = new Database(file)
  connection.prepare('DELETE FROM galley_migrations WHERE number = ?').run(count)
  connection.close()
  const { code, problem } = refusal(open)
  expect(code).toBe('schema_changed')
  expect(problem.details).toEqual({ migration: count })
})

test('a gap in the numbers of the files is refused', () => {
  const { count, open, add } = workplace()
  add(count + 2, 'CREATE TABLE too_far (id TEXT);')
  const { code, message } = refusal(open)
  expect(code).toBe('schema_changed')
  expect(message).toContain('added.sql')
})

test('a failure in the last migration takes back the ones before it', () => {
  const { count, open, add, peek } = workplace()
  open().close()
  add(count + 1, 'CREATE TABLE half_a_step (id TEXT);')
  add(count + 2, 'CREATE TABLE broken (;')
  expect(() => open()).toThrow(/syntax error/)
  expect(peek("SELECT count(*) FROM sqlite_schema WHERE name = 'half_a_step'")).toBe(0)
  expect(peek('SELECT max(number) FROM galley_migrations')).toBe(count)
})

test('before it migrates an existing workspace it copies it', () => {
  const { folder, count, open, add } = workplace()
  const first = open()
  expect(first.logger.lines).toEqual([])
  first.writer.transaction((transaction) =>
    transaction.prepare("INSERT INTO settings VALUES ('colour', 'green')").run(),
  )
  first.close()
  add(count + 1, 'DELETE FROM settings;')
  expect(open().schemaVersion).toBe(count + 1)
  const [copy = ''] = readdirSync(join(folder, 'backups'))
  expect(copy).toContain(`schema${count}`)
  const connection = new Database(join(folder, 'backups', copy), { readonly: true })
  expect(connection.prepare('SELECT value FROM settings').pluck().get()).toBe('green')
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  connection.close()
})
