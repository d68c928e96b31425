import type pg from 'pg'
import { asExperimentError } from './failures.ts'
import { type Shown, shownSchema } from './shown.ts'

export type Queryable = Pick<pg.ClientBase, 'query'>

/** Throws `not_found` for a name that the store does not know. */
export async function findLive(
  client: Queryable,
  name: string,
  kind: 'experiment' | 'canary',
): Promise<Shown> {
  const { rows } = await client.query(
    'select galley.show_experiment(x.id) as shown from galley.ab_test_experiments x where x.name = $1 and x.kind = $2',
    [name, kind],
  )
  const [row] = rows
  if (row !== undefined) return shownSchema.parse(row.shown)
  throw asExperimentError(Object.assign(new Error('no such row'), { code: 'P0002' }), name)
}

/** Newest first, before a key. */
export async function listLive(
  client: Queryable,
  wanted: {
    kind: 'experiment' | 'canary'
    statuses: readonly string[] | null
    templateName: string | null
    before: { at: string; id: string } | null
    limit: number
  },
): Promise<{ shown: Shown; exactAt: string }[]> {
  const { rows } = await client.query(
    `select galley.show_experiment(x.id) as shown, x.created_at::text as exact_at from galley.ab_test_experiments x
     where x.kind = $1 and ($2::text[] is null or x.status = any ($2))
       and ($3::timestamptz is null or (x.created_at, x.id) < ($3, $4::uuid))
       and ($6::text is null or x.template_name = $6)
     order by x.created_at desc, x.id desc limit $5`,
    [
      wanted.kind,
      wanted.statuses,
      wanted.before?.at ?? null,
      wanted.before?.id ?? null,
      wanted.limit,
      wanted.templateName,
    ],
  )
  return rows.map(({ shown, exact_at }) => ({
    shown: shownSchema.parse(shown),
    exactAt: String(exact_at),
  }))
}

export async function startLive(client: Queryable, request: { name: string }): Promise<Shown> {
  return call(client, 'select galley.start_experiment($1::jsonb) as shown', request)
}

/** What changes a live experiment; see `galley.steer_experiment`. */
export interface Steering {
  readonly name: string
  readonly action: string
  readonly actor: string
  readonly reason: string
  readonly at: string
  readonly [detail: string]: unknown
}

export async function steerLive(client: Queryable, request: Steering): Promise<Shown> {
  return call(client, 'select galley.steer_experiment($1::jsonb) as shown', request)
}

async function call(client: Queryable, sql: string, request: { name: string }): Promise<Shown> {
  try {
    const { rows } = await client.query(sql, [JSON.stringify(request)])
    return shownSchema.parse(rows[0]?.shown)
  } catch (error) {
    throw asExperimentError(error, request.name)
  }
}

/** A look as the store keeps it. */
export interface LookRow {
  readonly look: number
  readonly phase: number
  readonly at: Date
  readonly users: number
  readonly information: number
  /** Units per arm. */
  readonly counts: Record<string, number>
  readonly srm_p: number | null
  readonly verdict: string
  readonly report: unknown
}

export async function readLooks(client: Queryable, experimentId: string): Promise<LookRow[]> {
  const { rows } = await client.query<LookRow>(
    `select look, phase, at, users, information, counts, srm_p, verdict, report
     from galley.experiment_looks where experiment_id = $1 order by look`,
    [experimentId],
  )
  return rows
}

/** False when another process took this look first, or the role may not take looks. */
export async function recordLook(client: Queryable, look: object): Promise<boolean> {
  try {
    const sql = 'select galley.record_look($1::jsonb) as is_taken'
    const { rows } = await client.query(sql, [JSON.stringify(look)])
    return rows[0]?.is_taken === true
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false
    throw error
  }
}
