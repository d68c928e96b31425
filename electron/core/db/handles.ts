import type Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { asGalleyError, beingReplaced } from './failures.ts'

type Orm = BetterSQLite3Database<Record<string, never>>

/** What SQLite takes as a bound value. */
export type Bound = string | number | bigint | null | Uint8Array

/** A prepared SELECT; the caller answers for `Row` being what the SQL gives. */
export interface ReadStatement<Row> {
  get(...values: Bound[]): Row | undefined
  all(...values: Bound[]): Row[]
  iterate(...values: Bound[]): IterableIterator<Row>
}

export interface WriteStatement<Row> extends ReadStatement<Row> {
  run(...values: Bound[]): { changes: number; lastInsertRowid: number | bigint }
}

/**
 * Reads the last committed state, and inside a transaction of this process its own. A type of its own,
 * over a connection that SQLite itself opened read-only: code that is handed a Reader cannot write, by
 * type and by engine.
 */
export interface Reader {
  readonly query: Pick<Orm, 'select' | 'selectDistinct'>
  /** A prepared statement. Ask for it where it is used: the same SQL gives the same one, at no cost. */
  prepare<Row>(sql: string): ReadStatement<Row>
}

/** A write transaction; it reads its own writes, so it serves wherever a Reader does. */
export interface Transaction extends Reader {
  readonly query: Pick<Orm, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'>
  prepare<Row = unknown>(sql: string): WriteStatement<Row>
}

/** The one way to change the workspace. */
export interface Writer {
  /**
   * Runs `work` in one transaction that holds the write lock from the start: all of it is stored, or,
   * when it throws, nothing. `work` must not be async. A call inside a call joins the outer one.
   */
  transaction<Result>(
    work: (transaction: Transaction) => Result,
    options?: TransactionOptions,
  ): Result
}

export interface TransactionOptions {
  /**
   * `machine` (the default): what was committed survives a power cut. `process`: it survives the end
   * of every process, but a power cut may take the last moments; for what can be computed again and
   * comes by the thousand, because waiting for the disk costs more than the work itself.
   */
  survives?: 'machine' | 'process'
}

/**
 * Refuses every change of this process while something else replaces the content. A change that waited
 * for that would hold up the very thread it is done on, until it gives up.
 */
export type RefuseWrites = <Result>(during: () => Promise<Result>) => Promise<Result>

function statements(connection: Database.Database) {
  const kept = new Map<string, Database.Statement<Bound[]>>()
  return <Row>(sql: string): WriteStatement<Row> => {
    const known = kept.get(sql) ?? connection.prepare<Bound[]>(sql)
    kept.set(sql, known)
    return known as Database.Statement<Bound[], Row>
  }
}

/** Both handles of one workspace: `reading` was opened read-only, `writing` is the only writer. */
export function handlesOver(
  reading: Database.Database,
  writing: Database.Database,
): { reader: Reader; writer: Writer; refuseWrites: RefuseWrites } {
  let isRefusing = false
  const read: Reader = { query: drizzle(reading), prepare: statements(reading) }
  const write: Transaction = { query: drizzle(writing), prepare: statements(writing) }
  // Everything here is synchronous, so a read during a transaction is a read by that transaction,
  // however deep in the services: it has to see what was just written.
  const current = (): Reader => (writing.inTransaction ? write : read)
  return {
    reader: {
      get query() {
        return current().query
      },
      prepare: <Row>(sql: string) => current().prepare<Row>(sql),
    },
    writer: {
      transaction(work, { survives = 'machine' } = {}) {
        if (isRefusing) throw beingReplaced(writing.name)
        const run = () => writing.transaction(() => work(write)).immediate()
        try {
          // SQLite takes no change of this setting inside a transaction: the outer one decides.
          if (survives === 'machine' || writing.inTransaction) return run()
          return withoutWaiting(writing, run)
        } catch (error) {
          throw asGalleyError(error, writing.name)
        }
      },
    },
    async refuseWrites(during) {
      if (isRefusing) throw beingReplaced(writing.name)
      isRefusing = true
      try {
        return await during()
      } finally {
        isRefusing = false
      }
    },
  }
}

/** Commits without waiting for the disk: in WAL mode consistent at any time, at worst a moment older. */
function withoutWaiting<Result>(connection: Database.Database, run: () => Result): Result {
  connection.pragma('synchronous = NORMAL')
  try {
    return run()
  } finally {
    connection.pragma('synchronous = FULL')
  }
}
