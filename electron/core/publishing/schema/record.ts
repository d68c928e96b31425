import type pg from 'pg'
import { GalleyError } from '#shared/contract/errors.ts'
import type { SchemaStep } from './files.ts'

/** What the database says was applied to it. */
export interface AppliedStep {
  readonly number: number
  readonly name: string
  readonly hash: string
}

export const CREATE_RECORD = `create schema if not exists galley;
create table if not exists galley.schema_migrations (
  number integer primary key,
  name text not null,
  hash text not null,
  applied_at timestamptz not null default now(),
  applied_by text not null default session_user
);`

/** One key for everybody who migrates a store, in the style of a random number but the same for all. */
const TURN = "select pg_advisory_xact_lock(hashtextextended('galley.migrate', 0));"

/**
 * Waits for those who migrate, and from then on for nobody long: production queues behind whoever waits
 * for a table, e.g. behind us while we wait for somebody's backup to end. The statements' own limit ends
 * before that of our connections, so that nothing goes on in a server that we gave up.
 */
export const LOCK = `${TURN}
set local lock_timeout = '3s';
set local statement_timeout = '25s';`

type Queryable = Pick<pg.ClientBase, 'query'>

/** The applied steps in order; null when the database holds no `galley` schema of ours. */
export async function readRecord(client: Queryable): Promise<AppliedStep[] | null> {
  const there = await client.query(
    "select to_regclass('galley.schema_migrations') is not null as is_there",
  )
  if (!there.rows[0].is_there) return null
  const { rows } = await client.query<AppliedStep>(
    'select number, name, hash from galley.schema_migrations order by number',
  )
  return rows
}

/** Refuses a store that these steps did not make: it is newer, or a step was edited or left out. */
export function refuseStrangers(applied: readonly AppliedStep[], steps: readonly SchemaStep[]) {
  const newest = applied.at(-1)?.number ?? 0
  if (newest > steps.length) {
    throw new GalleyError(
      'schema_newer',
      `The shared store was set up by a newer Galley (schema ${newest}; this one knows ${steps.length}).`,
      {
        fix: 'Install the newer Galley. The store was not touched.',
        details: { found: newest, known: steps.length },
      },
    )
  }
  for (const [index, done] of applied.entries()) {
    const step = steps[index]
    if (step !== undefined && done.number === step.number && done.hash === step.hash) continue
    const why =
      done.number === index + 1
        ? `step ${done.number} ("${done.name}") is not the one this Galley has`
        : `step ${index + 1} is missing from its history`
    throw new GalleyError('schema_changed', `The shared store cannot be used: ${why}.`, {
      fix: 'Use the Galley that set it up, or restore the store from a backup.',
      details: { step: index + 1 },
    })
  }
}

/** Refuses a store that lacks steps, which everything but migrating must. */
export function requireCurrent(
  applied: readonly AppliedStep[] | null,
  steps: readonly SchemaStep[],
) {
  refuseStrangers(applied ?? [], steps)
  const found = applied?.length ?? 0
  if (found === steps.length) return
  const what =
    found === 0 ? 'has no schema "galley" yet' : `is at schema ${found} of ${steps.length}`
  throw new GalleyError('schema_older', `The shared store ${what}.`, {
    fix: 'Run "galley remote migrate", or have its administrator run the SQL of "galley remote migrate --print".',
    details: { found, known: steps.length },
  })
}
