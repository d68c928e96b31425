import type pg from 'pg'
import type { VersionId } from '#shared/contract/base.ts'
import type { AuditEntry, PublishedVersion } from '#shared/contract/publishing.ts'
import type { Content } from '#shared/contract/template.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

const select = (more = '') => `
select v.id, v.name, v.version, coalesce(v.content_hash, '') as content_hash, v.is_active, v.created_by, v.created_at,
  coalesce(l.labels, '{}') as labels ${more}
from galley.prompt_templates v
left join (
  select p.version_id, array_agg(p.label order by p.label) as labels from galley.prompt_labels p group by p.version_id
) l on l.version_id = v.id`

/** Without contents, which a list of all versions would bring from the store by the megabyte. */
const SELECT_VERSIONS = select()
const SELECT_CONTENTS = select(', v.content, v.template_text')

interface VersionRow {
  id: string
  name: string
  version: number
  content_hash: string
  is_active: boolean
  created_by: string
  created_at: Date
  labels: string[]
}

interface ContentRow extends VersionRow {
  content: Content | null
  template_text: string
}

function toPublished(row: VersionRow): PublishedVersion {
  return {
    versionId: row.id as VersionId,
    templateName: row.name,
    version: row.version,
    contentHash: row.content_hash,
    labels: row.labels,
    isActive: row.is_active,
    publishedBy: row.created_by,
    publishedAt: row.created_at.toISOString(),
  }
}

export interface StandingVersion {
  readonly published: PublishedVersion
  /** Null where a service inserted the row itself. */
  readonly content: Content | null
  readonly templateText: string
}

/** All published versions, by name, newest first. */
export async function listPublished(client: Queryable): Promise<PublishedVersion[]> {
  const { rows } = await client.query<VersionRow>(
    `${SELECT_VERSIONS} order by v.name, v.version desc`,
  )
  return rows.map(toPublished)
}

/** The version a label stands on. */
export async function findStanding(
  client: Queryable,
  templateName: string,
  label: string,
): Promise<StandingVersion | null> {
  const { rows } = await client.query<ContentRow>(
    `${SELECT_CONTENTS} where v.id = (select version_id from galley.prompt_labels where template_name = $1 and label = $2)`,
    [templateName, label],
  )
  const row = rows[0]
  if (row === undefined) return null
  return { published: toPublished(row), content: row.content, templateText: row.template_text }
}

/** As services did it from the start; triggers move the label along and write the audit. */
export async function deactivate(
  client: Queryable,
  wanted: { templateName: string; version: number; actor: string; reason: string },
): Promise<PublishedVersion | null> {
  const { templateName, version, actor, reason } = wanted
  await client.query('begin')
  await client.query(
    `select set_config('galley.actor', $1, true), set_config('galley.reason', $2, true)`,
    [actor, reason],
  )
  await client.query(
    'update galley.prompt_templates set is_active = false where name = $1 and version = $2',
    [templateName, version],
  )
  await client.query('commit')
  const { rows } = await client.query<VersionRow>(
    `${SELECT_VERSIONS} where v.name = $1 and v.version = $2`,
    [templateName, version],
  )
  return rows[0] ? toPublished(rows[0]) : null
}

/** The id under which that content is published; null where it is not. */
export async function findPublishedByHash(
  client: Queryable,
  name: string,
  hash: string,
): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    'select id from galley.prompt_templates where name = $1 and content_hash = $2 and ab_test_group is null',
    [name, hash],
  )
  return rows[0]?.id ?? null
}

/** How a version with this hash and number would arrive: see `galley.take_version`, which decides it. */
export async function foresee(
  client: Queryable,
  {
    name,
    hash,
    number,
    latestNumber,
  }: { name: string; hash: string; number: number; latestNumber: number },
): Promise<{ state: 'new' | 'known' | 'renumber'; version: number }> {
  const { rows } = await client.query<{ known: number | null; is_taken: boolean; newest: number }>(
    `select min(version) filter (where content_hash = $2 and ab_test_group is null) as known,
       coalesce(bool_or(version = $3), false) as is_taken, coalesce(max(version), 0) as newest
     from galley.prompt_templates where name = $1`,
    [name, hash, number],
  )
  const { known = null, is_taken = false, newest = 0 } = rows[0] ?? {}
  if (known !== null) return { state: 'known', version: known }
  if (!is_taken) return { state: 'new', version: number }
  return { state: 'renumber', version: Math.max(newest, latestNumber) + 1 }
}

export async function isProtected(client: Queryable, label: string): Promise<boolean> {
  const { rows } = await client.query<{ is_protected: boolean }>(
    'select is_protected from galley.label_rules where label = $1',
    [label],
  )
  return rows[0]?.is_protected ?? false
}

interface AuditRow {
  id: string
  at: Date
  actor: string
  databaseUser: string
  action: string
  template_name: string | null
  label: string | null
  before: unknown
  after: unknown
  reason: string
}

/** Audit entries below id `before`, newest first. */
export async function listAudit(
  client: Queryable,
  {
    templateName,
    before,
    limit,
  }: { templateName: string | null; before: string | null; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await client.query<AuditRow>(
    `select id::text, at, actor, db_user as "databaseUser", action, template_name, label, before, after, reason from galley.audit_log
     where ($1::text is null or template_name = $1) and ($2::bigint is null or id < $2)
     order by audit_log.id desc limit $3`,
    [templateName, before, limit],
  )
  return rows.map(({ template_name, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    templateName: template_name,
  }))
}
