import type pg from 'pg'
import type { SchemaStep } from './files.ts'
import { CREATE_RECORD, LOCK, readRecord, refuseStrangers } from './record.ts'

export interface Migrated {
  /** Schema before; null where there was none. */
  readonly from: number | null
  readonly to: number
  readonly applied: string[]
}

const INSERT = 'insert into galley.schema_migrations (number, name, hash) values ($1, $2, $3)'

/**
 * Applies what the store lacks, all in one transaction under a lock: two people who migrate at once
 * apply each step once, and a failure leaves the store as it was.
 */
export function migrateUp(client: pg.ClientBase, steps: readonly SchemaStep[]): Promise<Migrated> {
  return inTransaction(client, async () => {
    await client.query(LOCK)
    const before = await readRecord(client)
    refuseStrangers(before ?? [], steps)
    await client.query(CREATE_RECORD)
    const missing = steps.slice(before?.length ?? 0)
    for (const { number, name, hash, up } of missing) {
      await client.query(up)
      await client.query(INSERT, [number, name, hash])
    }
    return {
      from: before?.length ?? null,
      to: steps.length,
      applied: missing.map(({ number, name }) => `${String(number).padStart(4, '0')}_${name}`),
    }
  })
}

/** Takes steps back until the schema is `target`, newest first, in one transaction. Data of those steps goes. */
export function migrateDown(
  client: pg.ClientBase,
  steps: readonly SchemaStep[],
  target: number,
): Promise<Migrated> {
  return inTransaction(client, async () => {
    await client.query(LOCK)
    const before = (await readRecord(client)) ?? []
    refuseStrangers(before, steps)
    const leaving = steps.slice(target, before.length).reverse()
    for (const { number, down } of leaving) {
      await client.query(down)
      await client.query('delete from galley.schema_migrations where number = $1', [number])
    }
    return { from: before.length, to: target, applied: leaving.map(({ name }) => name) }
  })
}

/** The SQL that brings a store from schema `from` to the newest, for an administrator to read and run. */
export function printSteps(steps: readonly SchemaStep[], from = 0): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
  const parts = steps.slice(from).map(({ number, name, hash, up }) => {
    const row = `(${number}, ${quote(name)}, ${quote(hash)})`
    return `-- Step ${number}: ${name}\n${up}\ninsert into galley.schema_migrations (number, name, hash) values ${row};\n`
  })
  const head = `-- Brings a shared store of Galley from schema ${from} to ${steps.length}. All or nothing; stops at the first error.`
  return [head, 'begin;', LOCK, CREATE_RECORD, '', ...parts, 'commit;', ''].join('\n')
}

async function inTransaction<Result>(
  client: pg.ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    // The connection may be what failed: the first error is the one that tells why.
    await client.query('rollback').catch(() => {})
    throw error
  }
}
