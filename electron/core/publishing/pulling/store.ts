import { and, eq } from 'drizzle-orm'
import type pg from 'pg'
import type { RemoteId, VersionId } from '#shared/contract/base.ts'
import type { Reader, Transaction } from '../../db/handles.ts'
import { pulledObjects, type pulledRollups, pulls } from '../../db/tables/publishing.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

export interface RemoteVersion {
  readonly id: VersionId
  readonly name: string
  readonly version: number
  readonly content: unknown
  readonly content_hash: string | null
  readonly template_text: string
  readonly parent_id: VersionId | null
  readonly created_by: string
  readonly created_at: Date
  readonly category: string | null
  readonly description: string | null
  readonly tags: string[]
}

/** Ids and numbers of all versions, by name, newest first: the newest makes a new template's draft. */
export async function listVersionIds(
  client: Queryable,
): Promise<{ id: string; name: string; version: number }[]> {
  const { rows } = await client.query<{ id: string; name: string; version: number }>(
    'select id, name, version from galley.prompt_templates order by name, version desc',
  )
  return rows
}

export async function readVersions(
  client: Queryable,
  ids: readonly string[],
): Promise<RemoteVersion[]> {
  const { rows } = await client.query<RemoteVersion>(
    `select id, name, version, content, content_hash, template_text, parent_id, created_by, created_at,
       category, description, tags
     from galley.prompt_templates where id = any ($1::uuid[]) order by name, version desc`,
    [ids],
  )
  return rows
}

/** Guardrails as JSON, with whatever columns the store's schema has; experiments with their phases. */
export async function readObjects(client: Queryable, kind: 'experiment' | 'guardrail') {
  const from =
    kind === 'experiment'
      ? 'galley.show_experiment(t.id) as body from galley.ab_test_experiments t'
      : 'to_jsonb(t) as body from galley.prompt_guardrails t'
  const { rows } = await client.query<{ name: string; body: unknown }>(
    `select t.name, ${from} order by t.name`,
  )
  return rows
}

export interface RollupRow {
  readonly bucket_at: Date
  readonly template_name: string
  readonly version: number
  readonly arm: string
  readonly model: string
  readonly figures: unknown
}

/** Hourly statistics since then, the shards of an hour summed up. */
export async function readRollups(client: Queryable, since: Date): Promise<RollupRow[]> {
  const { rows } = await client.query<RollupRow>(
    `with chosen as (
       select * from galley.execution_rollups where bucket_at >= $1 and isfinite(bucket_at)
     ), slots as (
       select g.template_id, g.bucket_at, g.arm, g.model, json_agg(g.n order by g.slot) as latencies
       from (select c.template_id, c.bucket_at, c.arm, c.model, u.slot, sum(u.n)::bigint as n
         from chosen c, unnest(c.latencies) with ordinality u (n, slot) group by 1, 2, 3, 4, 5) g
       group by 1, 2, 3, 4
     )
     select c.bucket_at, v.name as template_name, v.version, c.arm, c.model, json_build_object(
       'executions', sum(c.executions), 'successes', sum(c.successes), 'violations', sum(c.violations),
       'cacheHits', sum(c.cache_hits), 'timed', sum(c.timed), 'responseTimeMs', sum(c.response_time_ms),
       'tokens', sum(c.tokens), 'costed', sum(c.costed), 'costUsd', sum(c.cost_usd), 'latencies', (array_agg(s.latencies))[1]) as figures
     from chosen c join galley.prompt_templates v on v.id = c.template_id
       left join slots s on (s.template_id, s.bucket_at, s.arm, s.model) = (c.template_id, c.bucket_at, c.arm, c.model)
     group by c.bucket_at, v.name, v.version, c.arm, c.model
     order by c.bucket_at, v.name, v.version, c.arm, c.model`,
    [since],
  )
  return rows
}

/** Replaces what is kept of a kind by what the store has now. */
export function keepObjects(
  transaction: Transaction,
  remoteId: RemoteId,
  kind: 'experiment' | 'guardrail',
  objects: readonly { name: string; body: unknown }[],
  seenAt: string,
): void {
  const ofKind = and(eq(pulledObjects.remoteId, remoteId), eq(pulledObjects.kind, kind))
  transaction.query.delete(pulledObjects).where(ofKind).run()
  for (const { name, body } of objects) {
    const bodyJson = JSON.stringify(body)
    transaction.query.insert(pulledObjects).values({ remoteId, kind, name, bodyJson, seenAt }).run()
  }
}

export function listObjects(
  reader: Reader,
  remoteId: RemoteId,
  kind: 'experiment' | 'guardrail',
): { name: string; body: unknown; seenAt: string }[] {
  const ofKind = and(eq(pulledObjects.remoteId, remoteId), eq(pulledObjects.kind, kind))
  return reader.query
    .select()
    .from(pulledObjects)
    .where(ofKind)
    .all()
    .map(({ name, bodyJson, seenAt }) => ({ name, body: JSON.parse(bodyJson), seenAt }))
}

/** Adds or replaces hours; gives how many were new or said something else. */
export function keepRollups(
  transaction: Transaction,
  remoteId: RemoteId,
  rows: readonly RollupRow[],
): number {
  const write = transaction.prepare(
    `INSERT INTO pulled_rollups (remote_id, bucket_at, template_name, version, arm, model, figures_json)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET figures_json = excluded.figures_json
     WHERE figures_json <> excluded.figures_json`,
  )
  let changed = 0
  for (const row of rows) {
    const { bucket_at, template_name, version, arm, model, figures } = row
    changed += write.run(
      ...[remoteId, bucket_at.toISOString(), template_name],
      ...[version, arm, model, JSON.stringify(figures)],
    ).changes
  }
  return changed
}

/** Statistics kept here since then. */
export function listRollups(reader: Reader, remoteId: RemoteId, since: Date): RollupRow[] {
  return reader
    .prepare<
      typeof pulledRollups.$inferSelect & {
        bucket_at: string
        figures_json: string
        template_name: string
      }
    >(
      `SELECT * FROM pulled_rollups WHERE remote_id = ? AND bucket_at >= ?
       ORDER BY bucket_at, template_name, version, arm, model`,
    )
    .all(remoteId, since.toISOString())
    .map(({ bucket_at, figures_json, template_name, version, arm, model }) => ({
      ...{ template_name, version, arm, model },
      bucket_at: new Date(bucket_at),
      figures: JSON.parse(figures_json),
    }))
}

/** The store's clock, in ms. */
export async function readClock(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ now: Date }>('select now()')
  return rows[0]?.now.getTime() ?? 0
}

/** When this workspace last pulled from it; null: never. */
export function lastPull(reader: Reader, remoteId: RemoteId): string | null {
  const row = reader.query.select().from(pulls).where(eq(pulls.remoteId, remoteId)).get()
  return row?.pulledAt ?? null
}

export function rememberPull(transaction: Transaction, remoteId: RemoteId, pulledAt: string): void {
  transaction.query
    .insert(pulls)
    .values({ remoteId, pulledAt })
    .onConflictDoUpdate({ target: pulls.remoteId, set: { pulledAt } })
    .run()
}
